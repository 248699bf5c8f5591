"""Searching people: beginnings of words without marks, marks first where they were typed, digits."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.accounts.actors import actor_of
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.citizen_number import set_citizen_number
from lms.registry.people.queries import people_page
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader

NUMBER, OLD = "034165001234", "151234567"


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def found(reader: Reader, q: str) -> list[str]:
    return [row[0] for row in reader.get(f"/people?q={q}").rows()]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("an", ["Trần Văn An", "Lý Thị Ánh"]),
        ("ng th", ["Nguyễn Thị Hoàn"]),
        ("thi hoan nguyen", ["Nguyễn Thị Hoàn"]),
        ("oan", []),
        ("nguyen nguyen", ["Nguyễn Thị Hoàn"]),
        ("zz", []),
    ],
)
def test_every_word_typed_begins_a_word_of_the_name(
    officer: Reader, q: str, names: list[str]
) -> None:
    for name in ("Trần Văn An", "Lý Thị Ánh", "Nguyễn Thị Hoàn", "Vũ Khoan"):
        factories.person(name)
    assert found(officer, q) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("hoa", ["Lê Thị Hoa", "Bùi Thị Hòa", "Đỗ Thị Hoà", "Vũ Thị Hỏa"]),
        ("hòa", ["Bùi Thị Hòa", "Đỗ Thị Hoà", "Lê Thị Hoa", "Vũ Thị Hỏa"]),
        ("HOÀ", ["Bùi Thị Hòa", "Đỗ Thị Hoà", "Lê Thị Hoa", "Vũ Thị Hỏa"]),
        ("hỏa thi", ["Vũ Thị Hỏa", "Lê Thị Hoa", "Bùi Thị Hòa", "Đỗ Thị Hoà"]),
        ("đỗ hoa", ["Đỗ Thị Hoà"]),
    ],
)
def test_names_with_the_marks_that_were_typed_come_first(
    officer: Reader, q: str, names: list[str]
) -> None:
    for name in ("Bùi Thị Hòa", "Đỗ Thị Hoà", "Lê Thị Hoa", "Vũ Thị Hỏa"):
        factories.person(name)
    assert found(officer, q) == names


def test_the_order_goes_on_over_the_pages(app: Flask, cast: Cast) -> None:
    for number in range(60):
        factories.person(f"Nguyễn Thị {'Hoa' if number % 2 else 'Hòa'} {number:02d}")
    pages = [people_page(actor_of(cast.officer), "hòa", page)[0] for page in (1, 2)]
    names = [line.name for lines in pages for line in lines]
    assert len(names) == len(set(names)) == 60
    assert ["Hòa" in name for name in names] == [True] * 30 + [False] * 30


@pytest.mark.parametrize(
    "q", ["0912345678", "0912 345 678", "%2B84912345678", "345 678", "912345678", "912"]
)
def test_digits_are_sought_in_telephone_numbers(officer: Reader, q: str) -> None:
    factories.person("Lê Thị Mơ", phone="0912345678")
    factories.person("Vũ Văn Lạ", phone="0987654321")
    assert found(officer, q) == ["Lê Thị Mơ"]


def test_two_digits_are_too_few_for_a_telephone_number(officer: Reader) -> None:
    factories.person("Lê Thị Mơ", phone="0912345678")
    assert found(officer, "91") == []


@pytest.fixture
def numbered(app: Flask, cast: Cast) -> list[Person]:
    people = [factories.person(name, cast.cooperative) for name in ("Lê Thị Mơ", "Vũ Văn Lạ")]
    set_citizen_number(people[0], NUMBER, cast.officer)
    set_citizen_number(people[1], OLD, cast.officer)
    db.session.commit()
    return people


@pytest.mark.usefixtures("numbered")
@pytest.mark.parametrize(
    ("q", "names"),
    [(NUMBER, ["Lê Thị Mơ"]), (OLD, ["Vũ Văn Lạ"]), (NUMBER[:11], []), ("001234", [])],
)
def test_a_citizen_number_is_found_whole_or_not_at_all(
    app: Flask, cast: Cast, q: str, names: list[str]
) -> None:
    lines, _more = people_page(actor_of(cast.officer), q, 1)
    assert [line.name for line in lines] == names


@pytest.mark.usefixtures("numbered")
@pytest.mark.parametrize("who", ["leader", "contact"])
def test_nobody_else_learns_whose_number_it_is(app: Flask, cast: Cast, who: str) -> None:
    assert people_page(actor_of(getattr(cast, who)), "mo", 1)[0] != []
    assert people_page(actor_of(getattr(cast, who)), NUMBER, 1)[0] == []


@pytest.mark.parametrize("q", ["", "nguyen thi", "hòa"])
def test_a_search_reads_the_index_that_holds_it_all(app: Flask, cast: Cast, q: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by the number of rows; bin/bench search measures it")
    officer = actor_of(cast.officer)
    with counted() as statements:
        people_page(officer, q, 1)
    (asked,) = statements
    plan = db.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {asked}", ("1",) * asked.count("?")
    )
    steps = [row[-1] for row in plan]
    assert any("COVERING INDEX ix_person_search" in step for step in steps), steps
