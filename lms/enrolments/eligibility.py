"""Who is meant by a course, and who cannot be in two rooms at once: each unmet rule is a sentence.

Source of the audiences: Law on Cooperatives 17/2023/QH15 (cooperatives, their unions, cooperative
groups) and the Law on Credit Institutions 32/2024/QH15 (People's Credit Funds).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms import clock
from lms.catalogue.models import CourseVersion, Enforcement
from lms.classes.models import ClassSession, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.places import Places
from lms.errors import DomainError
from lms.extensions import db
from lms.formatting import as_period
from lms.registry.models import OrganisationKind, Person, Position

#: When each of these people last completed each of these courses (by code); others are left out.
Completions = Callable[[Collection[int], Collection[str]], Mapping[tuple[int, str], date]]

AUDIENCE_KINDS = {
    "cooperative": {
        OrganisationKind.COOPERATIVE,
        OrganisationKind.COOPERATIVE_UNION,
        OrganisationKind.COOPERATIVE_GROUP,
    },
    "credit_fund": {OrganisationKind.CREDIT_FUND},
}


class Rule(StrEnum):
    """Which rule stands in somebody's way."""

    AUDIENCE = "audience"
    PREREQUISITE = "prerequisite"
    OVERLAP = "overlap"
    QUOTA = "quota"


@dataclass(frozen=True)
class Objection:
    """A rule that somebody does not meet. One that ``blocks`` needs the office's reason."""

    rule: Rule
    sentence: str
    blocks: bool = True


class NotEligible(DomainError):
    """Rules forbid the place unless the office gives a reason (``despite``)."""

    def __init__(
        self, person: Person, objections: Collection[Objection], field: str = "people"
    ) -> None:
        sentences = " ".join(objection.sentence for objection in objections)
        super().__init__(f"{person.full_name}: {sentences}", field=field)
        self.objections = tuple(objections)


def completed_by(app: Flask, completions: Completions) -> None:
    """Let the feature that knows tell who completed which course, and when."""
    app.extensions["course_completions"] = completions


def objections_to(
    training_class: TrainingClass, people: Mapping[int, Position | None], places: Places
) -> dict[int, list[Objection]]:
    """What stands in the way of each of these people (by id, with the position they are sent in).

    Two statements, however many people.
    """
    standing = standing_objections(training_class, people)
    return {
        person_id: [*quota_objections(held, places), *standing[person_id]]
        for person_id, held in people.items()
    }


def standing_objections(
    training_class: TrainingClass, people: Mapping[int, Position | None]
) -> dict[int, list[Objection]]:
    """The same but for quotas, which every place given changes."""
    version = training_class.course_version
    overlaps = overlaps_of(training_class.id, people)
    completed = _completed(version, people)
    opens = training_class.starts_on or clock.today()
    found: dict[int, list[Objection]] = {}
    for person_id, held in people.items():
        done = {code: day for (who, code), day in completed.items() if who == person_id}
        found[person_id] = [
            *_audience(version, held),
            *_prerequisites(version, done, opens),
            *([overlaps[person_id]] if person_id in overlaps else ()),
        ]
    return found


def quota_objections(
    held: Position | None, places: Places, *, with_waiting: bool = True
) -> Iterator[Objection]:
    """Whether the organisation may have one more person, those who wait counted or not."""
    organisation_id = held.organisation_id if held else None
    if places.quota_left(organisation_id, with_waiting=with_waiting) != 0:
        return
    seats = places.seats_of(organisation_id)
    if held is None:
        sentence = _("The class takes only people sent by organisations with a quota.")
    elif not seats:
        sentence = _("The organisation has no quota in this class.")
    else:
        sentence = ngettext(
            "The organisation has used its quota of %(num)s person.",
            "The organisation has used its quota of %(num)s people.",
            seats,
        )
    yield Objection(Rule.QUOTA, sentence)


def _audience(version: CourseVersion, held: Position | None) -> Iterator[Objection]:
    meant = {kind for name in version.audience for kind in AUDIENCE_KINDS.get(name, ())}
    if not meant or (held and held.organisation.kind in meant):
        return
    sentence = (
        _("The course is not meant for organisations of this kind.")
        if held
        else _("No organisation is known, and the course is meant for certain kinds.")
    )
    yield Objection(Rule.AUDIENCE, sentence, version.audience_rule == Enforcement.BLOCK)


def _prerequisites(
    version: CourseVersion, done: Mapping[str, date], opens: date
) -> Iterator[Objection]:
    for wanted in version.prerequisites:
        code, months = wanted["course"], wanted["within_months"]
        day = done.get(code)
        if day is not None and (months is None or day >= months_before(opens, months)):
            continue
        sentence = (
            _("Course %(code)s has not been completed.", code=code)
            if months is None
            else ngettext(
                "Course %(code)s was not completed within %(num)s month before the class.",
                "Course %(code)s was not completed within %(num)s months before the class.",
                months,
                code=code,
            )
        )
        yield Objection(Rule.PREREQUISITE, sentence, wanted["rule"] == Enforcement.BLOCK)


def _completed(version: CourseVersion, people: Collection[int]) -> Mapping[tuple[int, str], date]:
    completions: Completions | None = current_app.extensions.get("course_completions")
    codes = [wanted["course"] for wanted in version.prerequisites]
    return completions(people, codes) if completions and codes and people else {}


def overlaps_of(class_id: int, person_ids: Collection[int]) -> dict[int, Objection]:
    """Of these people those who have a place in another class at the time of a session of this one."""
    if not person_ids:
        return {}
    mine, other = aliased(ClassSession), aliased(ClassSession)
    rows = db.session.execute(
        select(Enrolment.person_id, TrainingClass.title, other.starts_at, other.ends_at)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(other, other.class_id == TrainingClass.id)
        .join(mine, (mine.starts_at < other.ends_at) & (other.starts_at < mine.ends_at))
        .where(
            mine.class_id == class_id,
            Enrolment.class_id != class_id,
            Enrolment.person_id.in_(person_ids),
            Enrolment.state == EnrolmentState.CONFIRMED,
        )
        .order_by(other.starts_at, other.id)
    )
    found: dict[int, Objection] = {}
    for person_id, title, starts_at, ends_at in rows:
        sentence = _(
            "Has a place in the class “%(title)s” at the same time (%(time)s).",
            title=title,
            time=as_period(starts_at, ends_at),
        )
        found.setdefault(person_id, Objection(Rule.OVERLAP, sentence))
    return found


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
