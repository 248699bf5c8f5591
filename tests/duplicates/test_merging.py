"""Merging: everything follows the human being, nothing is lost, and the merged record is out of sight."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from lms import audit
from lms.access import Role
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.duplicates.distinctions import distinguish
from lms.duplicates.index import likely_same
from lms.duplicates.merging import merge_people
from lms.duplicates.models import Distinction
from lms.duplicates.particulars import particulars
from lms.enrolments.enrol import enrol
from lms.enrolments.models import WayIn
from lms.enrolments.queries import find_people
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import OrganisationContact, Person, PersonPhone, Position
from tests import factories
from tests.duplicates import twins
from tests.people import Cast
from tests.reader import Reader


def test_places_sessions_taught_and_the_account_follow(
    one: Person, other: Person, officer: Account
) -> None:
    training_class = twins.ended_class()
    place = twins.place(training_class, other, officer)
    twins.certificate(place, officer)
    taught = twins.teaches(other, training_class)
    account = twins.account(other, Role.TRAINER)
    twins.merged(one, other, officer)
    assert {place.person_id, taught.person_id, account.person_id} == {one.id}
    assert place.full_name == "Nguyễn Thị Hòa", "what was printed that day stays"


def test_telephone_numbers_are_united_and_those_of_both_stand_once(
    one: Person, other: Person, officer: Account
) -> None:
    twins.added(PersonPhone(person=other, digits="0912345678", position=1))
    twins.merged(one, other, officer)
    assert [phone.digits for phone in one.phones] == ["0912345678", "0987654321"]
    assert [phone.position for phone in one.phones] == [0, 1]
    assert [phone.digits for phone in other.phones] == ["0912345678"]


def test_positions_are_united_and_one_stays_the_main_one(
    one: Person, other: Person, officer: Account, cast: Cast
) -> None:
    twins.added(
        Position(
            person=other,
            organisation=cast.other_cooperative,
            title="Kế toán",
            started_on=date(2020, 1, 1),
        )
    )
    twins.merged(one, other, officer)
    assert [(held.title, held.is_primary) for held in one.positions] == [
        ("Giám đốc", True),
        ("Kế toán", False),
    ]
    assert [held.title for held in other.positions] == ["Giám đốc"], "the second record of one"


def test_a_position_with_days_of_its_own_is_another_one(
    one: Person, other: Person, officer: Account
) -> None:
    other.positions[0].started_on = date(2020, 1, 1)
    twins.merged(one, other, officer)
    assert [held.started_on for held in one.positions] == [None, date(2020, 1, 1)]


def test_the_values_that_were_chosen_are_kept_and_found_by_search(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    other.full_name, other.birth_date, other.birth_precision = (
        "Nguyễn Thị Hoa",
        date(1970, 5, 2),
        "day",
    )
    other.citizen_number_hash, other.citizen_number_encrypted = "a" * 64, "sealed"
    twins.merged(one, other, officer, fields=["full_name", "birth", "citizen_number"])
    assert (one.full_name, one.birth_date, one.birth_precision, one.sex) == (
        "Nguyễn Thị Hoa",
        date(1970, 5, 2),
        "day",
        "female",
    )
    assert (one.citizen_number_hash, one.citizen_number_encrypted) == ("a" * 64, "sealed")
    assert Reader(app, officer).get("/people?q=thi+hoa").rows()[0][0] == "Nguyễn Thị Hoa"


def test_the_merged_record_is_in_no_list_search_or_choice(
    app: Flask, one: Person, other: Person, officer: Account, cast: Cast
) -> None:
    other.full_name = "Nguyễn Thị Hoài"
    training_class = factories.training_class()
    for person in (one, other):
        twins.added(
            OrganisationContact(organisation_id=cast.cooperative.id, person=person, role="Đào tạo")
        )
    twins.merged(one, other, officer)
    desk, contact = Reader(app, officer), Reader(app, cast.contact)
    for reader, path in (
        (desk, "/people"),
        (desk, "/people?q=hoai"),
        (desk, "/people?q=0987654321"),
        (contact, "/people"),
        (desk, f"/organisations/{cast.cooperative.id}"),
        (desk, f"/organisations/{cast.cooperative.id}/contacts"),
        (desk, f"/classes/{training_class.id}/enrolments/new?q=nguyen"),
        (desk, "/duplicates"),
        (desk, f"/duplicates/{officer.person_id}?q=nguyen"),
    ):
        page = reader.get(path)
        assert "Hoài" not in page.text, path
    assert [person.id for person in find_people("nguyen thi")] == [one.id]
    assert likely_same(particulars("Nguyễn Thị Hoài", phones=["0987654321"])) == []


def test_its_address_leads_to_the_survivor_also_over_several_merges(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    third = twins.person("Nguyễn Thị Hòa")
    twins.merged(other, third, officer)
    twins.merged(one, other, officer)
    page = Reader(app, officer).get(f"/people/{third.id}")
    assert (page.path, page.h1) == (f"/people/{one.id}", "Nguyễn Thị Hoà")


def test_who_may_not_see_the_survivor_is_not_led_anywhere(
    app: Flask, one: Person, other: Person, officer: Account, cast: Cast
) -> None:
    stranger = Reader(app, cast.other_contact)
    twins.merged(one, other, officer)
    assert stranger.fetch(f"/people/{other.id}").status_code == 404


def test_nobody_is_enrolled_under_the_merged_record(
    one: Person, other: Person, officer: Account
) -> None:
    training_class = factories.training_class()
    twins.merged(one, other, officer)
    with pytest.raises(DomainError, match="gộp"):
        enrol(training_class, other, officer, way=WayIn.OFFICE)


def test_who_is_not_the_merged_one_is_not_the_survivor_either(
    one: Person, other: Person, officer: Account
) -> None:
    cousin = twins.person("Nguyễn Thị Hoà", **twins.born(1970))
    distinguish(other, cousin, officer, "Chị em họ")
    twins.merged(one, other, officer)
    (row,) = db.session.scalars(select(Distinction)).all()
    assert (row.first_id, row.second_id) == (one.id, cousin.id)


def test_a_merge_is_recorded_with_what_it_changed(
    one: Person, other: Person, officer: Account
) -> None:
    merge = twins.merged(one, other, officer, fields=["full_name"])
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject_kind, entry.subject_id) == (
        "people merged",
        "person",
        one.id,
    )
    assert entry.changes["merge"] == merge.id
    assert entry.changes["merged_person"] == other.id
    assert entry.changes["reason"] == "Trùng hồ sơ"
    assert entry.changes["full_name"] == ["Nguyễn Thị Hoà", "Nguyễn Thị Hòa"]
    assert audit.first_broken_entry()[0] is None


def test_a_merge_needs_a_reason_and_two_records(
    one: Person, other: Person, officer: Account
) -> None:
    with pytest.raises(DomainError, match="Ghi rõ"):
        merge_people(one, other, officer, "")
    with pytest.raises(DomainError, match="một hồ sơ"):
        merge_people(one, one, officer, "Trùng")


def test_who_was_merged_cannot_be_merged_again(
    one: Person, other: Person, officer: Account
) -> None:
    third = twins.person()
    twins.merged(one, other, officer)
    for survivor, merged in ((third, other), (other, third), (one, other)):
        with pytest.raises(DomainError, match="đã được gộp rồi"):
            merge_people(survivor, merged, officer, "Trùng")
