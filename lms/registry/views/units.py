"""Pages of administrative units."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.access import Right, requires
from lms.lists import asked_words
from lms.registry.units.geography import district_names_of
from lms.registry.units.history import load_history
from lms.registry.units.search import found_units
from lms.registry.views.blueprint import blueprint


@blueprint.get("/units")
@requires(Right.SEE_PEOPLE)
def units() -> ResponseReturnValue:
    history = load_history()
    districts = district_names_of(history)
    q, district = asked_words(), request.args.get("district", "")
    district = district if district in districts else ""
    found, has_more = found_units(history, q, district) if q or district else ([], False)
    return render_template(
        "registry/units.html",
        q=q,
        district=district,
        districts=districts,
        found=found,
        has_more=has_more,
    )
