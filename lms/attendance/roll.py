"""Calling a roll: marks are only ever added, and one of each person and session is current."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select, update

from lms import audit, clock
from lms.access import Right, Viewer
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.classes.models import ClassSession
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.errors import DomainError
from lms.extensions import db


@dataclass(frozen=True)
class Known:
    """How the marks of one call are known; ``seen_at`` is now when left out."""

    evidence: Evidence = Evidence.ROLL_CALL
    seen_at: datetime | None = None
    reason: str = ""


def call_roll(
    class_session: ClassSession,
    presences: Mapping[int, Presence],
    by: Viewer,
    known: Known | None = None,
) -> int:
    """Mark people by the number of their enrolment; returns how many marks are new.

    A mark that says something else than the current one takes its place; the same again adds nothing.
    Raises DomainError before the session has begun, for a class that is not taught (an officer's
    correction with a reason is possible once it has ended) and for people who are not in the class.
    """
    known = known or Known()
    lock_roll(class_session)
    _check_time(class_session)
    _check_state(class_session, by, known)
    _check_people(class_session, presences)
    current = _current_marks(class_session)
    changed = {
        enrolment_id: presence
        for enrolment_id, presence in presences.items()
        if enrolment_id not in current or current[enrolment_id] != presence
    }
    if changed:
        _replace(class_session, changed, by, known)
        _record(class_session, current, changed, by, known)
    return len(changed)


def lock_roll(class_session: ClassSession) -> None:
    """Let nobody else mark this session until the transaction ends."""
    db.session.flush()
    db.session.refresh(class_session, with_for_update=True)


def can_be_called(class_session: ClassSession, by: Viewer) -> bool:
    """Whether ``by``, who may reach this session, can mark people now."""
    training_class = class_session.training_class
    return class_session.has_begun and (
        training_class.is_taught or (training_class.is_over and by.can(Right.MANAGE_CLASSES))
    )


def _check_time(class_session: ClassSession) -> None:
    if not class_session.has_begun:
        raise DomainError(_l("The session has not begun yet; its roll can be called then."))


def _check_state(class_session: ClassSession, by: Viewer, known: Known) -> None:
    training_class = class_session.training_class
    db.session.refresh(training_class, ["state"])
    if training_class.is_taught:
        return
    if not training_class.is_over:
        raise DomainError(_l("Open the class before its roll is called."))
    if known.evidence != Evidence.CORRECTION or not by.can(Right.MANAGE_CLASSES):
        raise DomainError(_l("The class has ended; only the office can correct its attendance."))
    if not known.reason:
        raise DomainError(_l("Write why the attendance is corrected."), field="reason")


def _check_people(class_session: ClassSession, presences: Mapping[int, Presence]) -> None:
    in_class = set(
        db.session.scalars(
            select(Enrolment.id).where(
                Enrolment.class_id == class_session.class_id,
                Enrolment.state == EnrolmentState.CONFIRMED,
            )
        )
    )
    if not presences.keys() <= in_class:
        raise DomainError(
            _l("Somebody of this roll is not in the class any more. Check the list and save again.")
        )


def _current_marks(class_session: ClassSession) -> dict[int, str]:
    rows = db.session.execute(
        select(AttendanceMark.enrolment_id, AttendanceMark.presence).where(
            AttendanceMark.session_id == class_session.id, AttendanceMark.is_current
        )
    )
    return {row.enrolment_id: row.presence for row in rows}


def _replace(
    class_session: ClassSession, changed: Mapping[int, Presence], by: Viewer, known: Known
) -> None:
    now = clock.now()
    db.session.execute(
        update(AttendanceMark)
        .where(
            AttendanceMark.session_id == class_session.id,
            AttendanceMark.enrolment_id.in_(changed),
            AttendanceMark.is_current,
        )
        .values(is_current=False)
    )
    same_for_all = {
        "session_id": class_session.id,
        "evidence": known.evidence,
        "is_current": True,
        "seen_at": known.seen_at or now,
        "received_at": now,
        "marked_by_id": by.id,
        "reason": known.reason,
    }
    db.session.execute(
        insert(AttendanceMark),
        [
            {**same_for_all, "enrolment_id": enrolment_id, "presence": presence}
            for enrolment_id, presence in changed.items()
        ],
    )


def _record(
    class_session: ClassSession,
    current: Mapping[int, str],
    changed: Mapping[int, Presence],
    by: Viewer,
    known: Known,
) -> None:
    marks = {str(number): [current.get(number), mark] for number, mark in changed.items()}
    audit.record(
        "roll called",
        class_session,
        by,
        marks=marks,
        evidence=known.evidence,
    )  # the reason, which may name people, stands with the marks
