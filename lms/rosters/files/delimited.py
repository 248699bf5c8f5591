"""Lists in text files: values between commas, semicolons or tabs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from lms.rosters.letters.decoding import decode
from lms.rosters.refusal import MOST_CELLS, MOST_ROWS, RosterRefused
from lms.rosters.sheets import Sheet, SheetInfo, Value

_DELIMITERS = (",", ";", "\t", "|")
_DECLARED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
#: How programs keep Excel from dropping leading zeros: ="0912345678".
_KEPT_AS_TEXT = re.compile(r'="(.*)"')
_SAMPLE_LINES = 200
#: A quotation mark that is not closed within so many lines never will be.
_MOST_LINES_IN_CELL = 20


class DelimitedFile:
    """A text file as a workbook of one sheet. Raises RosterRefused."""

    def __init__(self, data: bytes, filename: str) -> None:
        text, self.encoding = decode(data)
        declared = _DECLARED.match(text)
        body = text[declared.end() :] if declared else text
        rows = _rows(body, declared[1] if declared else _delimiter(body))
        if sum(1 for row in rows if any(row)) > MOST_ROWS:
            raise RosterRefused("too_many_rows")
        if sum(map(len, rows)) > MOST_CELLS:
            raise RosterRefused("too_far")
        self._sheet = Sheet(PurePath(filename).stem, rows)
        self.sheets = [SheetInfo(self._sheet.name, 0, False, len(rows))]

    def sheet(self, _index: int) -> Sheet:
        return self._sheet


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, many rather than few."""
    lines = text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> float:
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
    except csv.Error:
        return 0
    several = {count: times for count, times in counts.items() if count > 1}
    if not several:
        return 0
    cells, times = max(several.items(), key=lambda item: (item[1], item[0]))
    return times / counts.total() * min(cells, 8)


def _rows(text: str, delimiter: str) -> list[list[Value]]:
    lines = [f"{line}\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    try:
        records = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        records = list(_one_by_one(lines, delimiter))
    return [[_value(cell) for cell in record] for record in records]


def _one_by_one(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Rows of a file with a stray quotation mark: it spoils its own row, not those below."""
    place = 0
    while place < len(lines):
        taken, record = _record(lines, place, delimiter)
        place += taken
        yield record


def _record(lines: list[str], place: int, delimiter: str) -> tuple[int, list[str]]:
    for taken in range(1, _MOST_LINES_IN_CELL + 1):
        try:
            found = list(csv.reader(lines[place : place + taken], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        return taken, found[0] if found else []
    return 1, lines[place].rstrip("\n").split(delimiter)


def _value(cell: str) -> Value:
    kept = _KEPT_AS_TEXT.fullmatch(cell)
    return (kept[1] if kept else cell) or None
