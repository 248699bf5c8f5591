"""Taking a batch back: everything as it was, but for what has a history since."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms import clock, database
from lms.access import Role
from lms.accounts.actors import actor_of
from lms.attendance.models import AttendanceMark
from lms.audit import AuditEntry
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.registry.models import Organisation, Person, PersonPhone, Position
from lms.registry.people.changing import change_particulars
from lms.rosters.batches.undoing import undo
from lms.rosters.models import Roster, RosterBatch, RosterEffect
from tests import factories
from tests.conftest import _empty_tables as empty_tables
from tests.people import Cast
from tests.rosters.lists import FEMALE, born, kept_list, kept_rows, row
from tests.rosters.test_applying import enter_all, kept_again, person_called, take
from tests.together import REFUSED, run_together

NOT_COMPARED = {"revision", "created_at", "id"}


def take_back(batch: RosterBatch, cast: Cast) -> None:
    with database.transaction():
        undo(batch, actor_of(cast.officer))


def register() -> list[list[dict[str, Any]]]:
    """Everything the register says, without revisions."""
    db.session.rollback()
    return [
        [
            {name: value for name, value in one.items() if name not in {"revision", "created_at"}}
            for one in db.session.execute(select(model.__table__).order_by(model.id)).mappings()
        ]
        for model in (Person, PersonPhone, Position, Organisation)
    ]


def kept() -> dict[int, str]:
    rows = db.session.execute(
        select(RosterEffect.number, RosterEffect.kept).where(RosterEffect.kept.is_not(None))
    )
    return {row.number: row.kept for row in rows}


def effects(batch: RosterBatch) -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(RosterEffect.number, RosterEffect.state).where(RosterEffect.batch_id == batch.id)
    )
    return [(row.number, row.state) for row in rows]


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_everything_goes_back_to_how_it_was(cast: Cast) -> None:
    factories.person("Nguyen Thi Hoa", cast.cooperative, "0912345678")
    assert cast.officer
    before = register()
    roster = kept_list(
        cast.officer,
        row(5, "Nguyễn Thị Hoa", birth=born(1975, 3, 4), sex=FEMALE,
            phones=["0912345678", "0987654321"], organisation=cast.cooperative.name,
            position="Kế toán trưởng", citizen_number="034175001234"),
        row(6, "Lê Văn Hai", year=1980, organisation="HTX Mới Lập", position="Giám đốc"),
        row(7, "Lê Văn Hai", year=1980, phones=["0912000111"], organisation="HTX Mới Lập"),
    )  # fmt: skip
    enter_all(roster, cast)
    batch = take(kept_again(roster, cast), cast)
    assert register() != before
    take_back(batch, cast)
    for a, b in zip(register(), before, strict=True):
        assert a == b
    assert kept() == {} and batch.undoing is not None
    assert batch.undoing.counts == {
        "withdrawn": 0, "restored": 1, "removed": 1, "kept": 0, "organisations": 1,
    }  # fmt: skip


def test_a_batch_is_taken_back_once(app: Flask, cast: Cast) -> None:
    batch = take(kept_list(cast.officer, row(5, "Lê Thị Sáu")), cast)
    batch_id, by = batch.id, actor_of(cast.officer)

    def press() -> str:
        undo(db.session.get_one(RosterBatch, batch_id), by)
        return "done"

    assert run_together(app, press, press) == ["done", REFUSED]


def test_who_was_changed_since_stays_and_the_row_says_so(cast: Cast) -> None:
    batch = take(kept_list(cast.officer, row(5, "Lê Thị Sáu"), row(6, "Lê Văn Hai")), cast)
    with database.transaction():
        change_particulars(
            person_called("Lê Thị Sáu"), actor_of(cast.officer), full_name="Lê Thị Sáu B"
        )
    take_back(batch, cast)
    assert set(kept()) == {5}
    assert person_called("Lê Thị Sáu B") and count(Person) == 2  # and the officer


def test_who_has_an_account_since_stays(cast: Cast) -> None:
    batch = take(kept_list(cast.officer, row(5, "Lê Thị Sáu")), cast)
    account = factories.account("Ai đó", Role.LEARNER)
    account.person_id = person_called("Lê Thị Sáu").id
    db.session.commit()
    take_back(batch, cast)
    assert kept() == {5: "Người này đã có tài khoản."}


def test_a_value_that_was_changed_since_is_left(cast: Cast) -> None:
    person = factories.person("Nguyễn Thị Hoa", phone="0912345678")
    roster = kept_list(
        cast.officer,
        row(5, "Nguyễn Thị Hoa", year=1975, sex=FEMALE, phones=["0912345678", "0987654321"]),
    )
    batch = take(roster, cast)
    with database.transaction():
        change_particulars(person, actor_of(cast.officer), birth=born(1975, 3, 4))
    take_back(batch, cast)
    db.session.refresh(person)
    assert (person.birth_date, person.sex) == (date(1975, 3, 4), "unknown")
    assert [phone.digits for phone in person.phones] == ["0912345678"]
    assert kept() == {5: "Đã được sửa sau khi nhập nên giữ nguyên: ngày sinh."}


def enrolled(cast: Cast) -> tuple[RosterBatch, list[Enrolment]]:
    taught = factories.training_class(capacity=2)
    factories.person("Nguyễn Thị Hoa", phone="0912345678")
    roster = kept_list(
        cast.officer,
        row(5, "Nguyễn Thị Hoa", phones=["0912345678"]),
        row(6, "Lê Thị Sáu"),
        row(7, "Lê Văn Hai"),
        training_class=taught,
    )
    batch = take(roster, cast)
    return batch, list(db.session.scalars(select(Enrolment).order_by(Enrolment.id)))


def test_places_are_taken_back_and_new_people_go_with_theirs(cast: Cast) -> None:
    batch, _places = enrolled(cast)
    take_back(batch, cast)
    left = db.session.execute(select(Enrolment.full_name, Enrolment.state))
    assert [tuple(one) for one in left] == [("Nguyễn Thị Hoa", "withdrawn")]
    names = set(db.session.scalars(select(Person.full_name)))
    assert not names & {"Lê Thị Sáu", "Lê Văn Hai"} and "Nguyễn Thị Hoa" in names


def test_a_place_in_which_something_was_marked_stays_with_its_person(cast: Cast) -> None:
    batch, (_first, second, _third) = enrolled(cast)
    mark = AttendanceMark(
        session_id=second.training_class.sessions[0].id,
        enrolment_id=second.id,
        presence="present",
        evidence="roll_call",
        seen_at=clock.now(),
        received_at=clock.now(),
        marked_by_id=cast.officer.id,
    )
    db.session.add(mark)
    db.session.commit()
    take_back(batch, cast)
    states = db.session.execute(select(Enrolment.full_name, Enrolment.state).order_by(Enrolment.id))
    assert ("Lê Thị Sáu", "confirmed") in [tuple(one) for one in states]
    assert set(kept()) == {6}
    assert person_called("Lê Thị Sáu")


def test_the_same_list_can_be_taken_over_after_it_was_taken_back(cast: Cast) -> None:
    rows = [row(5, "Lê Thị Sáu"), row(6, "Lê Văn Hai", year=1980)]
    take_back(take(kept_list(cast.officer, *rows), cast), cast)
    batch = take(kept_list(cast.officer, *rows), cast)
    assert batch.counts["new"] == 2


def test_lists_taken_back_one_after_the_other_leave_nobody(cast: Cast) -> None:
    """What a later list changed and gave back is no history."""
    at = {"year": 1980, "phones": ["0987654321"]}
    first = take(kept_list(cast.officer, row(5, "Lê Thị Sáu", **at)), cast)
    added = row(5, "Lê Thị Sáu", sex=FEMALE, year=1980, phones=["0987654321", "0912345678"])
    second = take(kept_list(cast.officer, added, sha256="b" * 64), cast)
    take_back(second, cast)
    take_back(first, cast)
    assert kept() == {}
    assert db.session.query(Person).filter_by(full_name="Lê Thị Sáu").count() == 0


def test_a_change_beside_a_list_that_was_taken_back_is_history(cast: Cast) -> None:
    first = take(kept_list(cast.officer, row(5, "Lê Thị Sáu", phones=["0987654321"])), cast)
    added = row(5, "Lê Thị Sáu", sex=FEMALE, phones=["0987654321"])
    second = take(kept_list(cast.officer, added, sha256="b" * 64), cast)
    with database.transaction():
        change_particulars(
            person_called("Lê Thị Sáu"), actor_of(cast.officer), birth=born(1980, 3, 4)
        )
    take_back(second, cast)
    take_back(first, cast)
    assert set(kept()) == {5}
    assert person_called("Lê Thị Sáu")


def test_taking_back_is_one_recorded_act(cast: Cast) -> None:
    take_back(take(kept_list(cast.officer, row(5, "Lê Thị Sáu")), cast), cast)
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_kind == "roster").order_by(AuditEntry.id)
    )
    assert list(actions) == ["list taken over", "list taken back"]


PEOPLE = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(["Lê Thị Sáu", "Le Thi Sau", "Lê Văn Hai", "Đỗ Văn Tám"]),
        "year": st.sampled_from([None, 1980, 1981]),
        "phones": st.lists(st.sampled_from(["0912345678", "0987654321"]), unique=True, max_size=2),
        "sex": st.sampled_from(["female", "male", "unknown"]),
        "organisation": st.sampled_from(["", "HTX Một", "HTX Hai"]),
        "position": st.sampled_from(["", "Kế toán", "Giám đốc"]),
    }
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.lists(PEOPLE, max_size=5), second=st.lists(PEOPLE, max_size=5))
def test_whatever_lists_say_the_second_taken_back_leaves_the_first(
    app: Flask, first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    """And importing the second again changes nothing that it had taken over."""
    db.session.rollback()
    db.session.expunge_all()
    empty_tables()
    cast = Cast()
    for name in ("HTX Một", "HTX Hai"):
        factories.organisation(name)
    take(listed(cast, first), cast)
    before = register()
    batch = take(listed(cast, second), cast)
    after, known = register(), {number for number, _state in effects(batch)}
    roster = listed(cast, second)
    assert {one.state for one in kept_rows(roster) if one.number in known} <= {"same"}
    again = take(roster, cast)
    assert register() == after or batch.counts["left"]
    take_back(again, cast)
    take_back(batch, cast)
    assert register() == before


def listed(cast: Cast, people: list[dict[str, Any]]) -> Roster:
    rows = [row(number, **dict(one)) for number, one in enumerate(people, start=5)]
    return kept_list(cast.officer, *rows, sha256=sha256(repr(people).encode()).hexdigest())
