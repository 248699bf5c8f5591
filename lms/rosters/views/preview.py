"""The preview of a list, and what its texts for organisations mean."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import asked_page
from lms.rosters import queries, work
from lms.rosters.forms.texts import TextsForm, texts_form
from lms.rosters.models import Roster, Step
from lms.rosters.preview import deciding
from lms.rosters.preview.shown import shown_rows
from lms.rosters.scope import load_roster
from lms.rosters.uploading import taken_over_before
from lms.rosters.views.batching import apply_form
from lms.rosters.views.blueprint import blueprint


@blueprint.get("/<int:roster_id>/rows")
@requires(Right.IMPORT_ROSTERS)
def rows(roster_id: int) -> ResponseReturnValue:
    roster = load_roster(roster_id)
    if roster.read_at is None:
        return redirect(url_for("rosters.columns", roster_id=roster.id))
    state, page = request.args.get("state", ""), asked_page()
    found, has_next = queries.rows_page(roster, state, page)
    return render_template(
        "rosters/rows.html",
        roster=roster,
        rows=shown_rows(roster, found),
        totals=queries.totals(roster),
        state=state,
        page=page,
        has_next=has_next,
        form=apply_form(roster),
        is_over=roster.step in (Step.APPLIED, Step.UNDONE),
        job=work.unfinished_job(roster),
        before=taken_over_before(roster),
    )


@blueprint.route("/<int:roster_id>/organisations", methods=["GET", "POST"])
@requires(Right.IMPORT_ROSTERS)
def organisations(roster_id: int) -> ResponseReturnValue:
    roster, page = load_roster(roster_id), asked_page()
    texts, has_next = queries.texts_page(roster, page)
    form = texts_form(texts)
    if form.validate_on_submit():
        try:
            return redirect(_decide(roster, form), 303)
        except DomainError as error:
            form.refuse(error)
    return render_template(
        "rosters/organisations.html",
        roster=roster,
        form=form,
        page=page,
        has_next=has_next,
    ), form.answer_status


def _decide(roster: Roster, form: TextsForm) -> str:
    """Keep the decisions and judge the list anew, at once or by a worker; where to go on."""
    count = deciding.decide_texts(roster, form.decisions(), current_user)
    if request.form.get("action") == "enter-all":
        count += deciding.enter_all_unknown(roster, current_user)
    words = ngettext("%(num)s name was decided.", "%(num)s names were decided.", count)
    flash(words, "success")
    back: dict[str, Any] = {"roster_id": roster.id}
    preview = url_for("rosters.rows", **back)
    if not work.is_short(roster):
        job = work.submit(work.READ, roster, current_user, preview)
        return url_for("jobs.show", job_id=job.id)
    deciding.judge_anew(roster)
    open_texts = queries.totals(roster).texts_open
    if open_texts:
        flash(_("Other names still wait for a decision."), "info")
    return url_for("rosters.organisations", **back) if open_texts else preview
