"""No file, however damaged, does anything but be read or be refused; limits are kept."""

from __future__ import annotations

import random
import time
import tracemalloc
from contextlib import suppress
from datetime import date

import pytest

from lms.rosters.files.reading import RosterRefused, open_workbook
from lms.rosters.layout.headers import find_header
from lms.rosters.layout.interpretation import ReadOptions, read_rows
from lms.rosters.letters.encodings import suspected_encoding
from tests.rosters.mutations import mutated
from tests.rosters.nasty import ALL, Nasty
from tests.rosters.nasty.kit import xlsx
from tests.rosters.nasty.refused import with_sheet

READABLE = [nasty for nasty in ALL if not nasty.refused]
MUTATIONS, MOST_SECONDS = 400, 20
HEADING = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Điện thoại",
    "Đơn vị",
    "Chức vụ",
    "Xã",
    "Huyện",
]


def read_everything(data: bytes) -> None:
    workbook = open_workbook(data, "danh sach.xlsx")
    for info in workbook.sheets:
        sheet = workbook.sheet(info.index)
        suspected_encoding(sheet.all_texts())
        read_rows(sheet, find_header(sheet), ReadOptions(date(2026, 11, 24)))


def test_damaged_files_are_read_or_refused() -> None:
    for seed in range(MUTATIONS):
        chance = random.Random(seed)  # noqa: S311 - the same damage in every run
        data = mutated(chance.choice(READABLE).data, chance)
        started = time.process_time()
        with suppress(RosterRefused):
            read_everything(data)
        assert time.process_time() - started < MOST_SECONDS, seed


@pytest.mark.parametrize("nasty", [n for n in ALL if n.refused], ids=lambda nasty: nasty.name)
def test_refusing_takes_little_time_and_memory(nasty: Nasty) -> None:
    tracemalloc.start()
    started = time.process_time()
    try:
        with pytest.raises(RosterRefused):
            read_everything(nasty.data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < MOST_SECONDS
    assert peak < 400 * 1024 * 1024


def test_a_dimension_that_promises_everything_costs_nothing() -> None:
    data = with_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>'
    ).replace(b"A1:A1", b"A1:XFD1048576")
    assert open_workbook(data, "a.xlsx").sheets[0].rows == 1


def test_a_sheet_of_exactly_twenty_thousand_rows_is_read() -> None:
    rows = [["Họ và tên"], *[[f"Nguyễn Văn {chr(65 + n % 20)}"] for n in range(19_999)]]
    assert open_workbook(xlsx(rows), "a.xlsx").sheets[0].rows == 20_000


def test_there_is_no_sheet_beyond_the_last() -> None:
    workbook = open_workbook(xlsx([["Họ và tên"]]), "a.xlsx")
    with pytest.raises(IndexError):
        workbook.sheet(1)


def test_ten_thousand_rows_are_read_in_seconds() -> None:
    """A guard against work that grows with the square of the rows, not a measurement."""
    row = [
        "Ông Nguyễn Văn An",
        "1/2/75",
        "Nam",
        912345678,
        "HTX Minh Tân",
        "GĐ",
        "Minh Tân",
        "Hưng Hà",
    ]
    data = xlsx([HEADING, *[[n, *row] for n in range(1, 10_001)]])
    started = time.process_time()
    sheet = open_workbook(data, "a.xlsx").sheet(0)
    reading = read_rows(sheet, find_header(sheet), ReadOptions(date(2026, 11, 24)))
    assert len(reading.rows) == 10_000
    assert time.process_time() - started < 10
