"""Reading a file of administrative units: all its mistakes at once, each with its line.

The file is CSV in UTF-8 with the columns of COLUMNS; dates as 2024-11-01. A row says what one unit was
between two days (the last one exclusive) and which unit took it over; a unit that was divided has a row for
each part. A unit that changes its kind (commune to ward) is a new row with the same code.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lms.errors import DomainError
from lms.registry.units.addresses import KINDS, without_kind
from lms.vietnamese import normal_text

COLUMNS = (
    "code", "name", "district", "province", "valid_from", "valid_to", "successor_code", "is_whole",
    "is_default",
)  # fmt: skip
LENGTHS = {"code": 10, "name": 120, "district": 200, "province": 80}
NEEDED = ("code", "name", "province")


class UnitFileError(DomainError):
    """The file has mistakes; ``problems`` names each as "file:line: what, and what to write"."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path}: nothing was applied")
        self.problems = problems


class Identity(NamedTuple):
    """What tells units of one code apart: the first day, or the last one where that is not known."""

    code: str
    began_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class Row:
    """A line of the file, read."""

    line: int
    unit: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    successor_code: str
    is_whole: bool
    is_default: bool

    @property
    def identity(self) -> Identity:
        return identity_of(self.unit["code"], self.valid_from, self.valid_to)


def identity_of(code: str, valid_from: date | None, valid_to: date | None) -> Identity:
    return Identity(code, valid_from, None if valid_from else valid_to)


@dataclass
class UnitFile:
    """A file, and the mistakes found in it so far; ``rows()`` raises UnitFileError with all of them."""

    path: Path
    problems: list[str] = field(default_factory=list)

    def rows(self) -> list[Row]:
        rows = [row for number, cells in self._cells() if (row := self._row(number, cells))]
        self.refuse_problems()
        return rows

    def note(self, line: int, words: str) -> None:
        self.problems.append(f"{self.path}:{line}: {words}")

    def refuse_problems(self) -> None:
        if self.problems:
            raise UnitFileError(self.path, self.problems)

    def _cells(self) -> list[tuple[int, dict[str, str]]]:
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file, strict=True)
                if tuple(reader.fieldnames or ()) != COLUMNS:
                    self.note(1, f"the first line must be: {','.join(COLUMNS)}")
                    return []
                return [(reader.line_num, row) for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else "save it as CSV in UTF-8"
            self.problems.append(f"{self.path}: cannot be read: {reason}")
            return []

    def _row(self, line: int, cells: dict[str, str]) -> Row | None:
        before = len(self.problems)
        if None in cells or None in cells.values():
            self.note(line, f"a line has {len(COLUMNS)} cells, also where some are empty")
            return None
        texts = {name: normal_text(cell) for name, cell in cells.items()}
        unit = {name: texts[name] for name in LENGTHS}
        self._check_texts(line, unit)
        began, ended = (self._date(line, name, texts[name]) for name in ("valid_from", "valid_to"))
        if began and ended and began >= ended:
            self.note(line, "valid_to must be after valid_from")
        if bool(texts["successor_code"]) != bool(texts["valid_to"]):
            self.note(line, "a unit that ended has valid_to and successor_code, another neither")
        flags = [self._flag(line, name, texts[name]) for name in ("is_whole", "is_default")]
        if len(self.problems) > before:
            return None
        return Row(line, unit, began, ended, texts["successor_code"], *flags)

    def _check_texts(self, line: int, unit: dict[str, str]) -> None:
        for name in NEEDED:
            if not unit[name]:
                self.note(line, f"{name} is empty")
        for name, length in LENGTHS.items():
            if len(unit[name]) > length:
                self.note(line, f"{name} is longer than {length} characters")
        if unit["name"] and not without_kind(unit["name"])[0]:
            self.note(line, f"the name begins with one of: {', '.join(KINDS)}")

    def _date(self, line: int, name: str, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.note(line, f"{name} must be a date such as 2024-11-01, or empty")
            return None

    def _flag(self, line: int, name: str, text: str) -> bool:
        if text not in ("", "0", "1"):
            self.note(line, f"{name} must be 1 or 0 (1 when left empty)")
        return text != "0"
