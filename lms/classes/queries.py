"""What the pages about classes read: plain rows of the shown columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, or_, select

from lms import clock
from lms.access import Viewer
from lms.accounts.models import Account
from lms.catalogue.models import Course, CourseVersion
from lms.classes.models import (
    TAUGHT,
    ClassSession,
    ClassState,
    ClassStep,
    SessionTrainer,
    TrainingClass,
)
from lms.classes.scope import taught_classes, visible_classes
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.plans.models import AnnualPlan, PlanLine
from lms.registry.models import AdministrativeUnit, Person
from lms.vietnamese import search_key

#: An officer is reminded of a class in preparation this long before it begins.
REMIND_BEFORE = timedelta(days=14)
REMINDED = 20


def class_rows(
    viewer: Viewer, *, q: str = "", year: int | None = None, state: str = "", page: int = 1
) -> list[Any]:
    """One page of classes, the newest first, and one row more when there is another page."""
    sessions = (
        select(func.count())
        .where(ClassSession.class_id == TrainingClass.id)
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    return list(
        db.session.execute(
            select(
                TrainingClass.id,
                TrainingClass.code,
                TrainingClass.title,
                TrainingClass.state,
                TrainingClass.starts_on,
                TrainingClass.ends_on,
                TrainingClass.capacity,
                sessions.label("sessions"),
            )
            .where(visible_classes(viewer), *_filters(q, year, state))
            .order_by(
                TrainingClass.starts_on.desc().nulls_first(),
                TrainingClass.sort_key,
                TrainingClass.id,
            )
            .limit(PAGE_SIZE + 1)
            .offset((page - 1) * PAGE_SIZE)
        )
    )


def class_years(viewer: Viewer) -> list[int]:
    """The years in which a class of the viewer begins, the latest first."""
    year = extract("year", TrainingClass.starts_on)
    found = db.session.scalars(
        select(year).where(visible_classes(viewer), TrainingClass.starts_on.is_not(None)).distinct()
    )
    return sorted((int(one) for one in found), reverse=True)


@dataclass(frozen=True)
class SessionRow:
    """A line of a timetable."""

    id: int
    starts_at: datetime
    ends_at: datetime
    topic: str
    periods: int
    trainers: str


def timetable(class_id: int) -> list[SessionRow]:
    """The sessions of a class in their order, with the names of their trainers."""
    names: dict[int, list[str]] = defaultdict(list)
    for session_id, name in db.session.execute(
        select(SessionTrainer.session_id, Person.full_name)
        .join(Person, Person.id == SessionTrainer.person_id)
        .join(ClassSession, ClassSession.id == SessionTrainer.session_id)
        .where(ClassSession.class_id == class_id)
        .order_by(Person.sort_key)
    ):
        names[session_id].append(name)
    sessions = db.session.execute(
        select(
            ClassSession.id,
            ClassSession.starts_at,
            ClassSession.ends_at,
            ClassSession.topic,
            ClassSession.periods,
        )
        .where(ClassSession.class_id == class_id)
        .order_by(ClassSession.starts_at)
    )
    return [SessionRow(*session, trainers=", ".join(names[session.id])) for session in sessions]


def life(class_id: int) -> list[Any]:
    """Each state the class reached: state, at, by."""
    return list(
        db.session.execute(
            select(ClassStep.state, ClassStep.at, Account.display_name.label("by"))
            .join(Account, Account.id == ClassStep.by_id)
            .where(ClassStep.class_id == class_id)
            .order_by(ClassStep.at, ClassStep.id)
        )
    )


def facts(class_id: int) -> Any:
    """What hangs on a class: its course, its line of the plan, its commune."""
    return db.session.execute(
        select(
            Course.code.label("course_code"),
            CourseVersion.title.label("course_title"),
            PlanLine.title.label("plan_line"),
            AnnualPlan.year.label("plan_year"),
            AdministrativeUnit.name.label("commune"),
        )
        .select_from(TrainingClass)
        .join(CourseVersion, CourseVersion.id == TrainingClass.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(PlanLine, PlanLine.id == TrainingClass.plan_line_id)
        .outerjoin(AnnualPlan, AnnualPlan.id == PlanLine.plan_id)
        .outerjoin(AdministrativeUnit, AdministrativeUnit.id == TrainingClass.unit_id)
        .where(TrainingClass.id == class_id)
    ).one()


def my_sessions(viewer: Viewer, now: datetime) -> tuple[list[Any], Any]:
    """What the viewer teaches today or just now, and the next session after today."""
    today = clock.at(clock.local(now).date(), 0)
    tomorrow = today + timedelta(days=1)
    mine = (
        select(
            ClassSession.id,
            ClassSession.class_id,
            ClassSession.starts_at,
            ClassSession.ends_at,
            ClassSession.topic,
            TrainingClass.title,
            TrainingClass.venue,
        )
        .join(TrainingClass, TrainingClass.id == ClassSession.class_id)
        .join(SessionTrainer, SessionTrainer.session_id == ClassSession.id)
        .where(
            taught_classes(viewer),
            SessionTrainer.person_id == viewer.person_id,
            TrainingClass.state.in_(TAUGHT),
        )
        .order_by(ClassSession.starts_at)
    )
    todays = db.session.execute(
        mine.where(ClassSession.starts_at < tomorrow, ClassSession.ends_at > today)
    ).all()
    following = db.session.execute(mine.where(ClassSession.starts_at >= tomorrow).limit(1)).first()
    return list(todays), following


def waiting_classes(now: datetime) -> list[Any]:
    """Classes that wait for an officer's next step, the most urgent first."""
    today = clock.local(now).date()
    return list(
        db.session.execute(
            select(
                TrainingClass.id,
                TrainingClass.title,
                TrainingClass.state,
                TrainingClass.starts_on,
                TrainingClass.ends_on,
            )
            .where(_waits(today))
            .order_by(TrainingClass.starts_on, TrainingClass.id)
            .limit(REMINDED)
        )
    )


def _waits(today: date) -> ColumnElement[bool]:
    return or_(
        and_(
            TrainingClass.state == ClassState.DRAFT,
            TrainingClass.starts_on <= today + REMIND_BEFORE,
        ),
        and_(TrainingClass.state == ClassState.OPEN, TrainingClass.starts_on <= today),
        and_(TrainingClass.state == ClassState.LISTED, TrainingClass.ends_on < today),
    )


def _filters(q: str, year: int | None, state: str) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if q:
        words = search_key(q)
        by_code = func.lower(TrainingClass.code).contains(q.lower(), autoescape=True)
        by_title = TrainingClass.search_key.contains(words, autoescape=True)
        chosen.append(or_(by_code, by_title) if words else by_code)
    if year:
        chosen.append(TrainingClass.starts_on.between(date(year, 1, 1), date(year, 12, 31)))
    if state:
        chosen.append(TrainingClass.state == state)
    return chosen
