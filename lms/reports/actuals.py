"""What took place, counted from rosters and attendance marks.

The rules, printed under every report (source: the programme's counting rules):

* A class counts in the year of its last session, once its first session has begun; a draft never does.
* **Turns** (lượt người) are its confirmed enrolments that were there at least once: with a current
  mark "present" or "late" in one of its sessions.
* **Heads** (người) are the distinct people behind a year's turns, **organisations** (đơn vị) the
  distinct ones that stand in those enrolments.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, extract, func, select

from lms import clock
from lms.attendance.models import THERE, AttendanceMark
from lms.classes.models import IN_PREPARATION, ClassSession, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db
from lms.plans.models import AnnualPlan, HistoricalResult

_YEAR = extract("year", TrainingClass.ends_on)


class Actual(NamedTuple):
    """A year's figures; None where nobody knows."""

    classes: int
    turns: int
    heads: int | None
    organisations: int | None


NOTHING = Actual(0, 0, 0, 0)


def actuals(first: int, last: int) -> dict[int, Actual]:
    """By year, for the years with classes that count: two statements, however many years."""
    ended_in_range = TrainingClass.ends_on.between(date(first, 1, 1), date(last, 12, 31))
    classes = db.session.execute(
        select(_YEAR.label("year"), func.count(TrainingClass.id).label("classes"))
        .where(ended_in_range, _counts())
        .group_by(_YEAR)
    ).all()
    attended = db.session.execute(
        select(
            _YEAR.label("year"),
            func.count(Enrolment.id).label("turns"),
            func.count(Enrolment.person_id.distinct()).label("heads"),
            func.count(Enrolment.organisation_id.distinct()).label("organisations"),
        )
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(ended_in_range, _counts(), _was_there())
        .group_by(_YEAR)
    ).all()
    turns = {int(row.year): row for row in attended}
    return {
        int(row.year): Actual(row.classes, *turns[int(row.year)][1:])
        if int(row.year) in turns
        else NOTHING._replace(classes=row.classes)
        for row in classes
    }


def first_year_with_data() -> int | None:
    """The earliest year with a plan, a reported result or a class that counts."""
    years = db.session.execute(
        select(
            select(func.min(AnnualPlan.year)).scalar_subquery(),
            select(func.min(HistoricalResult.year)).scalar_subquery(),
            select(func.min(_YEAR)).where(_counts()).scalar_subquery(),
        )
    ).one()
    return min((int(year) for year in years if year is not None), default=None)


def _counts() -> ColumnElement[bool]:
    begun = exists().where(
        ClassSession.class_id == TrainingClass.id, ClassSession.starts_at <= clock.now()
    )
    return and_(TrainingClass.state.not_in(IN_PREPARATION), begun)


def _was_there() -> ColumnElement[bool]:
    """A mark counts in the class that the enrolment is of, not in any other."""
    mark = (
        exists()
        .where(
            AttendanceMark.enrolment_id == Enrolment.id,
            AttendanceMark.is_current,
            AttendanceMark.presence.in_(THERE),
            AttendanceMark.session_id == ClassSession.id,
            ClassSession.class_id == Enrolment.class_id,
        )
        .correlate(Enrolment)
    )
    return and_(Enrolment.state == EnrolmentState.CONFIRMED, mark)
