"""Taking a list over: what is written, once, and only what was seen."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import database
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import BirthPrecision, Organisation, OrganisationKind, Person, Sex
from lms.registry.people.citizen_number import citizen_number_of
from lms.rosters.batches.applying import PreviewChanged
from lms.rosters.matching.organisations import Choice
from lms.rosters.models import Roster, RosterBatch, RosterEffect, RosterOrganisation
from lms.rosters.work import take_over
from tests import factories
from tests.people import Cast
from tests.rosters.lists import FEMALE, born, kept_list, kept_rows, row, states, wrong_row
from tests.together import REFUSED, run_together


def take(roster: Roster, cast: Cast) -> RosterBatch:
    with database.transaction():
        return take_over(roster, roster.revision, actor_of(cast.officer))


def enter_all(roster: Roster, cast: Cast) -> None:
    """Decide that every unknown organisation is to be entered."""
    with database.transaction():
        for one in db.session.scalars(select(RosterOrganisation)):
            if one.is_open:
                one.decide(Choice.ENTER, actor_of(cast.officer), None, OrganisationKind.COOPERATIVE)


def people() -> list[Person]:
    """Everybody but the cast's own, in the order of entry."""
    query = select(Person).where(Person.id.not_in(select(Person.id).join(Person.phones)))
    return list(db.session.scalars(query))


def person_called(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.full_name == name)).one()


def effects() -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(RosterEffect.number, RosterEffect.state).order_by(RosterEffect.id)
    )
    return [(row.number, row.state) for row in rows]


def test_somebody_new_is_entered_with_everything_the_list_says(cast: Cast) -> None:
    minh_tan = factories.organisation("HTX DVNN Minh Tân")
    roster = kept_list(
        cast.officer,
        row(
            5,
            "Lê Thị Sáu",
            birth=born(1980, 5, 2),
            sex=FEMALE,
            phones=["0912345678", "0987654321"],
            organisation="HTX Minh Tân",
            position="Kế toán",
            citizen_number="034180001234",
        ),
    )
    batch = take(roster, cast)
    person = person_called("Lê Thị Sáu")
    assert (person.birth_date, person.birth_precision) == (date(1980, 5, 2), BirthPrecision.DAY)
    assert person.sex == Sex.FEMALE and person.search_key == "le thi sau"
    assert [phone.digits for phone in person.phones] == ["0912345678", "0987654321"]
    assert [(p.organisation_id, p.title) for p in person.positions] == [(minh_tan.id, "Kế toán")]
    assert citizen_number_of(person) == "034180001234"
    assert batch.counts["new"] == 1 and effects() == [(5, "new")]


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    rows = [
        row(5, "Lê Thị Sáu", year=1980, phones=["0912345678"], position="Kế toán"),
        row(6, "Chỉ có tên"),
        row(7, "Lê Văn Hai", year=1981),
        row(8, "Lê Văn Hai", year=1981, phones=["0912345678"]),
        wrong_row(9),
    ]
    first = kept_list(cast.officer, *rows)
    take(first, cast)
    count = db.session.scalar(select(func.count()).select_from(Person))
    again = kept_list(cast.officer, *rows)
    assert states(again) == ["same", "same", "same", "maybe", "error"]
    batch = take(again, cast)
    assert db.session.scalar(select(func.count()).select_from(Person)) == count
    assert batch.counts == {"new": 0, "update": 0, "same": 3, "left": 2, "organisations": 0}


def test_a_person_of_the_register_gains_what_they_lacked(cast: Cast) -> None:
    person = factories.person("Nguyen Thi Hoa", cast.cooperative, "0912345678")
    roster = kept_list(
        cast.officer,
        row(
            5,
            "Nguyễn Thị Hoa",
            birth=born(1975, 3, 4),
            sex=FEMALE,
            phones=["0912345678", "0987654321"],
            organisation=cast.cooperative.name,
            position="Kế toán trưởng",
            citizen_number="034175001234",
        ),
    )
    assert [change[0] for change in kept_rows(roster)[0].outcome["changes"]] == [
        "full_name", "birth", "sex", "phone", "citizen_number", "position",
    ]  # fmt: skip
    take(roster, cast)
    db.session.refresh(person)
    assert (person.full_name, person.birth_date) == ("Nguyễn Thị Hoa", date(1975, 3, 4))
    assert person.search_key == "nguyen thi hoa" and "hoa" in person.marked_key
    assert [phone.digits for phone in person.phones] == ["0912345678", "0987654321"]
    assert [(p.title, p.is_primary) for p in person.positions] == [
        ("Giám đốc", True),
        ("Kế toán trưởng", False),
    ]
    assert person.revision == 2 and citizen_number_of(person) == "034175001234"


def test_a_fuller_value_is_never_replaced_by_a_poorer_one(cast: Cast) -> None:
    person = factories.person("Nguyễn Thị Hoa", cast.cooperative, "0912345678")
    person.birth_date, person.birth_precision = date(1975, 3, 4), BirthPrecision.DAY
    person.positions[0].title = "Kế toán trưởng"
    db.session.commit()
    roster = kept_list(
        cast.officer,
        row(5, "Nguyen Thi Hoa", year=1975, phones=["0912345678"],
            organisation=cast.cooperative.name, position="Kế toán"),
    )  # fmt: skip
    assert states(roster) == ["same"]
    take(roster, cast)
    db.session.refresh(person)
    assert (person.full_name, person.birth_date) == ("Nguyễn Thị Hoa", date(1975, 3, 4))
    assert [one.title for one in person.positions] == ["Kế toán trưởng"]


