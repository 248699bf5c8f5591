"""Citizen numbers on pages: masked, read whole for a reason, and nowhere else, not even in the files."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from lms.accounts.kept_forms import unseal
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.citizen_number import citizen_number_of, set_citizen_number
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader, form_data

NUMBER, MASK = "034165001234", "•••••••••234"
REASON = "Lập danh sách chi tiền ăn"


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


@pytest.fixture
def someone(app: Flask, cast: Cast) -> Person:
    return factories.person("Nguyễn Thị Hường", cast.cooperative)


@pytest.fixture
def numbered(someone: Person) -> Person:
    set_citizen_number(someone, NUMBER, None)
    db.session.commit()
    return someone


def address(person: Person, rest: str = "") -> str:
    return f"/people/{person.id}/citizen-number{rest}"


def record(officer: Reader, person: Person, number: str, status: int = 200) -> Page:
    page = officer.get(address(person))
    return officer.submit(page, {"citizen_number": number}, action="/citizen-number", status=status)


def stored(person: Person) -> str:
    db.session.refresh(person)
    return citizen_number_of(person)


def acts() -> list[tuple[str, int | None]]:
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.action, entry.actor_id) for entry in entries]


def test_a_number_is_recorded_and_shown_masked(
    officer: Reader, cast: Cast, someone: Person
) -> None:
    page = record(officer, someone, "034 165 001 234")
    assert MASK in page.text and NUMBER not in page.html
    assert stored(someone) == NUMBER
    assert acts() == [("citizen number recorded", cast.officer.id)]


@pytest.mark.parametrize("number", ["", "123", "034165001234567", "03416500123a", "không có"])
def test_what_is_no_number_is_refused_and_kept_as_typed(
    officer: Reader, someone: Person, number: str
) -> None:
    page = record(officer, someone, number, status=422)
    assert len(page.errors) == 1
    assert form_data(page.form("/citizen-number"))["citizen_number"] == number
    assert stored(someone) == ""


def test_lost_zeros_are_offered_and_put_back_when_they_belong_there(
    officer: Reader, someone: Person
) -> None:
    page = record(officer, someone, "34165001234", status=422)
    assert page.errors[0].startswith("Số này thiếu chữ số.") and NUMBER in page.text
    assert stored(someone) == ""
    officer.submit(page, {"add_zeros": "y"}, action="/citizen-number")
    assert stored(someone) == NUMBER


@pytest.mark.parametrize(
    ("birth_year", "sex", "number", "warning"),
    [
        (1966, "female", NUMBER, "Năm sinh theo số định danh khác với năm sinh đã ghi."),
        (1965, "male", NUMBER, "Giới tính theo số định danh khác với giới tính đã ghi."),
        (1965, "female", "151234567", "Đây là số chứng minh nhân dân cũ."),
    ],
)
def test_a_doubtful_number_is_kept_with_a_warning(
    officer: Reader, someone: Person, birth_year: int, sex: str, number: str, warning: str
) -> None:
    someone.birth_date = someone.created_at.date().replace(year=birth_year)
    someone.birth_precision, someone.sex = "year", sex
    db.session.commit()
    assert warning in record(officer, someone, number).text
    assert stored(someone) == number


def test_the_whole_number_is_shown_once_for_a_reason(
    officer: Reader, cast: Cast, numbered: Person
) -> None:
    page = officer.get(address(numbered, "/disclosure"))
    assert NUMBER not in page.html
    answer = officer.submit(page, {"reason": REASON}, action="/disclosure")
    assert NUMBER in answer.text
    assert "no-store" in answer.response.headers["Cache-Control"]
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject_id, entry.actor_id, entry.changes) == (
        "citizen number disclosed",
        numbered.id,
        cast.officer.id,
        {"reason": REASON},
    )
    # the same form a second time shows the person, masked
    again = officer.submit(page, {"reason": REASON}, action="/disclosure")
    assert again.path == f"/people/{numbered.id}" and NUMBER not in again.html
    assert len(acts()) == 2


@pytest.mark.parametrize("reason", ["", "   ", f"Cần số {NUMBER}", "cần 034.165.001.234"])
def test_without_a_reason_or_with_the_number_in_it_nothing_is_shown(
    officer: Reader, numbered: Person, reason: str
) -> None:
    page = officer.get(address(numbered, "/disclosure"))
    page = officer.submit(page, {"reason": reason}, action="/disclosure", status=422)
    assert len(page.errors) == 1
    assert [action for action, _by in acts()] == ["citizen number recorded"]


def test_there_is_nothing_to_read_where_nothing_is_recorded(
    officer: Reader, someone: Person
) -> None:
    page = officer.get(address(someone, "/disclosure"))
    page = officer.submit(page, {"reason": REASON}, action="/disclosure", status=422)
    assert page.errors == ["Chưa lưu số định danh của người này."]


def test_a_number_is_removed(officer: Reader, numbered: Person) -> None:
    officer.submit(officer.get(address(numbered)), action="/removal")
    db.session.refresh(numbered)
    assert numbered.citizen_number_encrypted is numbered.citizen_number_hash is None
    assert [action for action, _by in acts()][-1] == "citizen number removed"


@pytest.mark.parametrize("who", ["leader", "contact", "administrator", "trainer", "learner"])
def test_others_neither_read_nor_learn_that_there_is_one(
    app: Flask, cast: Cast, numbered: Person, who: str
) -> None:
    account: Account = getattr(cast, who)
    reader = Reader(app, account)
    for path in (address(numbered), address(numbered, "/disclosure")):
        reader.get(path, status=403)
    if who in ("leader", "contact"):
        page = reader.get(f"/people/{numbered.id}")
        assert "•" not in page.text and "định danh" not in page.text


def test_a_number_is_sought_without_standing_in_an_address(
    officer: Reader, numbered: Person
) -> None:
    factories.person("Lê Thị Mơ")
    page = officer.submit(officer.get("/people"), {"sought": "034 165 001 234"}, action="/search")
    assert [row[0] for row in page.rows()] == [numbered.full_name] and NUMBER not in page.html
    assert b"number=" in page.response.request.query_string
    page = officer.get(f"/people?q={NUMBER}")  # typed into the address bar by somebody
    assert [row[0] for row in page.rows()] == [numbered.full_name] and NUMBER not in page.html
    page = officer.submit(officer.get("/people"), {"sought": "034165009999"}, action="/search")
    assert page.rows() == [] and "Không có ai mang số này" in page.text
    page = officer.submit(officer.get("/people"), {"sought": "mơ"}, action="/search")
    assert page.response.request.query_string.startswith(b"q=") and len(page.rows()) == 1


def test_nine_digits_are_a_citizen_number_or_a_telephone_number_without_its_zero(
    officer: Reader, someone: Person
) -> None:
    factories.person("Lê Thị Mơ", phone="0912345678")
    set_citizen_number(someone, "351234567", None)
    db.session.commit()
    for q, name in (("912345678", "Lê Thị Mơ"), ("351234567", someone.full_name)):
        page = officer.submit(officer.get("/people"), {"sought": q}, action="/search")
        assert [row[0] for row in page.rows()] == [name]
    assert "351234567" not in page.html


@pytest.mark.parametrize("who", ["leader", "contact"])
def test_the_address_of_a_number_tells_others_nothing(
    app: Flask, cast: Cast, numbered: Person, who: str
) -> None:
    factories.person("Lê Thị Mơ", cast.cooperative)
    page = Reader(app, getattr(cast, who)).get(f"/people?number={numbered.citizen_number_hash}")
    assert {"Lê Thị Mơ", numbered.full_name} <= {row[0] for row in page.rows()}


@pytest.mark.parametrize("number", ["x", "0" * 64, ",", "0" * 63 + "%00"])
def test_an_address_changed_by_hand_finds_nobody_or_all(officer: Reader, number: str) -> None:
    assert officer.get(f"/people?number={number}").status == 200


def test_no_page_list_log_or_record_holds_the_number(
    app: Flask,
    cast: Cast,
    officer: Reader,
    someone: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    record(officer, someone, NUMBER)
    officer.submit(
        officer.get(address(someone, "/disclosure")), {"reason": REASON}, action="/disclosure"
    )
    pages = ["/people", "/people?q=huong", f"/people/{someone.id}", address(someone)]
    pages += [f"/people/{someone.id}/{rest}" for rest in ("particulars", "phones")]
    pages += [f"/organisations/{cast.cooperative.id}", "/"]
    assert [path for path in pages if NUMBER in officer.get(path).html] == []
    assert NUMBER not in caplog.text
    words = [
        json.dumps(e.changes, ensure_ascii=False) for e in db.session.scalars(select(AuditEntry))
    ]
    assert words and NUMBER not in "".join(words)
    assert not any(NUMBER in cell for cell in every_cell())
    assert someone.citizen_number_hash in every_cell()  # the search would have found it


@pytest.mark.parametrize(
    ("path", "field"),
    [("/people/{}/citizen-number", "citizen_number"), ("/people/search", "sought")],
)
def test_a_session_that_ended_keeps_no_number_for_who_signs_in_next(
    officer: Reader, someone: Person, path: str, field: str
) -> None:
    page = officer.get(address(someone) if field == "citizen_number" else "/people")
    officer.client.delete_cookie(officer.app.config["SESSION_COOKIE_NAME"])
    data = {**form_data(page.form(path.format(someone.id))), field: NUMBER}
    answer = officer.client.post(
        path.format(someone.id), data=data, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 401
    kept = unseal(form_data(Page(answer).form("/sign-in"))["kept"])
    assert kept is not None and field not in dict(kept.fields)
    assert NUMBER not in str(kept) and NUMBER not in answer.text


def test_no_file_of_the_database_holds_the_number(
    app: Flask, cast: Cast, officer: Reader, someone: Person
) -> None:
    record(officer, someone, NUMBER)
    name = someone.full_name.encode()
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the files of a PostgreSQL server are not ours; its tables were searched")
    db.session.remove()
    files = Path(db.engine.url.database or "").parent.glob("lms.sqlite3*")
    content = b"".join(path.read_bytes() for path in files)
    assert name in content and NUMBER.encode() not in content


def every_cell() -> set[str]:
    """Every value of every table, as text."""
    cells = set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')):  # noqa: S608
            cells.update(str(value) for value in row)
    return cells
