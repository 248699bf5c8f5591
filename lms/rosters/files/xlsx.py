"""Workbooks of Excel since 2007, read by calamine after a look of our own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import IO, NamedTuple, TypeVar

import python_calamine

from lms.rosters.files.archive import Archive, packed
from lms.rosters.files.sheet_xml import Attributes, SheetScan, is_true, local, walk
from lms.rosters.refusal import MOST_CELLS, RosterRefused
from lms.rosters.sheets import UNCALCULATED, CellError, Merge, Sheet, SheetInfo, Value, number

#: Characters that XML cannot hold, as Excel writes them: _x000D_ is a carriage return.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
T = TypeVar("T")


class _Place(NamedTuple):
    name: str
    path: str
    is_hidden: bool


class _Relation(NamedTuple):
    identifier: str
    kind: str
    path: str


class XlsxFile:
    """Raises RosterRefused for what cannot be read, and for sheets beyond the limits."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._workbook = _path(_relations(archive, ""), "officeDocument") or "xl/workbook.xml"
        self._relations = _relations(archive, self._workbook)
        self._places: list[_Place] = []
        self.date_1904 = False
        walk(archive.part(self._workbook), self._workbook_element)
        if not self._places:
            raise RosterRefused("not_a_spreadsheet")
        self._check_strings()
        self._scans = [self._scan(place) for place in self._places]
        self.sheets = [
            SheetInfo(place.name, index, place.is_hidden, scan.last_row)
            for index, (place, scan) in enumerate(zip(self._places, self._scans, strict=True))
        ]

    def sheet(self, index: int) -> Sheet:
        place, scan = self._places[index], self._scans[index]
        rows, merges = _guarded(lambda: _read(self._packed(place.path), place.name))
        for (row, column), code in scan.errors.items():
            _put(rows, row, column, CellError(code))
        for row, column in scan.uncalculated:
            _put(rows, row, column, UNCALCULATED)
        return Sheet(place.name, rows, merges, frozenset(scan.hidden_rows), self.date_1904)

    def _workbook_element(self, name: str, attributes: Attributes) -> None:
        if local(name) == "workbookPr":
            self.date_1904 = is_true(attributes.get("date1904", ""))
        elif local(name) == "sheet":
            identifier = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self._places += [
                _Place(attributes.get("name", ""), relation.path, hidden)
                for relation in self._relations
                if relation.identifier == identifier and relation.kind == "worksheet"
            ]

    def _check_strings(self) -> None:
        """calamine makes room for as many texts as the first element promises."""

        def check(name: str, attributes: Attributes) -> None:
            for key in ("count", "uniqueCount"):
                promised = attributes.get(key, "0") if local(name) == "sst" else "0"
                if not promised.isdecimal() or int(promised[:12]) > MOST_CELLS:
                    raise RosterRefused("damaged")

        path = _path(self._relations, "sharedStrings")
        if path in self._archive:
            walk(self._archive.part(path), check)

    def _scan(self, place: _Place) -> SheetScan:
        scan = SheetScan(self._archive.part(place.path))
        self._archive.forget(place.path)
        return scan

    def _packed(self, path: str) -> IO[bytes]:
        names = [
            _relations_of(""),
            self._workbook,
            _relations_of(self._workbook),
            _path(self._relations, "sharedStrings"),
            _path(self._relations, "styles"),
            path,
        ]
        package = packed(
            (name, self._archive.part(name)) for name in names if name in self._archive
        )
        self._archive.forget(path)
        return package


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(archive: Archive, part: str) -> list[_Relation]:
    """What a part of the package points to."""
    found: list[_Relation] = []

    def relation(name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship":
            folder = posixpath.join("/", posixpath.dirname(part))
            path = posixpath.normpath(posixpath.join(folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append(_Relation(attributes.get("Id", ""), kind, path.lstrip("/")))

    walk(archive.part(_relations_of(part)), relation)
    return found


def _path(relations: list[_Relation], kind: str) -> str:
    return next((relation.path for relation in relations if relation.kind == kind), "")


def _read(file: IO[bytes], name: str) -> tuple[list[list[Value]], tuple[Merge, ...]]:
    with python_calamine.load_workbook(file) as workbook:
        sheet = workbook.get_sheet_by_name(name)
        rows = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        ranges = sheet.merged_cell_ranges or []
    return rows, tuple(
        Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges
    )


def _guarded(read: Callable[[], T]) -> T:
    """What the reader says of a damaged file, whether it is an error or a Rust panic."""
    try:
        return read()
    except Exception as fault:
        raise RosterRefused("damaged") from fault
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":
            raise RosterRefused("damaged") from fault
        raise


def _value(cell: object) -> Value:
    if isinstance(cell, str):
        if "_x" in cell:
            cell = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)
        return cell or None
    if isinstance(cell, bool | date):
        return cell
    if isinstance(cell, float | int):
        return number(float(cell))
    return str(cell) if isinstance(cell, time | timedelta) else None


def _put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value
