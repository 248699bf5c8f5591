"""Whatever is done with a class, in any order: no place is given twice, and nobody waits without need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from lms.accounts.actors import Actor, actor_of
from lms.classes.models import TrainingClass
from lms.enrolments import quotas
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import ClassQuota, DefaultQuota, Enrolment, EnrolmentState, WayIn
from lms.enrolments.places import Quota, places_of
from lms.enrolments.waiting import promote
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person
from tests import factories
from tests.people import Cast

PEOPLE, ORGANISATIONS = 5, 2
SOMEBODY = st.integers(0, PEOPLE - 1)
ORGANISATION = st.integers(0, ORGANISATIONS - 1)
WAYS = st.sampled_from([WayIn.OFFICE, WayIn.NOMINATION])


class Stage:
    """The rows that every run plays with; a run is undone at its end."""

    organisations: list[Organisation]
    people: list[Person]
    officer: Actor
    training_class: TrainingClass


class Seen:
    """The class as its rows say, counted without the application's arithmetic."""

    def __init__(self, training_class: TrainingClass) -> None:
        self.capacity = training_class.capacity
        rows = db.session.query(Enrolment).filter_by(class_id=training_class.id).all()
        self.confirmed = Counter(
            row.organisation_id for row in rows if row.state == EnrolmentState.CONFIRMED
        )
        self.waiting = sorted(
            (row for row in rows if row.state == EnrolmentState.WAITING),
            key=lambda row: row.waiting_number,
        )
        quotas_ = db.session.query(ClassQuota).filter_by(class_id=training_class.id)
        self.quotas = {row.organisation_id: (row.seats, row.reserved) for row in quotas_}
        default = db.session.query(DefaultQuota).filter_by(class_id=training_class.id)
        self.default = [row.seats for row in default]
        self.named = self.confirmed.total()
        self.held = sum(self.held_for(one) for one in self.quotas)

    def held_for(self, organisation_id: int | None) -> int:
        _seats, reserved = self.quotas.get(organisation_id, (0, 0))
        return max(reserved - self.confirmed[organisation_id], 0)

    def may_enter(self, row: Enrolment) -> bool:
        own = row.organisation_id
        free = self.capacity - self.named - self.held + self.held_for(own)
        limits = [self.quotas[own][0]] if own in self.quotas else self.default
        if own is None:
            is_barred = self.default == [0]
        else:
            is_barred = any(self.confirmed[own] >= seats for seats in limits)
        return free > 0 and (not is_barred or "quota" in row.rules_set_aside)


