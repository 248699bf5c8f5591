"""Taking a list over, what came of it, the rows that were left, and taking it back."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import asked_page
from lms.rosters import queries, work
from lms.rosters.batches.applying import PreviewChanged
from lms.rosters.batches.undoing import undo as take_back
from lms.rosters.forms.batches import ApplyForm, LeftRowsForm, UndoForm
from lms.rosters.models import Roster, RosterBatch
from lms.rosters.preview.left_rows import export_left_rows
from lms.rosters.scope import load_roster
from lms.rosters.views.batching import apply_form
from lms.rosters.views.blueprint import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.post("/<int:roster_id>/batch")
@requires(Right.IMPORT_ROSTERS)
def apply(roster_id: int) -> ResponseReturnValue:
    roster = load_roster(roster_id)
    form = apply_form(roster)
    if not form.validate_on_submit():
        raise DomainError(_("This form cannot be read. Please open the preview anew."))
    return redirect(_apply(roster, form), 303)


@blueprint.get("/<int:roster_id>/result")
@requires(Right.IMPORT_ROSTERS)
def result(roster_id: int) -> ResponseReturnValue:
    roster, page = load_roster(roster_id), asked_page()
    if roster.batch is None:
        return redirect(url_for("rosters.show", roster_id=roster.id))
    told, has_next = queries.told_effects(roster.batch, page)
    return render_template(
        "rosters/result.html",
        roster=roster,
        batch=roster.batch,
        left=queries.left_count(roster),
        told=told,
        page=page,
        has_next=has_next,
        form=LeftRowsForm(),
        job=work.unfinished_job(roster),
    )


@blueprint.post("/<int:roster_id>/left-rows")
@requires(Right.IMPORT_ROSTERS)
def left_rows(roster_id: int) -> ResponseReturnValue:
    """The file of the rows that were left. It answers with the file, so the page stays."""
    roster, form = load_roster(roster_id), LeftRowsForm()
    if not form.validate_on_submit():
        raise DomainError(_("Write what the list is needed for."))
    data, name = export_left_rows(roster, form.export_reason.data, current_user)
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/<int:roster_id>/undoing", methods=["GET", "POST"])
@requires(Right.IMPORT_ROSTERS)
def undo(roster_id: int) -> ResponseReturnValue:
    roster, form = load_roster(roster_id), UndoForm()
    if roster.batch is None:
        return redirect(url_for("rosters.show", roster_id=roster.id), 303)
    if form.validate_on_submit():
        return redirect(_undo(roster, roster.batch), 303)
    return render_template("rosters/undoing.html", roster=roster, batch=roster.batch, form=form)


def _apply(roster: Roster, form: ApplyForm) -> str:
    """Take over at once, or have a worker do it; where to go on."""
    roster.class_id = int(form.training_class.data) if form.training_class.data else None
    seen, done = form.seen.data, url_for("rosters.result", roster_id=roster.id)
    if not work.is_short(roster):
        job = work.submit(work.APPLY, roster, current_user, done, seen)
        return url_for("jobs.show", job_id=job.id)
    try:
        work.take_over(roster, seen, current_user)
    except PreviewChanged as changed:
        flash(str(changed), "warning")
        return url_for("rosters.rows", roster_id=roster.id, state="changed")
    flash(_("The list was taken over."), "success")
    return done


def _undo(roster: Roster, batch: RosterBatch) -> str:
    done = url_for("rosters.result", roster_id=roster.id)
    if not work.is_short(roster):
        job = work.submit(work.UNDO, roster, current_user, done)
        return url_for("jobs.show", job_id=job.id)
    take_back(batch, current_user)
    flash(_("The list was taken back."), "success")
    return done
