"""Whole rows: hidden ones, what is told about them, and in which words."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import force_locale

from lms.rosters.cells import findings
from lms.rosters.cells.findings import Finding, Wording
from lms.rosters.layout.headers import find_header
from lms.rosters.layout.interpretation import ReadOptions, read_rows
from lms.rosters.rows import Field, Severity
from lms.rosters.sheets import UNCALCULATED, Sheet, Value
from tests.rosters.reading.test_headers import sheet

TODAY = date(2026, 11, 24)
HEADING: list[Value] = ["STT", "Họ và tên", "Năm sinh", "Chức vụ"]


def test_hidden_rows_are_left_out_when_that_is_chosen() -> None:
    shown = sheet(HEADING, [1.0, "Nguyễn Văn An", 1968.0], [2.0, "Trần Thị Bình", 1970.0])
    book = Sheet(shown.name, shown.rows, hidden_rows=frozenset({2}))
    reading = read_rows(book, find_header(book), ReadOptions(TODAY, leave_out_hidden=True))
    assert [row.number for row in reading.rows] == [3]
    assert [(one.number, one.code, one.text) for one in reading.left_out] == [
        (2, "hidden", "1 · Nguyễn Văn An · 1968")
    ]


def test_a_row_keeps_its_cells_as_they_stand() -> None:
    book = sheet(HEADING, [1.0, " ông Nguyễn  Văn An", date(1968, 5, 12), None])
    (row,) = read_rows(book, find_header(book), ReadOptions(TODAY)).rows
    assert row.cells == ("1", " ông Nguyễn  Văn An", "12/05/1968", "")


def test_every_row_with_something_in_it_is_accounted_for() -> None:
    rows: list[list[Value]] = [
        HEADING,
        [1.0, "Nguyễn Văn An", 1968.0],
        [],
        [None, None, None, "xem mặt sau"],
        [2.0],
        ["I", "Huyện Hưng Hà"],
        [3.0, None, 1970.0],
        ["Cộng", None, 3.0],
        ["Nơi nhận:"],
        ["- Như trên;"],
    ]
    book = sheet(*rows)
    reading = read_rows(book, find_header(book), ReadOptions(TODAY))
    told = {row.number for row in reading.rows} | {one.number for one in reading.left_out}
    assert told == {2, 4, 5, 6, 7, 8, 9, 10}


def test_a_name_that_was_never_calculated_is_an_error() -> None:
    book = sheet(HEADING, [1.0, UNCALCULATED, 1968.0])
    (row,) = read_rows(book, find_header(book), ReadOptions(TODAY)).rows
    assert row.is_wrong and row.particulars is None
    assert [message.code for message in row.messages] == ["cell_not_calculated"]


def test_a_long_position_is_cut_with_a_word_and_kept_in_the_note() -> None:
    long = "Giám đốc kiêm " * 20
    book = sheet(HEADING, [1.0, "Nguyễn Văn An", 1968.0, long])
    (row,) = read_rows(book, find_header(book), ReadOptions(TODAY)).rows
    assert row.particulars is not None and len(row.particulars.position) <= 120
    assert long.strip() in row.particulars.note
    assert "text_too_long" in {message.code for message in row.messages}


def test_the_error_of_a_formula_weighs_more_in_a_name() -> None:
    wording = Wording()
    for kind, severity in ((Field.FULL_NAME, Severity.ERROR), (Field.POSITION, Severity.WARNING)):
        assert wording.message(Finding("cell_error", kind, "#N/A")).severity == severity


def test_sentences_are_vietnamese_in_pages_and_commands(app: Flask) -> None:
    with app.test_request_context(), force_locale("vi"):
        message = Wording().message(
            Finding("birth_two_digits", Field.BIRTH, "1/2/75", "01/02/1975")
        )
        left_out = Wording().left_out(3, "Cộng", "subtotal")
    assert message.text == "“1/2/75” được đọc là 01/02/1975."
    assert left_out.why == "Dòng cộng."


def test_every_sentence_can_be_filled_in() -> None:
    wording = Wording()
    for code in findings._SENTENCES:
        text = wording.message(Finding(code, Field.FULL_NAME, "100 %(x)s %", "y")).text
        assert "%(text)s" not in text and "%(result)s" not in text
