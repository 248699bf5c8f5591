"""How an officer says that a sheet is to be read, and the reading of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.rosters.files.reading import open_workbook
from lms.rosters.layout.headers import Header, find_header, no_header
from lms.rosters.layout.heading_labels import heading_labels
from lms.rosters.layout.interpretation import ReadOptions, read_rows
from lms.rosters.letters.encodings import LegacyEncoding, converted
from lms.rosters.refusal import RosterRefused
from lms.rosters.rows import Field, Reading
from lms.rosters.sheets import Sheet


@dataclass(frozen=True)
class Choices:
    """The heading (rows counted from 1; 0 for none), the columns of each field, an old font, hidden rows."""

    first_row: int
    last_row: int
    columns: Mapping[Field, tuple[int, ...]]
    encoding: LegacyEncoding | None = None
    leave_out_hidden: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "header": [self.first_row, self.last_row],
            "columns": {field.value: list(places) for field, places in self.columns.items()},
            "encoding": self.encoding or "",
            "leave_out_hidden": self.leave_out_hidden,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        columns = {Field(name): tuple(places) for name, places in kept["columns"].items()}
        first_row, last_row = kept["header"]
        return cls(first_row, last_row, columns, kept["encoding"] or None, kept["leave_out_hidden"])


def offered_choices(sheet: Sheet, encoding: LegacyEncoding | None) -> tuple[Choices, Header]:
    """What is found in the sheet, for a person to confirm; no columns where no heading is found."""
    header = heading_of(sheet)
    return Choices(header.first_row, header.last_row, header.columns, encoding), header


def heading_of(sheet: Sheet) -> Header:
    """The heading that is found, or none."""
    try:
        return find_header(sheet)
    except RosterRefused:
        return no_header(sheet)


def read_list(data: bytes, filename: str, index: int, choices: Choices) -> tuple[Reading, Header]:
    """The rows of a sheet as chosen. Raises RosterRefused."""
    sheet = sheet_of(data, filename, index, choices.encoding)
    header = header_of(sheet, choices)
    return read_rows(sheet, header, options_of(choices)), header


def sheet_of(
    data: bytes, filename: str, index: int, encoding: LegacyEncoding | None = None
) -> Sheet:
    """A sheet of the file, its old font converted where one was chosen. Raises RosterRefused."""
    sheet = open_workbook(data, filename).sheet(index)
    return converted(sheet, encoding) if encoding else sheet


def header_of(sheet: Sheet, choices: Choices) -> Header:
    """The chosen heading. One that was found and left as it is goes on being found on later pages."""
    found = heading_of(sheet)
    if (found.first_row, found.last_row) != (choices.first_row, choices.last_row):
        found = replace(
            found,
            first_row=choices.first_row,
            last_row=choices.last_row,
            labels=labels_of(sheet, choices.first_row, choices.last_row),
            score=0,
        )
    columns = dict(choices.columns)
    return found if found.columns == columns else found.with_columns(columns)


def labels_of(sheet: Sheet, first_row: int, last_row: int) -> tuple[str, ...]:
    """The heading of every column in these rows; none for a sheet without a heading."""
    if not first_row:
        return ("",) * sheet.width
    return tuple(" / ".join(texts) for texts in heading_labels(sheet, first_row, last_row))


def options_of(choices: Choices) -> ReadOptions:
    return ReadOptions(leave_out_hidden=choices.leave_out_hidden)
