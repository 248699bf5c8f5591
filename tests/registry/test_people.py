"""The register of people: the list, the page of one person, entering somebody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.office import forget_office
from lms.registry.models import BirthPrecision, Person, Position
from lms.registry.people.register import Birth, register_person
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Page, Reader


def names(page: Page) -> list[str]:
    return [row[0] for row in page.rows()]


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def test_people_stand_in_the_order_of_class_lists(officer: Reader) -> None:
    for name in (
        "Trần Văn Ước",
        "Lê Thị Ân",
        "Bùi Văn An",
        "Phạm Thị Ăn",
        "Đỗ Văn Dũng",
        "Đỗ Văn Đăng",
    ):
        factories.person(name)
    assert names(officer.get("/people")) == [
        "Bùi Văn An",
        "Phạm Thị Ăn",
        "Lê Thị Ân",
        "Đỗ Văn Dũng",
        "Đỗ Văn Đăng",
        "Bùi Thị Hạnh",  # the officer herself
        "Trần Văn Ước",
    ]


def test_a_row_shows_birth_year_position_organisation_and_a_masked_phone(
    officer: Reader, cast: Cast
) -> None:
    someone = factories.person("Nguyễn Thị Hường", cast.cooperative, phone="0912345678")
    someone.birth_date, someone.birth_precision = date(1965, 2, 5), "day"
    db.session.commit()
    page = officer.get("/people?q=huong")
    assert page.rows() == [
        ["Nguyễn Thị Hường", "1965", "Giám đốc", "HTX DVNN Minh Tân (hư cấu)", "•••• ••• 678"]
    ]
    assert "0912345678" not in page.html


@pytest.mark.parametrize("q", ["hoa", "Hoà", "do thi", "HÒA đỗ", "đỗ hoà"])
def test_search_ignores_marks_case_and_the_words_between(officer: Reader, q: str) -> None:
    factories.person("Đỗ Thị Hoà")
    factories.person("Nguyễn Văn Hải")
    assert names(officer.get(f"/people?q={q}")) == ["Đỗ Thị Hoà"]


@pytest.mark.parametrize("q", ["%25", "_", "%00", "'"])
def test_signs_in_a_search_mean_nothing(officer: Reader, q: str) -> None:
    assert names(officer.get(f"/people?q={q}")) == ["Bùi Thị Hạnh"]


def test_a_position_that_ended_is_not_shown_and_the_primary_one_is(
    officer: Reader, cast: Cast
) -> None:
    someone = factories.person("Lê Văn Thọ", cast.cooperative)
    someone.positions[0].ended_on = clock.today()
    for title, is_primary in (("Kế toán", False), ("Thủ quỹ", True)):
        db.session.add(
            Position(
                person=someone,
                organisation=cast.other_cooperative,
                title=title,
                is_primary=is_primary,
            )
        )
    db.session.commit()
    assert officer.get("/people?q=tho").rows()[0][2:4] == ["Thủ quỹ", cast.other_cooperative.name]


def test_fifty_people_fill_a_page_and_the_next_has_the_rest(officer: Reader) -> None:
    for number in range(50):
        factories.person(f"Nguyễn Văn A{number:02d}")
    first = officer.get("/people")
    assert len(names(first)) == 50
    assert first.links["Trang sau ›"] == "?page=2"
    assert names(officer.get("/people?page=2")) == ["Bùi Thị Hạnh"]
    assert officer.get("/people?page=99999999999999999999").rows() == []
    assert len(names(officer.get("/people?page=-1"))) == 50


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_two_statements_whatever_its_length(
    officer: Reader, cast: Cast, number: int
) -> None:
    for place in range(number):
        factories.person(f"Nguyễn Văn {place}", cast.cooperative, phone="0912345678")
    officer.get("/people")
    forget_office()
    with counted() as statements:
        officer.get("/people")
    assert len(statements) == 2  # the session, the list


@pytest.mark.parametrize(
    ("q", "own", "strangers"),
    [
        ("", ["Lê Thị Mơ"], {"Lê Văn Lam", "Vũ Văn Lạ"}),
        ("le", ["Lê Thị Mơ"], {"Lê Văn Lam"}),
        ("Vũ Văn Lạ", [], {"Vũ Văn Lạ"}),
        ("la", [], {"Lê Văn Lam", "Vũ Văn Lạ"}),
    ],
)
def test_no_search_of_a_contact_finds_strangers(
    app: Flask, cast: Cast, q: str, own: list[str], strangers: set[str]
) -> None:
    factories.person("Lê Thị Mơ", cast.cooperative)
    factories.person("Vũ Văn Lạ", cast.other_cooperative)
    factories.person("Lê Văn Lam")
    assert names(Reader(app, cast.contact).get(f"/people?q={q}")) == own
    assert set(names(Reader(app, cast.officer).get(f"/people?q={q}"))) >= {*own, *strangers}


def test_a_contact_reads_nothing_of_positions_elsewhere(app: Flask, cast: Cast) -> None:
    both = factories.person("Lê Thị Mơ", cast.cooperative)
    both.positions[0].is_primary = False
    elsewhere = Position(organisation=cast.other_cooperative, title="Kiểm soát viên")
    elsewhere.is_primary = True
    both.positions.append(elsewhere)
    db.session.commit()
    for path in ("/people", f"/people/{both.id}", f"/organisations/{cast.cooperative.id}"):
        page = Reader(app, cast.contact).get(path)
        assert "Lê Thị Mơ" in page.text and "Giám đốc" in page.text
        assert "Kiểm soát viên" not in page.text and cast.other_cooperative.name not in page.text
    page = Reader(app, cast.officer).get(f"/people/{both.id}")
    assert "Giám đốc" in page.text and "Kiểm soát viên" in page.text
    assert "Kiểm soát viên" in Reader(app, cast.officer).get("/people").text


def test_a_contact_sees_the_people_of_the_own_organisation_only(app: Flask, cast: Cast) -> None:
    mine = factories.person("Lê Thị Mơ", cast.cooperative)
    stranger = factories.person("Vũ Văn Lạ", cast.other_cooperative)
    left = factories.person("Hà Thị Rời", cast.cooperative)
    left.positions[0].ended_on = clock.today() - timedelta(days=1)
    db.session.commit()
    reader = Reader(app, cast.contact)
    assert names(reader.get("/people")) == ["Lê Thị Mơ"]
    assert reader.get(f"/people/{mine.id}").h1 == "Lê Thị Mơ"
    reader.get(f"/people/{stranger.id}", status=404)
    reader.get(f"/people/{left.id}", status=404)
    reader.get("/people/new", status=403)


@pytest.mark.parametrize("who", ["learner", "trainer", "administrator"])
def test_others_do_not_see_the_register(app: Flask, cast: Cast, who: str) -> None:
    Reader(app, getattr(cast, who)).get("/people", status=403)


def test_a_persons_page_shows_the_whole_phone_and_all_positions(
    officer: Reader, cast: Cast
) -> None:
    someone = factories.person("Nguyễn Thị Hường", cast.cooperative, phone="0912345678")
    page = officer.get(f"/people/{someone.id}")
    assert page.h1 == "Nguyễn Thị Hường"
    assert page.links["0912 345 678"] == "tel:0912345678"
    (row,) = page.rows()
    assert row[:4] == ["HTX DVNN Minh Tân (hư cấu)", "Giám đốc", "–", "nay"]


def test_an_officer_enters_a_person(officer: Reader, cast: Cast) -> None:
    cooperative = cast.cooperative.id
    form = officer.get(f"/people/new?organisation={cooperative}")
    page = officer.submit(
        form,
        {
            "full_name": "  nguyễn thị   Hường ",
            "born": ["5", "2", "1965"],
            "sex": "female",
            "phone": "+84 912.345.678",
            "position": "Giám đốc",
        },
    )
    assert page.h1 == "nguyễn thị Hường"
    someone = db.session.scalars(select(Person).where(Person.full_name == "nguyễn thị Hường")).one()
    assert (someone.birth_date, someone.birth_precision) == (date(1965, 2, 5), "day")
    assert [phone.digits for phone in someone.phones] == ["0912345678"]
    assert [(p.title, p.organisation_id) for p in someone.positions] == [("Giám đốc", cooperative)]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.actor_id) == (
        "person registered",
        someone.id,
        cast.officer.id,
    )


def test_the_birth_year_alone_is_enough(officer: Reader) -> None:
    page = officer.submit(
        officer.get("/people/new"), {"full_name": "Lê Văn Thọ", "born": ["", "", "1958"]}
    )
    assert "1958" in page.text
    someone = db.session.scalars(select(Person).where(Person.full_name == "Lê Văn Thọ")).one()
    assert (someone.birth_date, someone.birth_precision) == (date(1958, 1, 1), "year")


@pytest.mark.parametrize(
    "born",
    [
        ["31", "2", "1965"],
        ["", "2", "1965"],
        ["", "", "65"],
        ["", "", "năm"],
        ["1", "1", "2999"],
        ["", "", "99999999999"],
    ],
)
def test_an_impossible_birth_is_refused_and_kept_as_typed(officer: Reader, born: list[str]) -> None:
    page = officer.submit(
        officer.get("/people/new"), {"full_name": "Lê Văn Thọ", "born": born}, status=422
    )
    assert page.errors == ["Hãy nhập ngày, tháng, năm đã qua, ví dụ 5 2 1965, hoặc chỉ nhập năm."]
    typed = [
        field.get("value", "")
        for field in page.form("/new").iter("input")
        if field.get("name") == "born"
    ]
    assert typed == born
    assert db.session.scalar(select(Person.id).where(Person.full_name == "Lê Văn Thọ")) is None


@pytest.mark.parametrize("name", ["   ", "\u200b"])
@pytest.mark.parametrize("path", ["/people/new", "/organisations/new"])
def test_a_name_that_nobody_can_see_is_refused(officer: Reader, path: str, name: str) -> None:
    page = officer.get(path)
    field = "full_name" if path == "/people/new" else "name"
    (error,) = officer.submit(page, {field: name}, status=422).errors
    assert error.startswith("Hãy điền mục")


def test_position_and_organisation_go_together(officer: Reader, cast: Cast) -> None:
    cooperative = cast.cooperative.name
    form = officer.get("/people/new")
    page = officer.submit(form, {"full_name": "Lê Văn Thọ", "position": "Giám đốc"}, status=422)
    assert page.errors == ["Hãy chọn đơn vị mà người này giữ chức vụ."]
    page = officer.submit(
        form, {"full_name": "Lê Văn Thọ", "organisation": cooperative}, status=422
    )
    assert page.errors == ["Hãy nhập chức vụ tại đơn vị này."]


def test_a_wrong_phone_and_an_organisation_that_is_not_there_are_named(officer: Reader) -> None:
    page = officer.submit(
        officer.get("/people/new"),
        {"full_name": "", "phone": "12345", "organisation": "HTX Không Có", "position": "Giám đốc"},
        status=422,
    )
    assert len(page.errors) == 3
    assert page.title.startswith("Lỗi: ")


def test_the_same_person_is_entered_once(app: Flask) -> None:
    birth = Birth(date(1965, 1, 1), BirthPrecision.YEAR)
    register_person("Lê Văn Thọ", None, birth=birth, phone="0912345678")
    register_person("Lê Văn Thọ", None, birth=birth, phone="0912345679")
    register_person("Lê Thị Thọ", None, birth=birth, phone="0912345678")
    register_person("Lê Văn Thọ", None, phone="0912345678")
    for born in (birth, Birth()):
        with pytest.raises(DomainError) as refused:
            register_person("Lê  Văn Thọ", None, birth=born, phone="0912 345 678")
        assert refused.value.field == "full_name"
