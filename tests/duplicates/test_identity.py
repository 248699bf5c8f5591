"""Merge, then undo: the whole database is as it was, whatever hangs on the two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.access import Role
from lms.accounts.models import Account
from lms.attendance.models import Evidence, Presence
from lms.duplicates.account_choice import accounts_of, choosable
from lms.duplicates.fields import FIELDS
from lms.duplicates.merging import merge_people
from lms.duplicates.models import Distinction
from lms.duplicates.parts import remarks
from lms.duplicates.reversal import reverse_merge
from lms.duplicates.rules import Choice
from lms.enrolments.models import EnrolmentState
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import OrganisationContact, Person, PersonPhone, Position, Sex
from tests import factories
from tests.duplicates import twins
from tests.people import Cast

CLASSES, SESSIONS, PHONES, ORGANISATIONS = 2, 3, ("0912345678", "0987654321", "0362345678"), 2
MARK = st.none() | st.tuples(st.sampled_from(list(Presence)), st.sampled_from(list(Evidence)))
PLACE = st.none() | st.fixed_dictionaries(
    {
        "state": st.sampled_from(
            [EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.WITHDRAWN]
        ),
        "marks": st.tuples(*[MARK] * SESSIONS),
        "attempts": st.lists(st.sampled_from([0, 1, 2]), max_size=2),
        "open": st.booleans(),
        "lessons": st.sets(st.integers(0, 1)),
        "certificate": st.sampled_from([None, "revoked", "valid"]),
        "teaches": st.booleans(),
    }
)
RECORD = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Nguyễn Thị Hoà", "Nguyễn Thị Hòa"]),
        "born": st.sampled_from([None, (date(1970, 1, 1), "year"), (date(1970, 5, 2), "day")]),
        "sex": st.sampled_from(list(Sex)),
        "number": st.sampled_from([None, "a", "b"]),
        "phones": st.lists(st.sampled_from(PHONES), unique=True),
        "positions": st.lists(st.tuples(st.integers(0, ORGANISATIONS - 1), st.booleans()), max_size=2),
        "places": st.tuples(*[PLACE] * CLASSES),
        "account": st.none() | st.tuples(st.sampled_from([Role.LEARNER, Role.TRAINER]), st.booleans()),
        "distinct": st.booleans(),
        "contact": st.booleans(),
    }
)  # fmt: skip
CHOICE = st.fixed_dictionaries(
    {
        "fields": st.sets(st.sampled_from([field.name for field in FIELDS])),
        "first": st.booleans(),
    }
)


class World:
    """What all examples of one test share; only the two people are new each time."""

    def __init__(self, cast: Cast) -> None:
        self.officer: Account = cast.officer
        self.organisations = [factories.organisation() for _ in range(ORGANISATIONS)]
        self.classes = [twins.ended_class(SESSIONS) for _ in range(CLASSES)]
        self.stranger = factories.person()

    def record(self, drawn: dict[str, Any]) -> Person:
        someone = Person(full_name=drawn["name"], sex=drawn["sex"])
        if drawn["born"]:
            someone.birth_date, someone.birth_precision = drawn["born"]
        if drawn["number"]:
            someone.citizen_number_hash = drawn["number"] * 64
            someone.citizen_number_encrypted = f"sealed {drawn['number']}"
        someone.phones = [
            PersonPhone(digits=digits, position=n) for n, digits in enumerate(drawn["phones"])
        ]
        someone.positions = [
            Position(organisation=self.organisations[n], title="Giám đốc", is_primary=primary)
            for n, primary in drawn["positions"]
        ]
        twins.added(someone)
        self._account(someone, drawn["account"])
        for training_class, place in zip(self.classes, drawn["places"], strict=True):
            if place is not None:
                self._place(someone, training_class, place)
        if drawn["contact"]:
            twins.added(
                OrganisationContact(
                    organisation_id=self.organisations[0].id, person=someone, role="Đào tạo"
                )
            )
        if drawn["distinct"]:
            first, second = sorted((someone.id, self.stranger.id))
            twins.added(
                Distinction(
                    first_id=first, second_id=second, by_id=self.officer.id, reason="Khác người"
                )
            )
        return someone

    def _account(self, someone: Person, drawn: tuple[Role, bool] | None) -> None:
        if drawn is not None:
            role, is_disabled = drawn
            at = someone.created_at if is_disabled else None
            twins.account(someone, role, disabled_at=at)

    def _place(self, someone: Person, training_class: Any, drawn: dict[str, Any]) -> None:
        place = twins.place(training_class, someone, self.officer, drawn["state"])
        for session, mark in enumerate(drawn["marks"]):
            if mark is not None:
                twins.mark(place, session, mark[0], self.officer, mark[1])
        for number, points in enumerate(drawn["attempts"], 1):
            twins.attempt(place, number, points)
        if drawn["open"]:
            twins.attempt(place, len(drawn["attempts"]) + 1, None)
        for lesson in drawn["lessons"]:
            twins.lesson_read(place, lesson)
        if drawn["certificate"]:
            revoked = drawn["certificate"] == "revoked"
            twins.certificate(place, self.officer, number=place.id, revoked=revoked)
        if drawn["teaches"]:
            twins.teaches(someone, training_class)


def choice_of(drawn: dict[str, Any], survivor: Person, other: Person) -> Choice:
    offered = choosable(accounts_of((survivor.id, other.id)))
    account_id = offered[0 if drawn["first"] else -1].id if offered else None
    return Choice(frozenset(drawn["fields"]), account_id)


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    return World(cast)


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=RECORD, other=RECORD, drawn=CHOICE)
def test_merging_and_undoing_changes_nothing(
    world: World, one: dict[str, Any], other: dict[str, Any], drawn: dict[str, Any]
) -> None:
    try:
        survivor, twin = world.record(one), world.record(other)
        chosen = choice_of(drawn, survivor, twin)
        check_identity(world, survivor, twin, chosen)
    finally:
        db.session.rollback()


def check_identity(world: World, survivor: Person, twin: Person, choice: Choice) -> None:
    before = twins.content()
    if any(remark.forbids for remark in remarks((survivor.id, twin.id))):
        with pytest.raises(DomainError):
            merge_people(survivor, twin, world.officer, "Trùng", choice)
        assert twins.content() == before
        return
    merge = merge_people(survivor, twin, world.officer, "Trùng", choice)
    assert twins.content()["person"][twin.id]["merged_into_id"] == survivor.id
    assert reverse_merge(merge, world.officer, "Nhầm").stayed == 0
    after = twins.content()
    for table, rows in before.items():
        assert after[table] == rows, table
