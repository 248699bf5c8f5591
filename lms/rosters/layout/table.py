"""The rows of a list below its heading, cell by cell of each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.rosters.layout.headers import Header
from lms.rosters.rows import Field
from lms.rosters.sheets import CellError, Sheet, Value, text_of
from lms.vietnamese import normal_text


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it is read: ``values``, and ``texts`` that are tidied.

    It has the cells that are merged with it from above (``merged`` are their columns), and nothing where
    a formula failed (``errors``). ``own`` are the tidied texts of the row by itself.
    """

    number: int
    own: list[str]
    values: list[Value]
    texts: list[str]
    merged: frozenset[int]
    errors: dict[int, CellError]

    @property
    def filled(self) -> dict[int, str]:
        """Texts of the cells that the row itself has, by column."""
        return {column: text for column, text in enumerate(self.own) if text}

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
        values = sheet.row(number)
        shown = [_shown(value) for value in values]
        if any(shown):
            yield _table_row(number, values, shown, above.get(number, {}))


def _shown(value: Value) -> str:
    """The tidied text, and the very same one where there was nothing to tidy: a list holds many."""
    if not isinstance(value, str):
        return "" if value is None else text_of(value)
    tidied = normal_text(value)
    return value if tidied == value else tidied


def _table_row(
    number: int, own: list[Value], shown: list[str], above: dict[int, Value]
) -> TableRow:
    errors = {column: value for column, value in enumerate(own) if isinstance(value, CellError)}
    if not errors and not above:
        return TableRow(number, shown, own, shown, frozenset(), {})
    missing = max(len(own), *(column + 1 for column in above), 0) - len(own)
    values, texts = [*own, *[None] * missing], [*shown, *[""] * missing]
    for column in errors:
        values[column], texts[column] = None, ""
    for column, value in above.items():
        values[column], texts[column] = value, _shown(value)
    return TableRow(number, shown, values, texts, frozenset(above), errors)


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
