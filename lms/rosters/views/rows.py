"""One row of a list: whom it means, and what it is to say."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.rosters.forms.rows import CorrectionForm, DecisionForm
from lms.rosters.models import Roster, RosterRow
from lms.rosters.preview.rejudging import correct, decide
from lms.rosters.preview.shown import InFile, candidates, in_file, shown_rows
from lms.rosters.scope import load_roster, load_row
from lms.rosters.views.blueprint import blueprint


@blueprint.route("/<int:roster_id>/rows/<int:number>", methods=["GET", "POST"])
@requires(Right.IMPORT_ROSTERS)
def row(roster_id: int, number: int) -> ResponseReturnValue:
    roster, found = load_roster(roster_id), load_row(roster_id, number)
    file = in_file(roster, number)
    form = CorrectionForm(shown_rows(roster, [found])[0].listed, file.raw)
    if form.validate_on_submit():
        try:
            correct(roster, found, form.corrected(), current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(roster, found)
    return _page(roster, found, file, form), form.answer_status


@blueprint.post("/<int:roster_id>/rows/<int:number>/decision")
@requires(Right.IMPORT_ROSTERS)
def decision(roster_id: int, number: int) -> ResponseReturnValue:
    roster, found = load_roster(roster_id), load_row(roster_id, number)
    form = DecisionForm(candidates(roster, found))
    if form.validate_on_submit():
        decide(roster, found, form.decision(), current_user)
        return _back(roster, found)
    return _page(roster, found, in_file(roster, number), form), form.answer_status


def _page(
    roster: Roster, found: RosterRow, file: InFile, form: CorrectionForm | DecisionForm
) -> str:
    """Both forms, of which one may have been refused."""
    shown = shown_rows(roster, [found])[0]
    choices = candidates(roster, found)
    unsent = CorrectionForm(shown.listed, file.raw, formdata=None)
    return render_template(
        "rosters/row.html",
        roster=roster,
        shown=shown,
        cells=file.cells,
        form=form,
        correction=form if isinstance(form, CorrectionForm) else unsent,
        decision=form if isinstance(form, DecisionForm) else DecisionForm(choices, formdata=None),
        has_choices=bool(choices),
        back=_preview(roster),
    )


def _back(roster: Roster, found: RosterRow) -> ResponseReturnValue:
    flash(_("Row %(number)s was saved.", number=found.number), "success")
    return redirect(_preview(roster), 303)


def _preview(roster: Roster) -> str:
    """The page of the preview from which somebody came."""
    state, page = request.args.get("state") or None, request.args.get("page", type=int)
    return url_for("rosters.rows", roster_id=roster.id, state=state, page=page)
