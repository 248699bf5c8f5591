"""Pages of merges: what was done, and undoing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.duplicates import history
from lms.duplicates.forms import ReversalForm
from lms.duplicates.reversal import later_merge, reverse_merge
from lms.duplicates.scope import load_merge
from lms.errors import DomainError
from lms.lists import asked_page
from lms.registry.models import Person

blueprint = Blueprint("merges", __name__, url_prefix="/merges")


@blueprint.get("")
@requires(Right.MERGE_PEOPLE)
def index() -> ResponseReturnValue:
    page = asked_page()
    rows, has_next = history.merges_page(page)
    return render_template("duplicates/merges.html", rows=rows, page=page, has_next=has_next)


@blueprint.get("/<int:merge_id>")
@requires(Right.MERGE_PEOPLE)
def show(merge_id: int) -> ResponseReturnValue:
    merge = load_merge(merge_id)
    return render_template(
        "duplicates/merge.html",
        merge=merge,
        touched=history.rows_touched(merge),
        later=later_merge(merge) if merge.reversal is None else None,
    )


@blueprint.route("/<int:merge_id>/reversal", methods=["GET", "POST"])
@requires(Right.MERGE_PEOPLE)
def reverse(merge_id: int) -> ResponseReturnValue:
    merge = load_merge(merge_id)
    form = ReversalForm()
    if form.validate_on_submit():
        try:
            reversal = reverse_merge(merge, current_user, form.reason.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_undone(reversal.stayed), "success")
            return redirect(url_for("merges.show", merge_id=merge.id), 303)
    return render_template("duplicates/reversal.html", merge=merge, form=form), form.answer_status


def merged_part(person: Person) -> tuple[str, dict[str, Any]]:
    """On a person's page: who was merged into it, and the way to merge somebody else."""
    return "duplicates/merged_part.html", {
        "person": person,
        "merges": history.merges_into(person.id),
    }


def _undone(stayed: int) -> str:
    if stayed:
        return _("The merge is undone. What was changed since stays where it is.")
    return _("The merge is undone; everything is as it was.")
