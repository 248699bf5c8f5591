"""Undoing a merge: at once, long after, one of several, and by two officers at a time."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import audit
from lms.access import Role
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.attendance.roll import Known, call_roll
from lms.audit import AuditEntry
from lms.duplicates.likeness import Strength
from lms.duplicates.merging import merge_people
from lms.duplicates.models import Merge
from lms.duplicates.pairs import candidate_pairs
from lms.duplicates.reversal import reverse_merge
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, EnrolmentState, WayIn
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.changing import rename
from lms.registry.people.phones import remove_phone
from tests import factories
from tests.duplicates import twins
from tests.reader import Reader
from tests.together import REFUSED, run_together


def undone(merge: Merge, by: Account) -> int:
    stayed = reverse_merge(merge, by, "Hai người khác nhau").stayed
    db.session.commit()
    return stayed


def test_the_person_comes_back_with_phones_positions_account_and_search(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    account = twins.account(other, Role.LEARNER)
    before = twins.content()
    merge = twins.merged(one, other, officer, fields=["full_name"])
    assert undone(merge, officer) == 0
    assert twins.content() == before
    assert account.person_id == other.id
    desk = Reader(app, officer)
    assert desk.get(f"/people/{other.id}").h1 == "Nguyễn Thị Hòa"
    assert [row[0] for row in desk.get("/people?q=0987654321").rows()] == ["Nguyễn Thị Hòa"]
    assert [pair.likeness.strength for pair in candidate_pairs()] == [Strength.STRONG]


def test_an_undone_merge_is_recorded_with_its_reason(
    one: Person, other: Person, officer: Account
) -> None:
    merge = twins.merged(one, other, officer)
    undone(merge, officer)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.changes["reason"]) == ("merge undone", "Hai người khác nhau")
    assert merge.reversal is not None
    assert merge.reversal.by_id == officer.id
    assert audit.first_broken_entry()[0] is None


def test_undoing_needs_a_reason_and_happens_once(
    one: Person, other: Person, officer: Account
) -> None:
    merge = twins.merged(one, other, officer)
    with pytest.raises(DomainError, match="lý do"):
        reverse_merge(merge, officer, "")
    undone(merge, officer)
    with pytest.raises(DomainError, match="được hoàn tác rồi"):
        reverse_merge(merge, officer, "Nhầm")


def test_what_was_corrected_since_stays_with_the_survivor(
    one: Person, other: Person, officer: Account
) -> None:
    other.birth_date, other.birth_precision = date(1970, 5, 2), "day"
    merge = twins.merged(one, other, officer, fields=["full_name", "birth"])
    rename(one, "Nguyễn Thị Thu Hoà", officer)
    db.session.commit()
    assert undone(merge, officer) == 1
    assert (one.full_name, other.full_name) == ("Nguyễn Thị Thu Hoà", "Nguyễn Thị Hòa")
    assert one.birth_precision == "year", "what nobody touched went back"


def test_a_number_that_was_removed_since_does_not_come_back(
    one: Person, other: Person, officer: Account
) -> None:
    merge = twins.merged(one, other, officer)
    remove_phone(one.phones[1], officer)
    db.session.commit()
    assert undone(merge, officer) == 1
    assert ([phone.digits for phone in one.phones], other.phones) == (["0912345678"], [])


def test_a_place_given_after_the_merge_stays_with_the_survivor(
    one: Person, other: Person, officer: Account
) -> None:
    before, after = factories.training_class(), factories.training_class()
    moved = twins.place(before, other, officer)
    merge = twins.merged(one, other, officer)
    given = enrol(after, one, officer, way=WayIn.OFFICE, despite="Cùng hội trường")
    db.session.commit()
    assert undone(merge, officer) == 0
    assert (moved.person_id, given.person_id) == (other.id, one.id)


def test_a_moved_place_goes_back_with_what_was_done_in_it_since(
    one: Person, other: Person, officer: Account
) -> None:
    training_class = factories.training_class()
    moved = twins.place(training_class, other, officer)
    merge = twins.merged(one, other, officer)
    call_roll(training_class.sessions[0], {moved.id: Presence.PRESENT}, actor_of(officer))
    db.session.commit()
    undone(merge, officer)
    assert moved.person_id == other.id
    assert twins.marks(moved) == [Presence.PRESENT]


def test_a_roll_called_since_stays_and_nothing_older_comes_over_it(
    one: Person, other: Person, officer: Account
) -> None:
    training_class = twins.ended_class(1)
    mine = twins.place(training_class, one, officer)
    hers = twins.place(training_class, other, officer)
    twins.mark(mine, 0, Presence.ABSENT, officer)
    twins.mark(hers, 0, Presence.PRESENT, officer)
    merge = twins.merged(one, other, officer)
    known = Known(Evidence.CORRECTION, reason="Có phép")
    call_roll(training_class.sessions[0], {mine.id: Presence.EXCUSED}, actor_of(officer), known)
    db.session.commit()
    assert undone(merge, officer) == 1
    assert (twins.marks(mine), twins.marks(hers)) == ([Presence.EXCUSED], [Presence.PRESENT])
    current = select(func.count()).where(
        AttendanceMark.enrolment_id == mine.id, AttendanceMark.is_current
    )
    assert db.session.scalar(current) == 1
    assert hers.state == EnrolmentState.CONFIRMED


def test_the_place_comes_back_also_when_the_class_has_filled_up(
    one: Person, other: Person, officer: Account
) -> None:
    training_class = factories.training_class(capacity=2)
    twins.place(training_class, one, officer)
    hers = twins.place(training_class, other, officer)
    merge = twins.merged(one, other, officer)
    enrol(training_class, twins.person("Lê Văn Ba"), officer, way=WayIn.OFFICE)
    db.session.commit()
    undone(merge, officer)
    assert (hers.person_id, hers.state) == (other.id, EnrolmentState.CONFIRMED)


def test_chained_merges_are_undone_in_the_opposite_order(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    third = twins.person("Nguyễn Thị Hoa", phone="0362345678")
    desk = Reader(app, officer)
    before = twins.content()
    first = twins.merged(other, third, officer)
    second = twins.merged(one, other, officer)
    with pytest.raises(
        DomainError, match="hoàn tác trước lần gộp Nguyễn Thị Hòa vào Nguyễn Thị Hoà"
    ):
        reverse_merge(first, officer, "Nhầm")
    page = desk.get(f"/merges/{first.id}")
    assert "cần hoàn tác lần sau trước" in page.text
    assert f"/merges/{second.id}" in page.links.values()
    undone(second, officer)
    undone(first, officer)
    assert twins.content() == before


def test_merges_into_one_survivor_that_changed_the_same_value_are_undone_in_order(
    one: Person, other: Person, officer: Account
) -> None:
    third = twins.person("Nguyễn Thị Hoa")
    first = twins.merged(one, other, officer, fields=["full_name"])
    second = twins.merged(one, third, officer, fields=["full_name"])
    with pytest.raises(DomainError, match="hoàn tác trước"):
        reverse_merge(first, officer, "Nhầm")
    undone(second, officer)
    undone(first, officer)
    assert one.full_name == "Nguyễn Thị Hoà"


def test_merges_into_one_survivor_that_do_not_touch_are_undone_in_any_order(
    one: Person, other: Person, officer: Account
) -> None:
    third = twins.person("Nguyễn Thị Hoa", phone="0362345678")
    first = twins.merged(one, other, officer)
    twins.merged(one, third, officer)
    undone(first, officer)
    assert [phone.digits for phone in one.phones] == ["0912345678", "0362345678"]
    assert other.merged_into_id is None


def test_merging_again_after_undoing(one: Person, other: Person, officer: Account) -> None:
    undone(twins.merged(one, other, officer), officer)
    again = twins.merged(other, one, officer)
    assert one.merged_into_id == other.id
    undone(again, officer)
    assert one.merged_into_id is None


def test_two_officers_merging_one_pair_at_once(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    numbers, by_id = (one.id, other.id), officer.id

    def merge(first: int, second: int) -> str:
        by = db.session.get_one(Account, by_id)
        survivor, merged = (db.session.get_one(Person, number) for number in (first, second))
        merge_people(survivor, merged, by, "Trùng")
        return "merged"

    both = partial(merge, *numbers), partial(merge, *reversed(numbers))
    assert run_together(app, *both) == ["merged", REFUSED]
    assert db.session.scalar(select(func.count(Merge.id))) == 1
    assert sum(person.merged_into_id is not None for person in (one, other)) == 1


def test_two_officers_undoing_one_merge_at_once(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    merge_id, by_id = twins.merged(one, other, officer).id, officer.id

    def undo() -> str:
        by = db.session.get_one(Account, by_id)
        reverse_merge(db.session.get_one(Merge, merge_id), by, "Nhầm")
        return "undone"

    assert run_together(app, undo, undo) == [REFUSED, "undone"]


def test_enrolling_while_merging_leaves_no_place_with_the_merged_record(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    training_class = factories.training_class()
    numbers, by_id, class_id = (one.id, other.id), officer.id, training_class.id

    def merge() -> str:
        survivor, merged = (db.session.get_one(Person, number) for number in numbers)
        merge_people(survivor, merged, db.session.get_one(Account, by_id), "Trùng")
        return "merged"

    def put_in() -> str:
        found = db.session.get_one(type(training_class), class_id)
        merged = db.session.get_one(Person, numbers[1])
        enrol(found, merged, db.session.get_one(Account, by_id), way=WayIn.OFFICE)
        return "enrolled"

    answers = run_together(app, merge, put_in)
    assert "merged" in answers
    places = db.session.scalars(select(Enrolment.person_id)).all()
    assert list(places) == ([one.id] if "enrolled" in answers else [])
