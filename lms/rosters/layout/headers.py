"""Which rows are the heading of a list, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from lms.rosters.layout.aliases import Meaning, Part, meaning, meaning_under
from lms.rosters.layout.heading_labels import heading_labels
from lms.rosters.refusal import RosterRefused
from lms.rosters.rows import Field
from lms.rosters.sheets import Sheet, text_of
from lms.vietnamese import search_key

_MOST_HEADING_ROWS = 3
#: Headings are looked for here first, and in all of the sheet only when none is here.
_FIRST_LOOK = 300
_SEVERAL_COLUMNS = {Field.FULL_NAME, Field.BIRTH, Field.PHONE, Field.NOTE}
_COUNTED = re.compile(r"\(?([0-9]{1,2}|[A-Ea-e])\)?")
#: These head a list even when nothing else is understood.
_SURELY_NAMES = {"ho va ten", "ho ten", "full name"}
_GIVEN_NAME = re.compile(r"[^\W\d_]+( [^\W\d_]+)?")
_SAMPLE_ROWS = 40


@dataclass(frozen=True, slots=True)
class Header:
    """``first_row`` and ``last_row`` count from 1 as Excel does; (0, 0) is a sheet without a heading.

    ``columns`` gives the columns (counted from 0) of each field in the order in which they are read:
    a name in two columns, two telephone columns. ``labels`` is the heading of every column, the texts
    of its rows joined by " / ". ``score`` is 0 for a mapping made by hand.
    """

    first_row: int
    last_row: int
    columns: dict[Field, tuple[int, ...]]
    score: float
    labels: tuple[str, ...]

    def with_columns(self, columns: dict[Field, tuple[int, ...]]) -> Header:
        """The same heading, read as a person says."""
        return replace(self, columns=dict(columns), score=0)


def no_header(sheet: Sheet) -> Header:
    """For a sheet without a heading: every row is data, and a person says what the columns hold."""
    return Header(0, 0, {}, 0, ("",) * sheet.width)


def find_header(sheet: Sheet) -> Header:
    """The best heading in the sheet. Raises RosterRefused when nothing looks like one."""
    found = _best(sheet, 1, _FIRST_LOOK) or _best(sheet, _FIRST_LOOK + 1, len(sheet.rows))
    if found is None:
        raise RosterRefused("no_header")
    return _with_unnamed_given_name(_with_numbering(found, sheet), sheet)


def heading_in(sheet: Sheet, number: int) -> Header | None:
    """The heading that has its names in this row, if there is one."""
    found = _best(sheet, number, number)
    return _with_unnamed_given_name(_with_numbering(found, sheet), sheet) if found else None


def header_at(sheet: Sheet, first: int, last: int) -> Header | None:
    """What these rows say as a heading; None when they are none."""
    if last > len(sheet.rows) or any(
        m.top <= last < m.bottom for m in sheet.merges if m.top >= first
    ):
        return None
    labels = heading_labels(sheet, first, last)
    meanings = _with_bare_dates([_column_meaning(texts) for texts in labels], labels)
    columns = _columns(meanings)
    if not _is_heading(sheet, columns, labels, range(first, last + 1)):
        return None
    score = sum(
        max(found.weight for found in meanings if found and found.field == field)
        for field in columns
    )
    return Header(first, last, columns, score, tuple(" / ".join(texts) for texts in labels))


def _best(sheet: Sheet, start: int, end: int) -> Header | None:
    best: Header | None = None
    for number in _rows_with_a_name(sheet, start, end):
        for first in range(max(1, number - _MOST_HEADING_ROWS + 1), number + 1):
            for last in range(number, first + _MOST_HEADING_ROWS):
                found = header_at(sheet, first, last)
                if found and (best is None or _rank(found) > _rank(best)):
                    best = found
    return best


def _rank(header: Header) -> tuple[float, int, int]:
    """More is understood, in more columns, from fewer rows."""
    understood = sum(map(len, header.columns.values()))
    return header.score, understood, header.first_row - header.last_row


def _rows_with_a_name(sheet: Sheet, start: int, end: int) -> Iterator[int]:
    for number, row in enumerate(sheet.rows[start - 1 : end], start):
        found = [meaning(cell) for cell in row if isinstance(cell, str)]
        if any(one and one.field == Field.FULL_NAME for one in found):
            yield number


def _column_meaning(texts: tuple[str, ...]) -> Meaning | None:
    found: Meaning | None = None
    above = ""
    for text in texts:
        found = meaning_under(found, text) or meaning(f"{above} {text}") or found
        above = text
    return found


def _with_bare_dates(
    meanings: list[Meaning | None], labels: list[tuple[str, ...]]
) -> list[Meaning | None]:
    """A birth date too: "Ngày", "Tháng" and "Năm" side by side, with nothing above them."""
    words = [search_key(texts[-1]) if texts else "" for texts in labels]
    parts = (Part.FIRST, Part.MIDDLE, Part.LAST)
    for column in range(len(words) - 2):
        if words[column : column + 3] == ["ngay", "thang", "nam"]:
            meanings[column : column + 3] = [Meaning(Field.BIRTH, 3, part) for part in parts]
    return meanings


def _columns(meanings: list[Meaning | None]) -> dict[Field, tuple[int, ...]]:
    """The columns of each field; of several for a field that has one, the best and then the first."""
    by_field: dict[Field, list[tuple[Part, int, int]]] = {}
    for column, found in enumerate(meanings):
        if found:
            by_field.setdefault(found.field, []).append((found.part, found.weight, column))
    columns: dict[Field, tuple[int, ...]] = {}
    for field, places in by_field.items():
        parts = {part for part, _weight, _column in places}
        if field in _SEVERAL_COLUMNS and (field != Field.BIRTH or len(parts) > 1):
            columns[field] = tuple(column for _part, _weight, column in sorted(_by_part(places)))
        else:
            columns[field] = (min(places, key=lambda place: (-place[1], place[2]))[2],)
    return columns


def _by_part(places: list[tuple[Part, int, int]]) -> list[tuple[Part, int, int]]:
    return [(part, 0, column) for part, _weight, column in places]


def _is_heading(
    sheet: Sheet,
    columns: dict[Field, tuple[int, ...]],
    labels: list[tuple[str, ...]],
    rows: range,
) -> bool:
    if Field.FULL_NAME not in columns:
        return False
    if any(isinstance(cell, float | date) for n in rows for cell in sheet.row(n)):
        return False
    names = [labels[column][-1] for column in columns[Field.FULL_NAME]]
    if not all((found := meaning(text)) and found.field == Field.FULL_NAME for text in names):
        return False
    return len(columns) > 1 or len(names) > 1 or search_key(names[0]) in _SURELY_NAMES


def _with_numbering(header: Header, sheet: Sheet) -> Header:
    """Official forms number their columns in a row of its own: (1), (2) ... or A, B, 1, 2."""
    texts = [text.strip() for text in sheet.texts(header.last_row + 1)]
    filled = [text for text in texts if text]
    name = header.columns[Field.FULL_NAME][0]
    if len(filled) < min(3, sheet.width) or not all(map(_COUNTED.fullmatch, filled)):
        return header
    is_numbered = name < len(texts) and texts[name]
    return replace(header, last_row=header.last_row + 1) if is_numbered else header


def _with_unnamed_given_name(header: Header, sheet: Sheet) -> Header:
    """A name in two columns of which only the first has a heading."""
    names = header.columns[Field.FULL_NAME]
    beside = names[-1] + 1
    if len(names) > 1 or beside >= len(header.labels) or header.labels[beside]:
        return header
    rows = sheet.rows[header.last_row : header.last_row + _SAMPLE_ROWS]
    pairs = [(text_of(row[names[0]]), text_of(row[beside])) for row in rows if len(row) > beside]
    named = [given.strip() for name, given in pairs if name.strip()]
    given = [text for text in named if _GIVEN_NAME.fullmatch(text)]
    if not given or len(given) * 2 < len(named):
        return header
    columns = {**header.columns, Field.FULL_NAME: (*names, beside)}
    return replace(header, columns=columns)