def test_what_contradicts_the_register_is_told_and_left(cast: Cast) -> None:
    person = factories.person("Nguyễn Thị Hoa", phone="0912345678")
    person.birth_date, person.birth_precision = date(1975, 3, 4), BirthPrecision.DAY
    db.session.commit()
    roster = kept_list(
        cast.officer, row(5, "Nguyễn Thị Hoa", birth=born(1975, 4, 3), phones=["0912345678"])
    )
    assert [m[0] for m in kept_rows(roster)[0].outcome.get("messages", [])] == []
    assert states(roster) == ["maybe"]  # another day is a doubt: the officer tells


def test_two_rows_about_one_new_person_enter_them_once(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(5, "Lê Thị Sáu", year=1980, phones=["0912345678"]),
        row(9, "Lê Thị Sáu", year=1980, phones=["0912345678", "0987654321"], sex=FEMALE),
    )
    take(roster, cast)
    person = person_called("Lê Thị Sáu")
    assert [phone.digits for phone in person.phones] == ["0912345678", "0987654321"]
    assert person.sex == Sex.FEMALE
    assert effects() == [(5, "new"), (9, "update")]


def test_rows_that_wait_for_a_decision_stay_out(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(5, "Lê Thị Sáu", organisation="HTX Chưa Có"),
        row(6, "Lê Thị Sáu", organisation="HTX Chưa Có", year=1970),
        row(7, "Đỗ Văn Tám"),
    )
    batch = take(roster, cast)
    assert effects() == [(7, "new")]
    assert batch.counts["left"] == 2


def test_an_organisation_is_entered_with_its_people(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(
            5, "Lê Thị Sáu", organisation="HTX Mới Lập", position="Giám đốc", tax_code="1001234567"
        ),
        row(6, "Lê Văn Hai", organisation="HTX Mới Lập", tax_code="1001234567"),
    )
    enter_all(roster, cast)
    batch = take(kept_again(roster, cast), cast)
    organisation = db.session.scalars(
        select(Organisation).where(Organisation.name == "HTX Mới Lập")
    ).one()
    assert organisation.tax_code == "1001234567" and organisation.bare_key == "moi lap"
    assert batch.counts["organisations"] == 1
    held = person_called("Lê Thị Sáu").current_position
    assert held is not None and held.organisation_id == organisation.id


def kept_again(roster: Roster, cast: Cast) -> Roster:
    """The preview as it is after decisions about texts: judged anew."""
    with database.transaction(), pytest.raises(PreviewChanged):
        try:
            take_over(roster, roster.revision, actor_of(cast.officer))
        except PreviewChanged:
            database.commit()
            raise
    db.session.refresh(roster)
    return roster


def test_a_preview_that_went_stale_is_shown_anew_and_nothing_is_written(cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Thị Sáu", phones=["0912345678"]), row(6, "Hai"))
    factories.person("Lê Thị Sáu", phone="0912345678")
    before = db.session.scalar(select(func.count()).select_from(Person))
    kept_again(roster, cast)
    assert db.session.scalar(select(func.count()).select_from(Person)) == before
    assert states(roster) == ["same", "new"]
    assert [one.outcome.get("changed", False) for one in kept_rows(roster)] == [True, False]
    take(roster, cast)
    assert effects() == [(5, "same"), (6, "new")]


def test_what_was_not_seen_is_not_applied(cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Thị Sáu"))
    with pytest.raises(DomainError), database.transaction():
        take_over(roster, roster.revision - 1, actor_of(cast.officer))
    assert effects() == []


def test_a_list_is_taken_over_once(cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Thị Sáu"))
    take(roster, cast)
    with pytest.raises(DomainError):
        take(roster, cast)
    assert effects() == [(5, "new")]


def test_of_two_who_press_at_once_one_takes_over(app: Flask, cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Thị Sáu"), row(6, "Đỗ Văn Tám"))
    roster_id, seen, by = roster.id, roster.revision, actor_of(cast.officer)

    def press() -> str:
        take_over(db.session.get_one(Roster, roster_id), seen, by)
        return "done"

    assert run_together(app, press, press) == ["done", REFUSED]
    assert effects() == [(5, "new"), (6, "new")]


def test_one_act_for_the_whole_list_is_recorded(cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Thị Sáu"), row(6, "Đỗ Văn Tám"))
    take(roster, cast)
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "roster"))
    assert entry.action == "list taken over" and entry.changes["new"] == 2
    assert entry.actor_id == cast.officer.id


def test_everybody_is_enrolled_and_who_has_no_place_waits(cast: Cast) -> None:
    taught = factories.training_class(capacity=2)
    inside = factories.person("Đỗ Văn Tám", phone="0912000111")
    factories.enrolment(taught, inside, by=cast.officer)
    roster = kept_list(
        cast.officer,
        row(5, "Lê Thị Sáu", organisation=cast.cooperative.name, position="Kế toán"),
        row(6, "Đỗ Văn Tám", phones=["0912000111"]),
        row(7, "Lê Văn Hai"),
        training_class=taught,
    )
    batch = take(roster, cast)
    found = db.session.execute(
        select(Enrolment.full_name, Enrolment.state, Enrolment.way, Enrolment.position_title)
        .where(Enrolment.class_id == taught.id)
        .order_by(Enrolment.id)
    )
    assert [tuple(one) for one in found] == [
        ("Đỗ Văn Tám", "confirmed", "office", ""),
        ("Lê Thị Sáu", "confirmed", "import", "Kế toán"),
        ("Lê Văn Hai", "waiting", "import", ""),
    ]
    reasons = db.session.scalars(select(RosterEffect.not_enrolled).order_by(RosterEffect.number))
    assert [bool(reason) for reason in reasons] == [False, True, False]
    assert {name: batch.counts[name] for name in ("enrolled", "waiting", "not_enrolled")} == {
        "enrolled": 1, "waiting": 1, "not_enrolled": 1,
    }  # fmt: skip
