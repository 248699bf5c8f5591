"""A sheet as it stands in the file: typed cells, merged ranges, hidden rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """What a formula gave instead of a value, such as "#N/A"."""

    code: str


#: A formula whose result is not in the file: it was written by a program and never calculated.
UNCALCULATED = CellError("=?")

#: None is an empty cell; numbers are floats; a date without a time of day is a ``date``.
Value: TypeAlias = str | float | bool | date | datetime | CellError | None


class Merge(NamedTuple):
    """Cells shown as one: rows count from 1, columns from 0, all four included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet in the list to choose from; ``rows`` is the number of the last row with something in it."""

    name: str
    index: int
    is_hidden: bool
    rows: int


@dataclass(frozen=True)
class Sheet:
    """``rows[n - 1][column]`` is the cell of row n, as Excel counts; rows may differ in length."""

    name: str
    rows: list[list[Value]]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    date_1904: bool = False

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def row(self, number: int) -> list[Value]:
        """The cells of a row, counted from 1; none for a row past the end."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else []

    def texts(self, number: int) -> tuple[str, ...]:
        """The cells of a row as they would be read aloud."""
        return tuple(text_of(value) for value in self.row(number))

    def all_texts(self) -> Iterator[str]:
        """Every cell that holds text, in reading order."""
        return (value for row in self.rows for value in row if isinstance(value, str))


def number(value: float) -> Value:
    """A number as a cell; what damaged files hold instead of one is an error."""
    return value if math.isfinite(value) else CellError("#NUM!")


def text_of(value: Value) -> str:
    """A cell as text: whole numbers without a point, dates by day, month and year."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, CellError):
        return value.code
    pattern = "%d/%m/%Y"
    if isinstance(value, datetime) and (value.hour or value.minute):
        pattern += " %H:%M"
    return value.strftime(pattern)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def column_letter(column: int) -> str:
    """The letters over a column counted from 0: A, B ... Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
