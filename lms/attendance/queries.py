"""Attendance as other features read it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from lms import clock
from lms.attendance.models import THERE, AttendanceMark
from lms.classes.models import ClassSession
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db


@dataclass(frozen=True, slots=True)
class Attended:
    """How many sessions of a class have begun, and at how many of them the person was."""

    sessions_held: int
    sessions_there: int


def attended_counts(class_id: int) -> dict[int, Attended]:
    """For each confirmed enrolment of a class: sessions held, sessions there."""
    held = db.session.scalar(
        select(func.count())
        .select_from(ClassSession)
        .where(ClassSession.class_id == class_id, ClassSession.starts_at <= clock.now())
    )
    was_there = and_(
        AttendanceMark.enrolment_id == Enrolment.id,
        AttendanceMark.is_current,
        AttendanceMark.presence.in_(THERE),
    )
    counted = db.session.execute(
        select(Enrolment.id, func.count(AttendanceMark.id))
        .outerjoin(AttendanceMark, was_there)
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.CONFIRMED)
        .group_by(Enrolment.id)
    )
    return {enrolment_id: Attended(held or 0, there) for enrolment_id, there in counted}
