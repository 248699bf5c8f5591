"""The rows that were not taken over as a workbook: as they stood in the file, each with the reason.

It can be corrected and uploaded again: the heading is the list's own, sections stand above their rows, and
what a row took from merged cells is written into it. Every cell is text or a number: nothing in it is a
formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from lms.access import Viewer
from lms.privacy.exports import mark_of, record_export
from lms.rosters import queries
from lms.rosters.kept_file import bytes_of
from lms.rosters.layout.headers import Header
from lms.rosters.models import Need, Roster
from lms.rosters.preview.choices import Choices, read_list, sheet_of
from lms.rosters.rows import Field, Particulars, ReadRow, RowState, Severity
from lms.rosters.sheets import Sheet, column_letter

REASON_WIDTH, COLUMN_WIDTH, TITLE_LENGTH = 60, 18, 31
#: What a row may take from cells merged with those above it, or from its section.
_FILLED_DOWN = (Field.ORGANISATION, Field.COMMUNE, Field.DISTRICT)


@dataclass(frozen=True)
class LeftRow:
    """A row that was left, with all reasons."""

    row: ReadRow
    reasons: tuple[str, ...]


def export_left_rows(roster: Roster, reason: str, by: Viewer) -> tuple[bytes, str]:
    """The workbook and its name; who takes it out, and why, is recorded. Raises DomainError."""
    sheet, header, rows = _left(roster)
    title = _("Rows left of the list %(name)s", name=roster.filename)
    export = record_export("left rows", title, len(rows), reason, by, roster_id=roster.id)
    stem = roster.filename.rpartition(".")[0] or roster.filename
    name = _("%(file)s - rows left out", file=stem)
    return workbook_of(sheet, header, rows, mark_of(export)), f"{name}.xlsx"


def workbook_of(sheet: Sheet, header: Header, rows: Sequence[LeftRow], mark: str) -> bytes:
    """The bytes of the .xlsx file; the last column says why a row was left, the last line is ``mark``."""
    book = Workbook(write_only=True)
    page: Any = book.create_sheet(title=_sheet_title(sheet.name))
    width = len(header.labels)
    for number in range(width):
        page.column_dimensions[column_letter(number)].width = COLUMN_WIDTH
    page.column_dimensions[column_letter(width)].width = REASON_WIDTH
    for line in _heading(sheet, header):
        page.append([_cell(page, text, bold=True) for text in line])
    group = ""
    for one in rows:
        said = one.row.particulars
        if said is not None and said.group != group:
            group = said.group
            page.append([_cell(page, group, bold=True)])
        cells = [*_cells(one.row, header), " ".join(one.reasons)]
        page.append([_cell(page, text) for text in cells])
    page.append([])
    page.append([_cell(page, mark)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _left(roster: Roster) -> tuple[Sheet, Header, list[LeftRow]]:
    data, choices = bytes_of(roster), Choices.from_json(roster.choices or {})
    reading, header = read_list(data, roster.filename, roster.sheet or 0, choices)
    sheet = sheet_of(data, roster.filename, roster.sheet or 0, choices.encoding)
    left = {row.number: row for row in queries.left_rows(roster)}
    rows = [
        LeftRow(row, _reasons(row, left[row.number])) for row in reading.rows if row.number in left
    ]
    return sheet, header, rows


def _reasons(row: ReadRow, left: Any) -> tuple[str, ...]:
    if left.state == RowState.ERROR:
        return tuple(str(m.text) for m in row.messages if m.severity == Severity.ERROR)
    if left.need == Need.PERSON:
        return (_("It was not decided whether this person is in the register already."),)
    if left.need == Need.ORGANISATION:
        return (_("It was not decided which organisation is meant."),)
    return (_("It repeats a row that was not taken over."),)


def _heading(sheet: Sheet, header: Header) -> Iterable[list[str]]:
    """The rows of the heading as they stood, or the labels alone; the new column is named in the first."""
    lines = [list(sheet.texts(n)) for n in range(header.first_row, header.last_row + 1) if n]
    for number, line in enumerate(lines or [[]]):
        padded = [*line, *[""] * (len(header.labels) - len(line))]
        yield [*padded, _("Reason") if number == 0 else ""]


def _cells(row: ReadRow, header: Header) -> list[str]:
    cells = [*row.cells, *[""] * (len(header.labels) - len(row.cells))][: len(header.labels)]
    said = row.particulars or Particulars("")
    for field in _FILLED_DOWN:
        for place in header.columns.get(field, ())[:1]:
            cells[place] = cells[place] or getattr(said, field)
    return cells


def _cell(page: Any, text: str, *, bold: bool = False) -> Any:
    """A cell of text, also when it looks like a formula or a number with a leading zero."""
    cell = WriteOnlyCell(page)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_title(name: str) -> str:
    """Names of sheets are short and hold no brackets, slashes, colons, stars or question marks."""
    cleaned = "".join(" " if sign in "[]:*?/\\" else sign for sign in name).strip(" '")
    return cleaned[:TITLE_LENGTH] or "Sheet1"
