"""Years of classes, made directly, for the tests of the reports."""

from __future__ import annotations

from datetime import date

from lms import clock
from lms.accounts.models import Account
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.catalogue.models import CourseVersion
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.registry.models import Person
from tests import factories


def class_in(
    year: int,
    version: CourseVersion,
    *,
    month: int = 6,
    sessions: int = 2,
    state: str = ClassState.ENDED,
) -> TrainingClass:
    """A class whose first session was on the fourth of the month."""
    begins = clock.at(date(year, month, 4), 8)
    return factories.training_class(
        version=version, starts_at=begins, sessions=sessions, state=state
    )


def mark(
    enrolment: Enrolment,
    by: Account,
    presence: str = Presence.PRESENT,
    session: int = 0,
    *,
    is_current: bool = True,
) -> AttendanceMark:
    """A mark in a session of the enrolment's class, by its place."""
    at = enrolment.training_class.sessions[session]
    row = AttendanceMark(
        session_id=at.id,
        enrolment_id=enrolment.id,
        presence=presence,
        evidence=Evidence.ROLL_CALL,
        is_current=is_current,
        seen_at=at.starts_at,
        received_at=at.starts_at,
        marked_by_id=by.id,
    )
    db.session.add(row)
    db.session.commit()
    return row


def attended(training_class: TrainingClass, person: Person, by: Account) -> Enrolment:
    """An enrolment that was there at the first session."""
    enrolment = factories.enrolment(training_class, person, by)
    mark(enrolment, by)
    return enrolment
