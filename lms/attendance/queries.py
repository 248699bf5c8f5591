"""What is read of attendance: the roll, sums per session, and each person's sums for certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select

from lms import clock
from lms.access import Viewer
from lms.attendance.models import THERE, AttendanceMark, Presence
from lms.attendance.scope import callable_classes
from lms.classes.models import TAUGHT, ClassSession, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.scope import visible_enrolments
from lms.extensions import db

REMINDED = 20


@dataclass(frozen=True)
class Attended:
    """Of the sessions that have begun, at how many the person was there (present or late)."""

    sessions_held: int
    sessions_there: int


def attended_counts(class_id: int) -> dict[int, Attended]:
    """Every confirmed enrolment of the class; a session without a mark counts as not attended."""
    now = clock.now()
    held = db.session.scalar(
        select(func.count(ClassSession.id)).where(
            ClassSession.class_id == class_id, ClassSession.starts_at <= now
        )
    )
    rows = db.session.execute(
        select(Enrolment.id, func.count(ClassSession.id).label("there"))
        .outerjoin(
            AttendanceMark,
            and_(
                AttendanceMark.enrolment_id == Enrolment.id,
                AttendanceMark.is_current,
                AttendanceMark.presence.in_(THERE),
            ),
        )
        .outerjoin(
            ClassSession,
            and_(ClassSession.id == AttendanceMark.session_id, ClassSession.starts_at <= now),
        )
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.CONFIRMED)
        .group_by(Enrolment.id)
    )
    return {row.id: Attended(held or 0, row.there) for row in rows}


def roll_of(class_session: ClassSession) -> list[Any]:
    """The people of the class in the order of class lists, each with the current mark if any."""
    mark = and_(
        AttendanceMark.enrolment_id == Enrolment.id,
        AttendanceMark.session_id == class_session.id,
        AttendanceMark.is_current,
    )
    return list(
        db.session.execute(
            select(
                Enrolment.id,
                Enrolment.full_name,
                Enrolment.organisation_name,
                AttendanceMark.id.label("mark_id"),
                AttendanceMark.presence,
                AttendanceMark.evidence,
                AttendanceMark.seen_at,
            )
            .select_from(Enrolment)
            .outerjoin(AttendanceMark, mark)
            .where(
                Enrolment.class_id == class_session.class_id,
                Enrolment.state == EnrolmentState.CONFIRMED,
            )
            .order_by(Enrolment.sort_key, Enrolment.id)
        )
    )


def presences_up_to(class_session: ClassSession, last_mark: int) -> dict[int, str]:
    """What each enrolment's mark said when ``last_mark`` was the newest mark of the session.

    A page that was drawn then sends those values back untouched; they must not undo what somebody
    else marked since.
    """
    rows = db.session.execute(
        select(AttendanceMark.id, AttendanceMark.enrolment_id, AttendanceMark.presence)
        .where(AttendanceMark.session_id == class_session.id)
        .order_by(AttendanceMark.id)
    )
    return {row.enrolment_id: row.presence for row in rows if row.id <= last_mark}


def session_sums(class_id: int, viewer: Viewer) -> list[Any]:
    """Each session of a class with how many of the people the viewer sees are marked and there."""
    mark = and_(
        AttendanceMark.session_id == ClassSession.id,
        AttendanceMark.enrolment_id == Enrolment.id,
        AttendanceMark.is_current,
    )
    place = and_(
        Enrolment.class_id == ClassSession.class_id,
        Enrolment.state == EnrolmentState.CONFIRMED,
        visible_enrolments(viewer),
    )
    there = case((AttendanceMark.presence.in_(THERE), 1), else_=0)
    return list(
        db.session.execute(
            select(
                ClassSession.id,
                ClassSession.starts_at,
                ClassSession.ends_at,
                func.count(Enrolment.id).label("enrolled"),
                func.count(AttendanceMark.id).label("marked"),
                func.sum(there).label("there"),
            )
            .select_from(ClassSession)
            .outerjoin(Enrolment, place)
            .outerjoin(AttendanceMark, mark)
            .where(ClassSession.class_id == class_id)
            .group_by(ClassSession.id, ClassSession.starts_at, ClassSession.ends_at)
            .order_by(ClassSession.starts_at)
        )
    )


def marks_of(enrolment: Enrolment) -> list[Any]:
    """The sessions of a learner's class, each with the learner's current mark if any."""
    mark = and_(
        AttendanceMark.session_id == ClassSession.id,
        AttendanceMark.enrolment_id == enrolment.id,
        AttendanceMark.is_current,
    )
    return list(
        db.session.execute(
            select(
                ClassSession.starts_at,
                ClassSession.ends_at,
                ClassSession.topic,
                AttendanceMark.presence,
            )
            .select_from(ClassSession)
            .outerjoin(AttendanceMark, mark)
            .where(ClassSession.class_id == enrolment.class_id)
            .order_by(ClassSession.starts_at)
        )
    )


def uncalled_sessions(viewer: Viewer, now: datetime) -> list[Any]:
    """Sessions that are over, with people but without any mark, the oldest first."""
    called = select(AttendanceMark.id).where(
        AttendanceMark.session_id == ClassSession.id, AttendanceMark.is_current
    )
    peopled = select(Enrolment.id).where(
        Enrolment.class_id == TrainingClass.id, Enrolment.state == EnrolmentState.CONFIRMED
    )
    return list(
        db.session.execute(
            select(
                ClassSession.id, ClassSession.starts_at, ClassSession.ends_at, TrainingClass.title
            )
            .join(TrainingClass, TrainingClass.id == ClassSession.class_id)
            .where(
                callable_classes(viewer),
                TrainingClass.state.in_(TAUGHT),
                ClassSession.ends_at < now,
                ~called.exists(),
                peopled.exists(),
            )
            .order_by(ClassSession.starts_at, ClassSession.id)
            .limit(REMINDED)
        )
    )


def sums(presences: list[str | None]) -> dict[Presence | None, int]:
    """How often each mark occurs, in the order of the page; None counts people without one."""
    order: tuple[Presence | None, ...] = (*Presence, None)
    return {one: presences.count(one) for one in order if one in presences}
