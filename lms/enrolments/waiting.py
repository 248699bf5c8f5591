"""The waiting list of a class: strictly in order, and nobody waits for a place they may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms import audit, database
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.eligibility import NotEligible, Objection, overlaps_of, quota_objections
from lms.enrolments.models import Enrolment, EnrolmentState, NoticeKind, WayIn
from lms.enrolments.notices import notify
from lms.enrolments.places import Places, lock_places, places_of
from lms.enrolments.positions import position_kept
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person, Position


@dataclass(frozen=True)
class Waiting:
    """Somebody on the list, the position they would be confirmed in, and what stands in the way."""

    enrolment: Enrolment
    held: Position | None
    overlap: Objection | None

    @property
    def organisation_id(self) -> int | None:
        return self.held.organisation_id if self.held else None

    def obstacles(self, places: Places) -> list[Objection]:
        """The rules that keep the person out of a free place, without those set aside before."""
        found = list(quota_objections(self.held, places, with_waiting=False))
        if self.overlap:
            found.append(self.overlap)
        return [one for one in found if one.rule not in self.enrolment.rules_set_aside]

    def has_place(self, places: Places) -> bool:
        return places.left_for(self.organisation_id) > 0


def queue_of(training_class: TrainingClass) -> list[Waiting]:
    """Everybody who waits, in order, as the rows stand now."""
    found = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.WAITING)
        .order_by(Enrolment.waiting_number)
        .options(
            joinedload(Enrolment.person)
            .selectinload(Person.positions)
            .joinedload(Position.organisation)
        )
        .execution_options(populate_existing=True)
    ).all()
    overlaps = overlaps_of(training_class.id, [one.person_id for one in found])
    return [Waiting(one, position_kept(one), overlaps.get(one.person_id)) for one in found]


def obstacles_of(enrolment: Enrolment) -> tuple[bool, list[str]]:
    """Whether a place is free for somebody who waits, and what else stands in the way, in sentences."""
    training_class = enrolment.training_class
    mine = next((one for one in queue_of(training_class) if one.enrolment is enrolment), None)
    if mine is None:
        return False, []
    places = places_of(training_class)
    return mine.has_place(places), [one.sentence for one in mine.obstacles(places)]


def next_number(training_class: TrainingClass) -> int:
    """The number of whoever comes to the list now."""
    last = db.session.scalar(
        select(func.max(Enrolment.waiting_number)).where(Enrolment.class_id == training_class.id)
    )
    return (last or 0) + 1


def fill_places(training_class: TrainingClass, by: Viewer) -> list[Enrolment]:
    """Give free places to those who wait, in order; who got one has to be told.

    For callers that hold the class's lock and put nothing into the record of acts before. A list that is
    closed is left as it is.
    """
    db.session.flush()
    if not training_class.takes_enrolments or not _somebody_waits(training_class):
        return []
    database.take_lock("places")
    queue = queue_of(training_class)
    places, promoted = places_of(training_class), []
    for one in queue:
        if one.has_place(places) and not one.obstacles(places):
            _promote(one, by)
            promoted.append(one.enrolment)
            places = places.with_confirmed(one.organisation_id)
    return promoted


def _somebody_waits(training_class: TrainingClass) -> bool:
    waiting = select(Enrolment.id).where(
        Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.WAITING
    )
    return db.session.scalar(waiting.limit(1)) is not None


def promote(enrolment: Enrolment, by: Viewer, despite: str = "") -> None:
    """Give a free place to somebody whom a rule keeps waiting, with the office's reason.

    Raises DomainError when the person does not wait, no place is free, somebody ahead could take it
    in the same way, or (NotEligible) the reason is missing.
    """
    training_class = enrolment.training_class
    lock_places(training_class)
    if enrolment in fill_places(training_class, by):
        return
    queue, places = queue_of(training_class), places_of(training_class)
    mine = next((one for one in queue if one.enrolment is enrolment), None)
    if mine is None or not training_class.takes_enrolments:
        raise DomainError(_l("This person does not wait for a place in an open class."))
    if not mine.has_place(places):
        raise DomainError(_l("No place is free for this person."))
    obstacles = mine.obstacles(places)
    if not despite:
        raise NotEligible(enrolment.person, obstacles, field="despite")
    _refuse_to_pass(mine, queue, places)
    enrolment.set_rules_aside(obstacles, despite)
    _promote(mine, by, despite)


def _refuse_to_pass(mine: Waiting, queue: Sequence[Waiting], places: Places) -> None:
    rules = {obstacle.rule for obstacle in mine.obstacles(places)}
    for one in queue[: queue.index(mine)]:
        if one.has_place(places) and {other.rule for other in one.obstacles(places)} <= rules:
            raise DomainError(
                _l("%(name)s is ahead on the waiting list.", name=one.enrolment.full_name)
            )


def _promote(one: Waiting, by: Viewer, reason: str = "") -> None:
    one.enrolment.confirm(one.held, by, WayIn(one.enrolment.way), reason)
    notify(one.enrolment, NoticeKind.PROMOTED)
    audit.record(
        "person promoted",
        one.enrolment,
        by,
        state=[EnrolmentState.WAITING, EnrolmentState.CONFIRMED],
        reason=reason,
    )
