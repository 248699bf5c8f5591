"""Every nasty file through the pages: shown as stated, taken over once, and again without any change."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.extensions import db
from lms.registry.models import Person, PersonPhone, Position
from lms.rosters.models import Roster, RosterRow
from tests.people import Cast
from tests.reader import Page, Reader
from tests.rosters.files import send, upload
from tests.rosters.nasty import ALL, Nasty

READABLE = [one for one in ALL if not one.refused]
REFUSED = [one for one in ALL if one.refused]


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def uploaded(officer: Reader, nasty: Nasty, status: int = 200) -> Page:
    page = officer.get("/rosters/new")
    file = upload(nasty.data, nasty.filename)
    page = officer.submit(page, {"file": file}, action="/rosters", status=status)
    if status == 200 and page.path.endswith("/sheet"):
        page = officer.submit(page, {"sheet": str(nasty.sheet)}, action="/sheet")
    return page


def taken_over(officer: Reader, nasty: Nasty) -> Roster:
    """Uploaded, read as it was found, all unknown organisations entered, and applied."""
    page = officer.submit(uploaded(officer, nasty), action="/columns")
    number = page.path.split("/")[2]
    page = officer.get(f"/rosters/{number}/organisations")
    if "không ghi đơn vị nào" not in page.text:
        page = officer.submit(page, {"action": "enter-all"}, action="/organisations")
    page = officer.get(f"/rosters/{number}/rows")
    if "Chưa có dòng nào nhập được" not in page.text:
        assert officer.submit(page, action="/batch").h1 == "Kết quả nhập danh sách"
    db.session.rollback()
    return db.session.get_one(Roster, int(number))


def rows_of(roster: Roster) -> dict[int, RosterRow]:
    rows = db.session.scalars(select(RosterRow).where(RosterRow.roster_id == roster.id))
    return {row.number: row for row in rows}


def sums() -> list[int]:
    db.session.rollback()
    return [
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Person, PersonPhone, Position)
    ]


@pytest.mark.parametrize("nasty", READABLE, ids=lambda one: one.name)
def test_a_nasty_file_is_taken_over_as_stated_and_once(officer: Reader, nasty: Nasty) -> None:
    roster = taken_over(officer, nasty)
    rows = rows_of(roster)
    assert rows.keys() == nasty.people.keys()
    for number, wanted in nasty.people.items():
        is_wrong = wanted is None or wanted.get("wrong", False)
        assert (rows[number].state == "error") == is_wrong, (number, rows[number].messages)
        name = (wanted or {}).get("full_name")
        if name and not is_wrong:
            assert (rows[number].said or {})["full_name"] == name
    assert {one["number"]: one["code"] for one in roster.left_out} == nasty.left_out
    before = sums()
    again = rows_of(taken_over(officer, nasty))
    assert sums() == before
    assert {row.state for row in again.values()} <= {"same", "maybe", "error"}


@pytest.mark.parametrize("nasty", REFUSED, ids=lambda one: one.name)
def test_a_file_that_cannot_be_read_is_refused_with_its_sentence(
    officer: Reader, nasty: Nasty
) -> None:
    if nasty.refused == "no_header":  # a person may say what its columns hold
        assert "Không tìm thấy dòng tiêu đề" in uploaded(officer, nasty).text
        return
    answer = send(officer, nasty.data, nasty.filename)
    assert answer.status_code == 422 and len(Page(answer).errors) == 1
    assert db.session.scalar(select(func.count()).select_from(Roster)) == 0
