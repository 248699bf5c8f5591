"""How many places of a class are taken, held and free, for everybody and for each organisation.

The whole arithmetic stands here. Of a quota's reserved seats those are *held* that nobody of the
organisation has taken yet: a place given to one of its people uses a held seat up, and a place that such
a person leaves is held again, until the office releases it. Confirmed and held together never pass the
capacity. Seats are held while the class takes enrolments; once its list is closed they lapse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from sqlalchemy import func, select

from lms import database
from lms.classes.models import LIST_NOT_FINAL, TrainingClass
from lms.enrolments.models import ClassQuota, DefaultQuota, Enrolment, EnrolmentState
from lms.extensions import db


class ClassWithPlaces(Protocol):
    """What of a class its places depend on."""

    @property
    def id(self) -> int: ...

    @property
    def capacity(self) -> int: ...

    @property
    def state(self) -> str: ...


class Quota(NamedTuple):
    """What an organisation may have of a class."""

    seats: int
    reserved: int = 0


@dataclass(frozen=True)
class Places:
    """The places of one class; ``confirmed`` and ``waiting`` count people by organisation id."""

    capacity: int
    confirmed: Mapping[int | None, int]
    waiting: Mapping[int | None, int]
    quotas: Mapping[int, Quota]
    default_seats: int | None = None
    holds_seats: bool = True

    @property
    def named(self) -> int:
        return sum(self.confirmed.values())

    @property
    def held(self) -> int:
        """Seats kept free for organisations that have not named anybody for them yet."""
        return sum(self.held_for(organisation_id) for organisation_id in self.quotas)

    @property
    def queue(self) -> int:
        return sum(self.waiting.values())

    @property
    def left(self) -> int:
        """Places that anybody can take."""
        return self.capacity - self.named - self.held

    def held_for(self, organisation_id: int | None) -> int:
        quota = self.quotas.get(organisation_id) if organisation_id is not None else None
        if quota is None or not self.holds_seats:
            return 0
        return max(quota.reserved - self.confirmed.get(organisation_id, 0), 0)

    def left_for(self, organisation_id: int | None) -> int:
        """Places that people of the organisation can take, whatever its quota says."""
        return self.left + self.held_for(organisation_id)

    def seats_of(self, organisation_id: int | None) -> int | None:
        """The most people of the organisation; None without a limit.

        People without an organisation are kept out of a class that is closed to organisations without
        a quota; they are not counted together.
        """
        if organisation_id is None:
            return 0 if self.default_seats == 0 else None
        quota = self.quotas.get(organisation_id)
        return quota.seats if quota else self.default_seats

    def quota_left(self, organisation_id: int | None, *, with_waiting: bool = True) -> int | None:
        """How many more people the organisation may have (with those who wait); None without a limit."""
        seats = self.seats_of(organisation_id)
        if seats is None:
            return None
        taken = self.confirmed.get(organisation_id, 0)
        waiting = self.waiting.get(organisation_id, 0) if with_waiting else 0
        return max(seats - taken - waiting, 0)

    def offer_for(self, organisation_id: int | None) -> int:
        """How many people of the organisation could be confirmed now."""
        left = max(self.left_for(organisation_id), 0)
        allowed = self.quota_left(organisation_id)
        return left if allowed is None else min(left, allowed)

    def with_confirmed(self, organisation_id: int | None, change: int = 1) -> Places:
        """The places after ``change`` people of the organisation more (or fewer) are confirmed."""
        confirmed = Counter(self.confirmed)
        confirmed[organisation_id] += change
        return replace(self, confirmed=confirmed)

    def with_waiting(self, organisation_id: int | None, change: int) -> Places:
        """The places after ``change`` people of the organisation more (or fewer) wait."""
        waiting = Counter(self.waiting)
        waiting[organisation_id] += change
        return replace(self, waiting=waiting)

    def with_quota(self, organisation_id: int, quota: Quota) -> Places:
        return replace(self, quotas={**self.quotas, organisation_id: quota})


def lock_places(training_class: TrainingClass) -> None:
    """Hold the class, and let nobody give places elsewhere meanwhile, until the transaction ends.

    So nobody gets two places at one hour from two classes at once. Whoever changes places takes this
    lock first: before those of the register, and before anything goes into the record of acts.
    """
    training_class.lock()
    database.take_lock("places")


def places_of(training_class: TrainingClass) -> Places:
    """The places as they stand; certain while the caller holds the class's lock."""
    return places_of_classes([training_class])[training_class.id]


def places_of_classes(classes: Collection[ClassWithPlaces]) -> dict[int, Places]:
    """The places of several classes by id, in three statements; rows of columns will do."""
    ids = [one.id for one in classes]
    confirmed: dict[int, Counter[int | None]] = {id_: Counter() for id_ in ids}
    waiting: dict[int, Counter[int | None]] = {id_: Counter() for id_ in ids}
    counters = {EnrolmentState.CONFIRMED: confirmed, EnrolmentState.WAITING: waiting}
    for class_id, state, organisation_id, count in db.session.execute(
        select(Enrolment.class_id, Enrolment.state, Enrolment.organisation_id, func.count())
        .where(Enrolment.class_id.in_(ids), Enrolment.state.in_(counters))
        .group_by(Enrolment.class_id, Enrolment.state, Enrolment.organisation_id)
    ):
        counters[EnrolmentState(state)][class_id][organisation_id] = count
    quotas: dict[int, dict[int, Quota]] = {id_: {} for id_ in ids}
    for class_id, organisation_id, seats, reserved in db.session.execute(
        select(
            ClassQuota.class_id, ClassQuota.organisation_id, ClassQuota.seats, ClassQuota.reserved
        ).where(ClassQuota.class_id.in_(ids))
    ):
        quotas[class_id][organisation_id] = Quota(seats, reserved)
    rows = db.session.execute(
        select(DefaultQuota.class_id, DefaultQuota.seats).where(DefaultQuota.class_id.in_(ids))
    )
    defaults: dict[int, int] = {row.class_id: row.seats for row in rows}
    return {
        one.id: Places(
            capacity=one.capacity,
            confirmed=confirmed[one.id],
            waiting=waiting[one.id],
            quotas=quotas[one.id],
            default_seats=defaults.get(one.id),
            holds_seats=one.state in LIST_NOT_FINAL,
        )
        for one in classes
    }