class AnyOrder(RuleBasedStateMachine):
    """Officers act on a class of a few places; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.arrivals: list[int] = []
        self.class_ = Stage.training_class
        self.by = Stage.officer

    @initialize(capacity=st.integers(1, 2))
    def begin(self, capacity: int) -> None:
        self.class_.change_capacity(capacity, self.by)
        for number in range(PEOPLE - 1):
            self.enrol(number, WayIn.OFFICE, "")

    @rule(number=SOMEBODY, way=WAYS, despite=st.sampled_from(["", "", "Lý do"]))
    def enrol(self, number: int, way: WayIn, despite: str) -> None:
        person = Stage.people[number]
        place = self.attempt(
            lambda: enrol(self.class_, person, self.by, way=way, may_wait=True, despite=despite)
        )
        if place is not None and place.is_waiting:
            self.arrivals.append(person.id)

    @rule(number=SOMEBODY)
    def withdraw(self, number: int) -> None:
        place = self.place_of(Stage.people[number])
        if place is not None:
            self.attempt(lambda: withdraw(place, self.by, "Bận"))

    @rule(number=SOMEBODY, despite=st.sampled_from(["", "Lý do"]))
    def promote(self, number: int, despite: str) -> None:
        place = self.place_of(Stage.people[number])
        if place is not None:
            self.attempt(lambda: promote(place, self.by, despite))

    @rule(number=ORGANISATION, seats=st.integers(0, 3), reserved=st.integers(0, 2))
    def set_quota(self, number: int, seats: int, reserved: int) -> None:
        organisation = Stage.organisations[number]
        quota = Quota(seats, reserved)
        self.attempt(lambda: quotas.set_quota(self.class_, organisation, quota, self.by))

    @rule(number=ORGANISATION, act=st.sampled_from([quotas.release, quotas.remove]))
    def give_up(self, number: int, act: Callable[[ClassQuota, Actor], None]) -> None:
        row = db.session.query(ClassQuota).filter_by(
            class_id=self.class_.id, organisation_id=Stage.organisations[number].id
        ).one_or_none()  # fmt: skip
        if row is not None:
            self.attempt(lambda: act(row, self.by))

    @rule(seats=st.none() | st.integers(0, 2))
    def set_default(self, seats: int | None) -> None:
        self.attempt(lambda: quotas.set_default(self.class_, seats, self.by))

    @rule(capacity=st.integers(1, 4))
    def change_capacity(self, capacity: int) -> None:
        self.attempt(lambda: self.class_.change_capacity(capacity, self.by))

    @invariant()
    def confirmed_and_held_fit_into_the_class(self) -> None:
        seen = Seen(self.class_)
        assert seen.named + seen.held <= self.class_.capacity
        places = places_of(self.class_)
        assert (places.named, places.held, places.queue) == (
            seen.named,
            seen.held,
            len(seen.waiting),
        )

    @invariant()
    def the_list_keeps_the_order_of_arrival(self) -> None:
        waiting = [row.person_id for row in Seen(self.class_).waiting]
        last = {person_id: place for place, person_id in enumerate(self.arrivals)}
        assert waiting == sorted(waiting, key=last.__getitem__)

    @invariant()
    def nobody_waits_for_a_place_they_may_take(self) -> None:
        seen = Seen(self.class_)
        assert [row.full_name for row in seen.waiting if seen.may_enter(row)] == []

    @invariant()
    def the_last_step_is_the_state(self) -> None:
        for place in db.session.query(Enrolment).filter_by(class_id=self.class_.id):
            assert place.steps[-1].state == place.state
            assert (place.waiting_number is not None) == place.is_waiting
            assert EnrolmentState(place.state)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """What the act gives, or None when a rule forbids it: then it left no trace."""
        before, queue = self.trace(), Seen(self.class_).waiting
        try:
            with db.session.begin_nested():
                done = act()
        except DomainError:
            assert self.trace() == before
            return None
        self.nobody_was_passed(queue)
        return done

    def nobody_was_passed(self, queue: list[Enrolment]) -> None:
        """Without quotas, and within an organisation, whoever came first is asked first."""
        seen = Seen(self.class_)
        for place, later in enumerate(queue):
            for earlier in queue[:place] if later.is_confirmed else ():
                same = later.organisation_id == earlier.organisation_id
                if (same or not (seen.quotas or seen.default)) and earlier.is_waiting:
                    assert not later.rules_set_aside <= earlier.rules_set_aside

    def trace(self) -> list[Any]:
        rows = db.session.query(Enrolment.id, Enrolment.state, Enrolment.waiting_number)
        return [self.class_.capacity, *rows.order_by(Enrolment.id)]

    def place_of(self, person: Person) -> Enrolment | None:
        return (
            db.session.query(Enrolment)
            .filter_by(class_id=self.class_.id, person_id=person.id)
            .one_or_none()
        )

    def teardown(self) -> None:
        db.session.rollback()


@pytest.mark.slow
def test_in_any_order_no_place_is_given_twice_and_nobody_waits_without_need(
    app: Flask, cast: Cast
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("one database is enough for the rules; concurrency is tested on both")
    Stage.organisations = [factories.organisation() for _number in range(ORGANISATIONS)]
    homes = [*Stage.organisations, None]
    Stage.people = [
        factories.person(organisation=homes[number % len(homes)]) for number in range(PEOPLE)
    ]
    Stage.officer = actor_of(cast.officer)
    Stage.training_class = factories.training_class(capacity=2)
    run_state_machine_as_test(
        AnyOrder, settings=settings(max_examples=40, stateful_step_count=15, deadline=None)
    )
