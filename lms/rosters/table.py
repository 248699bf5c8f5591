"""The rows of a list below its heading, cell by cell of each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.rosters.headers import Header
from lms.rosters.rows import Field
from lms.rosters.sheets import CellError, Sheet, Value, text_of
from lms.vietnamese import normal_text


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it stands, ``own``, and as it is read, ``values`` and ``texts``.

    Read, it has the cells that are merged with it from above (``merged`` are their columns), and nothing
    where a formula failed (``errors``). ``filled`` are the texts of the cells that it has itself.
    """

    number: int
    own: list[Value]
    values: list[Value]
    texts: list[str]
    filled: dict[int, str]
    merged: frozenset[int]
    errors: dict[int, CellError]

    def cell(self, column: int) -> Value:
        return self.values[column] if column < len(self.values) else None

    def text(self, column: int) -> str:
        return self.texts[column] if column < len(self.texts) else ""


class Columns:
    """Where the fields of a list stand."""

    def __init__(self, header: Header) -> None:
        self.places = header.columns
        self.fields = {
            column: field for field, places in header.columns.items() for column in places
        }

    def values(self, row: TableRow, field: Field) -> list[Value]:
        return [row.cell(column) for column in self.places.get(field, ())]

    def texts(self, row: TableRow, field: Field) -> list[str]:
        return [text for column in self.places.get(field, ()) if (text := row.text(column))]

    def name(self, row: TableRow) -> str:
        """The name as it stands, with its odd characters, from all columns that hold a part of it.

        A column that only repeats the given name, for sorting, adds nothing.
        """
        parts = [text_of(value) for value in self.values(row, Field.FULL_NAME) if value is not None]
        parts = [part for part in parts if part.strip()]
        if (
            len(parts) > 1
            and len(parts[0].split()) > 2
            and parts[0].split()[-1] == parts[-1].strip()
        ):
            parts.pop()
        return " ".join(parts)


def table_rows(sheet: Sheet, first: int) -> Iterator[TableRow]:
    """The rows from this one on, without the blank ones."""
    above = _merged_from_above(sheet, first)
    for number in range(first, len(sheet.rows) + 1):
        own = sheet.row(number)
        shown = [_shown(value) for value in own]
        filled = {column: text for column, text in enumerate(shown) if text}
        if filled:
            yield _table_row(number, own, filled, above.get(number, {}))


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return normal_text(value)
    return "" if value is None else text_of(value)


def _table_row(
    number: int, own: list[Value], filled: dict[int, str], above: dict[int, Value]
) -> TableRow:
    errors = {column: value for column, value in enumerate(own) if isinstance(value, CellError)}
    width = max(len(own), *(column + 1 for column in above)) if above else len(own)
    values: list[Value] = [*own, *[None] * (width - len(own))]
    texts = [filled.get(column, "") for column in range(width)]
    for column in errors:
        values[column], texts[column] = None, ""
    for column, value in above.items():
        values[column], texts[column] = value, _shown(value)
    return TableRow(number, own, values, texts, filled, frozenset(above), errors)


def _merged_from_above(sheet: Sheet, first: int) -> dict[int, dict[int, Value]]:
    """For each row the cells that show what stands in a row above."""
    found: dict[int, dict[int, Value]] = {}
    for merge in sheet.merges:
        if merge.top < first or merge.left >= sheet.width:
            continue
        row = sheet.row(merge.top)
        value = row[merge.left] if merge.left < len(row) else None
        for number in range(merge.top + 1, min(merge.bottom, len(sheet.rows)) + 1):
            if value is not None:
                found.setdefault(number, {})[merge.left] = value
    return found
