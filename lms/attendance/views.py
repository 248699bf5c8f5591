"""The roll of a session, and what attendance puts on other pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.access import Right, requires
from lms.attendance import labels, queries
from lms.attendance.forms import (
    PREFIX,
    CorrectionForm,
    OfficeRollForm,
    RollForm,
    evidence_of,
    read_marks,
    typed_marks,
)
from lms.attendance.models import THERE, Presence
from lms.attendance.roll import Known, call_roll, can_be_called, lock_roll
from lms.attendance.scope import load_session_to_mark, may_call
from lms.classes.models import ClassSession, TrainingClass
from lms.enrolments.models import Enrolment
from lms.errors import DomainError

blueprint = Blueprint("attendance", __name__)
Drawn = tuple[str, dict[str, Any]] | None


@blueprint.route("/sessions/<int:session_id>/attendance", methods=["GET", "POST"])
@requires(Right.MARK_ATTENDANCE)
def roll(session_id: int) -> ResponseReturnValue:
    class_session = load_session_to_mark(session_id)
    people = queries.roll_of(class_session)
    form = _form(class_session)
    if form.validate_on_submit():
        try:
            changed = _save(class_session, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_saved(changed), "success")
            return redirect(url_for("attendance.roll", session_id=class_session.id), 303)
    last_mark = max((person.mark_id or 0 for person in people), default=0)
    shown = {f"{PREFIX}{person.id}": person.presence for person in people}
    return render_template(
        "attendance/roll.html",
        form=form,
        class_session=class_session,
        training_class=class_session.training_class,
        people=people,
        checked={**shown, **typed_marks()},
        last_mark=request.form.get("last_mark", last_mark, type=int),
        sums=queries.sums([person.presence for person in people]),
        can_be_called=can_be_called(class_session, current_user),
        labels=labels,
        prefix=PREFIX,
    ), form.answer_status


def class_part(training_class: TrainingClass) -> Drawn:
    """Sums of each session, on the class page."""
    rows = queries.session_sums(training_class.id, current_user)
    may_call_here = may_call(current_user, training_class.id)
    sees_all = may_call_here or current_user.sees_whole_programme
    if not rows or not (sees_all or rows[0].enrolled):
        return None  # nobody whom the viewer sees is in the class, so there is no roll to tell of
    return "attendance/class_part.html", {
        "rows": rows,
        "may_call": may_call_here,
        "now": clock.now(),
    }


def enrolment_part(enrolment: Enrolment) -> Drawn:
    """The learner's own marks, on the course page."""
    rows = queries.marks_of(enrolment)
    if not rows:
        return None
    return "attendance/enrolment_part.html", {
        "rows": rows,
        "labels": labels,
        "held": sum(row.starts_at <= clock.now() for row in rows),
        "there": sum(row.presence in THERE for row in rows),
    }


def home_part() -> Drawn:
    """Sessions that are over and whose roll nobody called."""
    rows = queries.uncalled_sessions(current_user, clock.now())
    return ("attendance/home_part.html", {"rows": rows}) if rows else None


def _form(class_session: ClassSession) -> RollForm:
    if not current_user.can(Right.MANAGE_CLASSES):
        return RollForm()
    return OfficeRollForm() if class_session.training_class.is_taught else CorrectionForm()


def _save(class_session: ClassSession, form: RollForm) -> int:
    lock_roll(class_session)
    people = queries.roll_of(class_session)
    presences = read_marks(typed_marks(), [person.id for person in people])
    drawn = queries.presences_up_to(class_session, request.form.get("last_mark", 0, type=int))
    presences = {who: mark for who, mark in presences.items() if drawn.get(who) != mark}
    if request.form.get("action") == "rest-present":
        unmarked = (person.id for person in people if person.presence is None)
        presences = dict.fromkeys(unmarked, Presence.PRESENT) | presences
    evidence, reason = evidence_of(form)
    return call_roll(class_session, presences, current_user, Known(evidence, reason=reason))


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing was changed; the attendance is saved as it was.")
    return _("The attendance is saved.")
