"""Uploading a list: what is taken, what is refused in which words, and who sees it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.extensions import db
from lms.rosters.models import Roster, RosterRow
from lms.rosters.uploading import safe_name
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Page, Reader
from tests.rosters.files import send, upload, workbook

ROWS = (
    (1, "Nguyễn Thị Hoa", 1975, "Giám đốc", "HTX Minh Tân", 912345678),
    (2, "Lê Văn Hai", 1980, "Kế toán", "HTX Chưa Có", "0987 654 321"),
    (3, "Hoàng", 1981, "Kế toán", "HTX Minh Tân", ""),
    ("", "Tổng số: 3 người"),
)


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    factories.organisation("HTX DVNN Minh Tân")
    return Reader(app, cast.officer)


def uploaded(reader: Reader, data: bytes, name: str = "danh-sach.xlsx", **values: Any) -> Page:
    page = reader.get("/rosters/new")
    return reader.submit(page, {"file": upload(data, name), **values}, action="/rosters")


def previewed(reader: Reader, data: bytes, **values: Any) -> Page:
    return reader.submit(uploaded(reader, data, **values), action="/columns")


def path_of(page: Page, ending: str) -> str:
    return f"/rosters/{page.path.split('/')[2]}/{ending}"


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def empty_workbook() -> bytes:
    file = BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def test_a_sheet_without_a_word_is_refused(officer: Reader) -> None:
    page = officer.get("/rosters/new")
    refused = officer.submit(
        page, {"file": upload(empty_workbook())}, action="/rosters", status=422
    )
    assert refused.errors == ["Trang này không có chữ nào. Hãy chọn trang khác hoặc tệp khác."]
    page = uploaded(officer, workbook(*ROWS, sheets=("Danh sách", "Trang trắng")))
    refused = officer.submit(page, {"sheet": "1"}, action="/sheet", status=422)
    assert refused.errors == ["Trang này không có chữ nào. Hãy chọn trang khác hoặc tệp khác."]


def test_examples_of_citizen_numbers_are_masked(officer: Reader) -> None:
    heading = ("STT", "Họ và tên", "Năm sinh", "Số CCCD")
    rows = [(1, "Nguyễn Thị Hoa", 1975, "034175001234")]
    page = uploaded(officer, workbook(*rows, heading=heading))
    assert "034175001234" not in page.html and "•••••••••234" in page.html


def test_a_list_is_found_again_where_it_was_left(officer: Reader) -> None:
    page = uploaded(officer, workbook(*ROWS))
    index = officer.get("/rosters")
    assert index.rows()[0][:2] == ["danh-sach.xlsx", "Kiểm tra các cột"]
    assert officer.get(index.links["danh-sach.xlsx"]).h1 == "Kiểm tra các cột"
    officer.submit(page, action="/columns")
    assert officer.get(index.links["danh-sach.xlsx"]).h1 == "Xem trước kết quả nhập"


def test_a_file_that_was_taken_over_before_is_told(officer: Reader) -> None:
    data = workbook(*ROWS)
    officer.submit(previewed(officer, data), action="/batch")
    assert "đã được" in uploaded(officer, data).text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("\u202exslx.exe", "xslx.exe"),
        ("a" * 300 + ".xlsx", "a" * 195 + ".xlsx"),
        ("<script>alert(1)</script>.xlsx", "script>.xlsx"),
    ],
)
def test_the_name_of_a_file_is_shown_safely(officer: Reader, name: str, shown: str) -> None:
    uploaded(officer, workbook(*ROWS), name)
    assert db.session.scalars(select(Roster.filename)).one() == shown
    assert shown in officer.get("/rosters").text


def test_what_is_no_list_is_refused_in_a_sentence(officer: Reader) -> None:
    page = officer.get("/rosters/new")
    page = officer.submit(
        page, {"file": upload(b"%PDF-1.7 ...", "x.pdf")}, action="/rosters", status=422
    )
    assert len(page.errors) == 1 and count(Roster) == 0


@pytest.mark.parametrize(
    ("size", "status", "words"), [(10 << 20, 422, "10 MB"), (13 << 20, 413, "quá lớn")]
)
def test_a_file_of_more_than_ten_megabytes_is_refused(
    officer: Reader, size: int, status: int, words: str
) -> None:
    """One that is a little too large has a sentence of its own."""
    answer = send(officer, b"x" * (size + 1), "x.csv")
    assert (answer.status_code, count(Roster)) == (status, 0)
    assert words in " ".join(Page(answer).errors) + Page(answer).h1


def test_other_forms_take_no_large_bodies(officer: Reader) -> None:
    answer = officer.client.post(
        "/people/new", data=b"x" * (7 << 20), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_the_folders_of_a_file_are_left_out_of_its_name() -> None:
    assert safe_name("C:\\Users\\x\\danh sách.xlsx") == "danh sách.xlsx"
    assert safe_name("   ") == safe_name("") == "danh-sach"


def test_the_preview_asks_as_much_of_the_database_for_three_rows_as_for_one(
    officer: Reader,
) -> None:
    sums = []
    for rows in (ROWS[:1], ROWS[:3]):
        page = officer.get(path_of(previewed(officer, workbook(*rows)), "rows"))
        with counted() as statements:
            officer.get(page.path)
        sums.append(len(statements))
    assert sums[0] == sums[1]


def test_the_index_asks_once_for_all_lists(officer: Reader) -> None:
    sums = []
    for _n in range(2):
        uploaded(officer, workbook(*ROWS))
        with counted() as statements:
            officer.get("/rosters")
        sums.append(len(statements))
    assert sums[0] == sums[1]


def test_others_do_not_see_lists(app: Flask, cast: Cast, officer: Reader) -> None:
    page = uploaded(officer, workbook(*ROWS))
    for account in (cast.leader, cast.contact, cast.trainer, cast.learner):
        assert Reader(app, account).fetch(page.path).status_code == 403
    assert count(RosterRow) == 0
