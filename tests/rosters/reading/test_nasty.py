"""Every nasty file is read as it says, or refused with the sentence that it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lms.rosters.files.reading import RosterRefused, open_workbook
from lms.rosters.layout.headers import find_header
from lms.rosters.layout.interpretation import ReadOptions, read_rows
from lms.rosters.letters.encodings import converted, suspected_encoding
from lms.rosters.rows import Particulars, Reading, ReadRow
from tests.rosters.nasty import ALL, Nasty

TODAY = date(2026, 11, 24)


def read(nasty: Nasty) -> Reading:
    sheet = open_workbook(nasty.data, nasty.filename).sheet(nasty.sheet)
    font = suspected_encoding(sheet.all_texts())
    assert (font or "") == nasty.font
    if font:
        sheet = converted(sheet, font)
    return read_rows(sheet, find_header(sheet), ReadOptions(TODAY))


def told(row: ReadRow, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the row says of the things that are asked about."""
    assert row.particulars is not None, row.messages
    answers = {
        name: _told(row.particulars, name) for name in wanted if name not in ("codes", "wrong")
    }
    if "codes" in wanted:
        answers["codes"] = {message.code for message in row.messages} & wanted["codes"]
    if "wrong" in wanted:
        answers["wrong"] = row.is_wrong
    return answers


def _told(particulars: Particulars, name: str) -> object:
    if name != "birth":
        return getattr(particulars, name)
    birth = particulars.birth
    if birth.day is None:
        return ""
    return birth.day.isoformat() if birth.precision == "day" else str(birth.day.year)


@pytest.mark.parametrize("nasty", ALL, ids=lambda nasty: nasty.name)
def test_each_nasty_file_is_read_as_stated(nasty: Nasty) -> None:
    if nasty.refused:
        with pytest.raises(RosterRefused) as refusal:
            read(nasty)
        assert refusal.value.code == nasty.refused
        return
    reading = read(nasty)
    rows = {row.number: row for row in reading.rows}
    assert rows.keys() == nasty.people.keys()
    assert {one.number: one.code for one in reading.left_out} == nasty.left_out
    for number, wanted in nasty.people.items():
        if wanted is None:
            assert rows[number].particulars is None and rows[number].is_wrong
        else:
            assert told(rows[number], wanted) == wanted


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 25
    assert len({nasty.name for nasty in ALL}) == len(ALL)
