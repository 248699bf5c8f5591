"""Pages of people who may be in the register twice: the list, the comparison, merging them or not."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.access import Right, requires
from lms.duplicates import history, labels, queries
from lms.duplicates.comparison import Comparison
from lms.duplicates.distinctions import distinguish as find_two
from lms.duplicates.forms import DistinctionForm, PairsForm, merge_form
from lms.duplicates.merging import merge_people, refuse_merged
from lms.duplicates.scope import load_two
from lms.errors import DomainError
from lms.lists import asked_page, asked_words
from lms.registry.models import Person
from lms.registry.people.queries import people_page
from lms.registry.scope import load_person

blueprint = Blueprint("duplicates", __name__)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"labels": labels}


@blueprint.get("/duplicates")
@requires(Right.MERGE_PEOPLE)
def index() -> ResponseReturnValue:
    page, organisation_id = asked_page(), request.args.get("organisation", type=int)
    found = queries.pairs_page(page, organisation_id)
    form = PairsForm(request.args)
    form.organisation.choices = [
        SelectChoice("", _("All organisations")),
        *(SelectChoice(str(number), name) for number, name in found.organisations),
    ]
    return render_template("duplicates/index.html", found=found, filters=form, page=page)


@blueprint.get("/duplicates/<int:person_id>")
@requires(Right.MERGE_PEOPLE)
def search(person_id: int) -> ResponseReturnValue:
    person, q = load_person(person_id), asked_words()
    rows, has_more = people_page(current_user, q, 1) if q else ([], False)
    others = [row for row in rows if row.id != person.id]
    return render_template(
        "duplicates/search.html", person=person, q=q, rows=others, has_more=has_more
    )


@blueprint.route("/duplicates/<int:survivor_id>/<int:merged_id>", methods=["GET", "POST"])
@requires(Right.MERGE_PEOPLE)
def compare(survivor_id: int, merged_id: int) -> ResponseReturnValue:
    comparison = _comparison(survivor_id, merged_id)
    form = merge_form(comparison)
    if form.validate_on_submit():
        try:
            merge = merge_people(
                comparison.survivor,
                comparison.merged,
                current_user,
                form.reason.data,
                form.choice(comparison),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The two records are one now. You can undo this at any time."), "success")
            return redirect(url_for("merges.show", merge_id=merge.id), 303)
    form.seen.data = comparison.digest
    return render_template(
        "duplicates/compare.html", comparison=comparison, form=form
    ), form.answer_status


@blueprint.route(
    "/duplicates/<int:survivor_id>/<int:merged_id>/distinction", methods=["GET", "POST"]
)
@requires(Right.MERGE_PEOPLE)
def distinguish(survivor_id: int, merged_id: int) -> ResponseReturnValue:
    comparison = _comparison(survivor_id, merged_id)
    form = DistinctionForm()
    if form.validate_on_submit():
        try:
            find_two(comparison.survivor, comparison.merged, current_user, form.reason.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("These two are not proposed as one person any more."), "success")
            return redirect(url_for("duplicates.index"), 303)
    return render_template(
        "duplicates/distinction.html", comparison=comparison, form=form
    ), form.answer_status


@blueprint.get("/distinctions")
@requires(Right.MERGE_PEOPLE)
def distinctions() -> ResponseReturnValue:
    page = asked_page()
    rows, has_next = history.distinctions_page(page)
    return render_template("duplicates/distinctions.html", rows=rows, page=page, has_next=has_next)


def hint(person: Person) -> tuple[str, dict[str, Any]] | None:
    """On top of a person's page: who may be the same."""
    found = queries.candidates_of(person)
    if not found:
        return None
    return "duplicates/hint.html", {"person": person, "found": found, "labels": labels}


def _comparison(survivor_id: int, merged_id: int) -> Comparison:
    """Raises DomainError (a page with its sentence) when one of them was merged meanwhile."""
    survivor, merged = load_two(survivor_id, merged_id)
    refuse_merged(survivor, merged)
    return Comparison(survivor, merged)
