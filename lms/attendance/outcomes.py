"""At how many sessions somebody was, told to the pages that ask what came of places."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import and_, case, func, select

from lms import clock
from lms.attendance.models import THERE, AttendanceMark
from lms.attendance.queries import Attended
from lms.classes.models import ClassSession
from lms.enrolments.models import Enrolment
from lms.extensions import db


def attended_words(enrolment_ids: Collection[int]) -> dict[int, str]:
    """Words such as "3 of 4 sessions" for each of these enrolments in classes that have begun."""
    return {
        enrolment_id: _(
            "%(there)s of %(held)s sessions", there=one.sessions_there, held=one.sessions_held
        )
        for enrolment_id, one in attended_of(enrolment_ids).items()
    }


def attended_of(enrolment_ids: Collection[int]) -> dict[int, Attended]:
    """Of the sessions that have begun, the person's; classes that have not begun are left out."""
    there = case((AttendanceMark.presence.in_(THERE), 1), else_=0)
    mark = and_(
        AttendanceMark.session_id == ClassSession.id,
        AttendanceMark.enrolment_id == Enrolment.id,
        AttendanceMark.is_current,
    )
    rows = db.session.execute(
        select(
            Enrolment.id,
            func.count(ClassSession.id).label("held"),
            func.sum(there).label("there"),
        )
        .join(ClassSession, ClassSession.class_id == Enrolment.class_id)
        .outerjoin(AttendanceMark, mark)
        .where(Enrolment.id.in_(enrolment_ids), ClassSession.starts_at <= clock.now())
        .group_by(Enrolment.id)
    )
    return {row.id: Attended(row.held, row.there) for row in rows}
