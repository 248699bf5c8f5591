"""The record of lists of people that left the system."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.access import Right, requires
from lms.lists import asked_page
from lms.privacy import queries
from lms.privacy.views.blueprint import blueprint


@blueprint.get("/exports")
@requires(Right.SEE_EXPORTS)
def exports() -> ResponseReturnValue:
    page = asked_page()
    rows, has_next = queries.exports_page(page)
    return render_template("privacy/exports.html", rows=rows, page=page, has_next=has_next)
