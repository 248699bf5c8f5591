"""What an organisation came from and what it became."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, OrganisationSuccession, SuccessionKind
from lms.registry.organisations.lineage import (
    ids_with_predecessors,
    lineage,
    record_succession,
    remove_succession,
)
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader
from tests.together import run_together

MERGER, SPLIT = SuccessionKind.MERGER, SuccessionKind.SPLIT
SEPARATION, CONVERSION = SuccessionKind.SEPARATION, SuccessionKind.CONVERSION
DAY = date(2025, 3, 1)
TYPED = ["1", "3", "2025"]


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


@pytest.fixture
def four(app: Flask) -> list[Organisation]:
    return [factories.organisation(f"QTDND số {name}") for name in "ABCD"]


def test_history_is_followed_through_generations(cast: Cast, four: list[Organisation]) -> None:
    first, second, third, fourth = four
    record_succession(first, third, MERGER, DAY, cast.officer)
    record_succession(second, third, MERGER, DAY, cast.officer)
    record_succession(third, fourth, CONVERSION, DAY, cast.officer)
    assert lineage(fourth.id) == ((third.id, first.id, second.id), ())
    assert lineage(first.id) == ((), (third.id, fourth.id))
    assert ids_with_predecessors(third.id) == {first.id, second.id, third.id}
    assert ids_with_predecessors(first.id) == {first.id}
    assert [row.status for row in four] == ["succeeded"] * 3 + ["active"]


def test_a_division_has_several_successors_and_a_separation_ends_nothing(
    cast: Cast, four: list[Organisation]
) -> None:
    first, second, third, fourth = four
    record_succession(first, second, SEPARATION, DAY, cast.officer)
    assert first.status == "active"
    record_succession(first, third, SPLIT, DAY, cast.officer)
    record_succession(first, fourth, SPLIT, DAY, cast.officer)
    assert set(lineage(first.id).successors) == {second.id, third.id, fourth.id}


@pytest.mark.parametrize(
    ("earlier", "later", "is_allowed"),
    [
        (MERGER, MERGER, False),
        (MERGER, SPLIT, False),
        (SPLIT, CONVERSION, False),
        (SPLIT, SPLIT, True),
        (MERGER, SEPARATION, True),
    ],
)
def test_an_organisation_ends_once(
    cast: Cast, four: list[Organisation], earlier: SuccessionKind, later: SuccessionKind,
    is_allowed: bool,
) -> None:  # fmt: skip
    record_succession(four[0], four[1], earlier, DAY, cast.officer)
    if is_allowed:
        record_succession(four[0], four[2], later, DAY, cast.officer)
        return
    with pytest.raises(DomainError) as refused:
        record_succession(four[0], four[2], later, DAY, cast.officer)
    assert refused.value.field == "kind"


def test_no_circle_can_be_recorded(cast: Cast, four: list[Organisation]) -> None:
    first, second, third, _fourth = four
    record_succession(first, second, MERGER, DAY, cast.officer)
    record_succession(second, third, MERGER, DAY, cast.officer)
    for successor in (third, first, second):
        with pytest.raises(DomainError) as refused:
            record_succession(third, successor, CONVERSION, DAY, cast.officer)
        assert refused.value.field == "successor"
    with pytest.raises(DomainError):
        record_succession(first, second, SEPARATION, DAY, cast.officer)


def test_a_succession_that_has_not_taken_effect_is_refused(
    cast: Cast, four: list[Organisation]
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(DomainError) as refused:
        record_succession(four[0], four[1], MERGER, tomorrow, cast.officer)
    assert refused.value.field == "effective_on"
    assert four[0].status == "active"


def test_two_opposite_successions_at_once_make_no_circle(
    app: Flask, cast: Cast, four: list[Organisation]
) -> None:
    first, second, by = four[0].id, four[1].id, cast.officer.id

    def merge(old: int, new: int) -> str:
        ends = (db.session.get_one(Organisation, number) for number in (old, new))
        record_succession(*ends, MERGER, DAY, db.session.get_one(Account, by))
        return "recorded"

    answers = run_together(app, lambda: merge(first, second), lambda: merge(second, first))
    assert answers == ["recorded", "refused"]
    assert len(db.session.scalars(select(OrganisationSuccession)).all()) == 1


def test_taking_back_a_mistake_gives_the_old_status_back(
    cast: Cast, four: list[Organisation]
) -> None:
    first, second, third, _fourth = four
    first.status = "suspended"
    rows = [record_succession(first, other, SPLIT, DAY, cast.officer) for other in (second, third)]
    remove_succession(rows[0], cast.officer)
    assert first.status == "succeeded"
    remove_succession(rows[1], cast.officer)
    assert first.status == "suspended"
    assert lineage(first.id) == ((), ())
    actions = [entry.action for entry in db.session.scalars(select(AuditEntry))]
    assert actions == ["organisation succeeded"] * 2 + ["succession removed"] * 2


def test_an_officer_records_a_merger_on_a_page(officer: Reader, four: list[Organisation]) -> None:
    old, new = four[0], four[1]
    page = officer.get(f"/organisations/{old.id}/successions")
    shown = officer.submit(
        page,
        {"successor": new.name, "kind": "merger", "effective_on": TYPED, "legal_basis": "TT 10"},
    )
    assert "Đã có đơn vị kế thừa" in shown.text
    assert shown.rows() == [
        [new.name, "Đơn vị kế thừa – Sáp nhập, hợp nhất", "01/03/2025", "TT 10"]
    ]
    other = officer.get(f"/organisations/{new.id}")
    assert other.rows()[0][1] == "Đơn vị tiền thân – Sáp nhập, hợp nhất"
    again = officer.get(f"/organisations/{old.id}/successions")
    back = officer.submit(again, action="/removal")
    assert "Đã có đơn vị kế thừa" not in back.text and back.rows() == []


def test_an_organisation_lists_the_people_of_those_it_came_from(
    officer: Reader, cast: Cast, four: list[Organisation]
) -> None:
    factories.person("Lê Thị Mơ", four[0])
    factories.person("Vũ Văn Nam", four[1])
    factories.person("Hà Văn Lạ", four[2])
    record_succession(four[0], four[1], MERGER, DAY, cast.officer)
    db.session.commit()
    page = officer.get(f"/organisations/{four[1].id}")
    assert "Cán bộ của đơn vị này và của các đơn vị tiền thân" in page.text
    assert [row[0] for row in page.rows()[1:]] == ["Lê Thị Mơ", "Vũ Văn Nam"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"successor": ""}, "Đơn vị kế thừa"),
        ({"effective_on": ["", "", ""]}, "Có hiệu lực từ ngày"),
        ({"successor": "QTDND số A"}, "chính mình"),
        ({"effective_on": ["1", "1", "2999"]}, "chưa đến"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    officer: Reader, four: list[Organisation], values: dict[str, object], field: str
) -> None:
    page = officer.get(f"/organisations/{four[0].id}/successions")
    typed = {"successor": "QTDND số B", "effective_on": TYPED, **values}
    again = officer.submit(page, typed, status=422)
    assert len(again.errors) == 1 and field in again.errors[0]


def test_lineage_takes_one_statement(cast: Cast, four: list[Organisation]) -> None:
    for old in four[:3]:
        record_succession(old, four[3], MERGER, DAY, cast.officer)
    end = four[3].id
    db.session.flush()
    with counted() as statements:
        assert len(ids_with_predecessors(end)) == 4
    assert len(statements) == 1
