"""Workbooks of Excel 5 to 2003, read by xlrd.

Not by calamine: it takes as much memory as the header of such a file asks for, and with that a file of
600 bytes ends the process (tafia/calamine#714). xlrd also tells hidden rows.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT
from xlrd.compdoc import CompDoc

from lms.rosters.refusal import MOST_CELLS, MOST_ROWS, RosterRefused
from lms.rosters.sheets import CellError, Merge, Sheet, SheetInfo, Value, number

_BEGIN, _PASSWORD = 0x0809, 0x002F
_VALUES = {0x0006, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00BD, 0x00D6}
_BLANK, _BLANKS, _NUMBERS = 0x0201, 0x00BE, 0x00BD
_CELLS = _VALUES | {_BLANK, _BLANKS}
_LAST_COLUMN = 255
T = TypeVar("T")


class XlsFile:
    """Raises RosterRefused for what cannot be read, and for sheets beyond the limits."""

    def __init__(self, data: bytes) -> None:
        stream = _guarded(lambda: _workbook_stream(data))
        _check(stream)
        self._book = _guarded(lambda: _open(stream))
        self.sheets = [self._info(index) for index in range(self._book.nsheets)]

    def sheet(self, index: int) -> Sheet:
        return _guarded(lambda: self._read(index))

    def _info(self, index: int) -> SheetInfo:
        sheet = _guarded(lambda: self._book.sheet_by_index(index))
        return SheetInfo(sheet.name, index, bool(sheet.visibility), sheet.nrows)

    def _read(self, index: int) -> Sheet:
        sheet, mode = self._book.sheet_by_index(index), self._book.datemode
        rows = [
            [_value(cell.ctype, cell.value, mode) for cell in sheet.row(row)]
            for row in range(sheet.nrows)
        ]
        merges = tuple(
            Merge(top + 1, left, bottom, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        )
        hidden = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
        return Sheet(sheet.name, rows, merges, hidden, mode == 1)


def _workbook_stream(data: bytes) -> bytes:
    document = CompDoc(data, logfile=io.StringIO())
    stream = document.get_named_stream("Workbook") or document.get_named_stream("Book")
    if not stream:
        raise RosterRefused("not_a_spreadsheet")
    return bytes(stream)


def _open(stream: bytes) -> xlrd.book.Book:
    return xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
    )


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of every record."""
    place, end = 0, len(stream)
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, min(length, end - place - 4)
        place += 4 + length


def _check(stream: bytes) -> None:
    """Refuse a locked workbook and sheets beyond the limits, before room is made for them."""
    widths: dict[int, int] = {}
    filled: set[int] = set()
    cells = 0
    for kind, start, length in _records(stream):
        if kind == _PASSWORD:
            raise RosterRefused("password")
        if kind == _BEGIN:
            widths, filled, cells = {}, set(), 0
        elif kind in _CELLS:
            row, width = _reach(stream, kind, start, length)
            if width > widths.get(row, 0):
                cells += width - widths.get(row, 0)
                widths[row] = width
            if kind in _VALUES:
                filled.add(row)
            _check_size(len(filled), cells)


def _check_size(rows: int, cells: int) -> None:
    if rows > MOST_ROWS:
        raise RosterRefused("too_many_rows")
    if cells > MOST_CELLS:
        raise RosterRefused("too_far")


def _reach(stream: bytes, kind: int, start: int, length: int) -> tuple[int, int]:
    """The row of a record of cells and the last column, both counted as the file does."""
    if length < 6:
        raise RosterRefused("damaged")
    row, column = struct.unpack_from("<HH", stream, start)
    if kind in (_BLANKS, _NUMBERS):
        (column,) = struct.unpack_from("<H", stream, start + length - 2)
    if column > _LAST_COLUMN:
        raise RosterRefused("damaged")
    return row, column + 1


def _guarded(read: Callable[[], T]) -> T:
    try:
        return read()
    except RosterRefused:
        raise
    except Exception as fault:  # a damaged file can make xlrd stumble anywhere
        raise RosterRefused("damaged") from fault


def _value(kind: int, value: object, mode: int) -> Value:
    if kind == XL_CELL_TEXT:
        return str(value) or None
    if kind == XL_CELL_NUMBER:
        return number(float(value))  # type: ignore[arg-type]
    if kind == XL_CELL_DATE:
        return _date(float(value), mode)  # type: ignore[arg-type]
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(int(value), "#?"))  # type: ignore[call-overload]
    return None


def _date(days: float, mode: int) -> Value:
    try:
        moment = xlrd.xldate_as_datetime(days, 1 if mode else 0)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return number(days)
    return moment if moment.time() != datetime.min.time() else moment.date()
