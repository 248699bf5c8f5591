"""Making a class, and its sessions from days and clock times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from lms import audit, clock
from lms.access import Viewer
from lms.catalogue.models import Course
from lms.classes.models import ClassSession, ClassState, ClassStep, SessionTrainer, TrainingClass
from lms.errors import DomainError
from lms.extensions import db
from lms.plans.models import PlanLine
from lms.registry.models import AdministrativeUnit, Person

#: A session that ends "before" it starts runs past midnight, but only when it is no longer than this:
#: otherwise somebody mistyped a time.
LONGEST_PAST_MIDNIGHT = timedelta(hours=6)


@dataclass(frozen=True)
class ClassDraft:
    """What is settled about a class when it is created."""

    code: str
    title: str
    course: Course
    capacity: int
    venue: str
    plan_line: PlanLine | None = None
    unit: AdministrativeUnit | None = None


def create_class(draft: ClassDraft, by: Viewer) -> TrainingClass:
    """A class in preparation that keeps the course as it stands today.

    Raises DomainError when the code is taken or the course has no current version.
    """
    version = draft.course.current_version
    if version is None or draft.course.retired_at is not None:
        raise DomainError(_l("This course is not taught any more."), field="course")
    created = TrainingClass(
        code=draft.code,
        title=draft.title,
        course_version=version,
        capacity=draft.capacity,
        venue=draft.venue,
        plan_line=draft.plan_line,
        unit=draft.unit,
    )
    created.steps.append(ClassStep(state=ClassState.DRAFT, at=clock.now(), by_id=by.id))
    try:
        with db.session.begin_nested():
            db.session.add(created)
    except IntegrityError:
        raise DomainError(_l("Another class has this code already."), field="code") from None
    audit.record("class created", created, by, code=draft.code, course=draft.course.code)
    return created


def make_session(
    span: tuple[datetime, datetime], topic: str, periods: int, trainers: Iterable[Person] = ()
) -> ClassSession:
    """A session for TrainingClass.add_session; ``span`` is its start and end."""
    starts_at, ends_at = span
    session = ClassSession(starts_at=starts_at, ends_at=ends_at, topic=topic, periods=periods)
    session.trainers = [SessionTrainer(person=person) for person in trainers]
    return session


def span_of(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """The instants of a session that begins on ``day``; an earlier end means past midnight."""
    starts_at = clock.at(day, start.hour, start.minute)
    ends_at = clock.at(day, end.hour, end.minute)
    past_midnight = ends_at + timedelta(days=1)
    if ends_at < starts_at and past_midnight - starts_at <= LONGEST_PAST_MIDNIGHT:
        return starts_at, past_midnight
    return starts_at, ends_at
