"""From the rows of a sheet to what they say about people. Nothing is skipped without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lms import clock
from lms.rosters.cells.findings import Finding, Wording
from lms.rosters.cells.name_parts import title_and_name
from lms.rosters.cells.names import capitals_of
from lms.rosters.cells.sexes import is_mark
from lms.rosters.layout.births import Calendar
from lms.rosters.layout.carrying import Section
from lms.rosters.layout.groups import Groups
from lms.rosters.layout.headers import Header, heading_in
from lms.rosters.layout.person_rows import PersonReader, PersonRow, Style
from lms.rosters.layout.sections import Sorter
from lms.rosters.layout.table import Columns, TableRow, table_rows
from lms.rosters.rows import Field, LeftOut, Reading
from lms.rosters.sheets import Sheet, text_of

#: So many of the rows without an organisation of their own, and one stands only on the first of a block.
_USUAL = 0.2


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``today`` decides what a two-digit year means and which birth dates lie ahead."""

    today: date = field(default_factory=clock.today)
    leave_out_hidden: bool = False


def read_rows(sheet: Sheet, header: Header, options: ReadOptions | None = None) -> Reading:
    """Every row below the heading, as a person or as left out with a reason."""
    options = options or ReadOptions()
    wording = Wording()
    walk = _Walk(sheet, header, options, wording)
    people = list(walk.people())
    reader = PersonReader(_style(people), Calendar(options.today, sheet.date_1904), wording)
    rows = [reader.read(place, _about_row(place, sheet, header)) for place in people]
    return Reading(rows, walk.left_out)


class _Walk:
    """Goes down the sheet, keeps the people and tells why other rows are left out."""

    def __init__(
        self, sheet: Sheet, header: Header, options: ReadOptions, wording: Wording
    ) -> None:
        self.left_out: list[LeftOut] = []
        self._sheet = sheet
        self._options = options
        self._wording = wording
        self._banners = frozenset(
            merge.top
            for merge in sheet.merges
            if merge.top == merge.bottom and merge.right > merge.left + 1
        )
        self._groups = Groups()
        self._section = Section()
        self._is_mapped_by_hand = not header.score
        self._last_of_heading = 0
        self._use(header)

    def people(self) -> Iterator[PersonRow]:
        for row in table_rows(self._sheet, self._header.last_row + 1):
            kind = self._kind(row)
            if kind == "person":
                yield PersonRow(row, self._columns, self._section, self._texts(row))
                continue
            if kind == "section":
                self._begin_section(row)
            elif kind == "repeated_heading":
                self._read_heading(row.number)
            text = " · ".join(row.filled.values())
            self.left_out.append(self._wording.left_out(row.number, text, kind))

    def _kind(self, row: TableRow) -> str:
        if row.number <= self._last_of_heading:
            return "repeated_heading"
        kind = self._sorter.kind(row)
        is_hidden = row.number in self._sheet.hidden_rows
        return (
            "hidden" if kind == "person" and is_hidden and self._options.leave_out_hidden else kind
        )

    def _use(self, header: Header) -> None:
        self._header = header
        self._columns = Columns(header)
        self._sorter = Sorter(header, self._columns, self._banners)

    def _begin_section(self, row: TableRow) -> None:
        self._groups.begin(list(row.filled.values()))
        groups = self._groups
        self._section = Section(
            self._section.number + 1,
            groups.name,
            groups.organisation,
            groups.commune,
            groups.district,
        )

    def _read_heading(self, number: int) -> None:
        """A heading on a later page may have its columns in another order; a person's mapping stays."""
        found = None if self._is_mapped_by_hand else heading_in(self._sheet, number)
        if found and number > self._last_of_heading:
            self._last_of_heading = found.last_row
            if found.columns != self._header.columns:
                self._use(found)

    def _texts(self, row: TableRow) -> tuple[str, ...]:
        texts = tuple(text_of(value) for value in self._sheet.row(row.number))
        return texts + ("",) * (self._sheet.width - len(texts))


def _style(people: list[PersonRow]) -> Style:
    names = [place.columns.name(place.row) for place in people]
    titled = sum(1 for name in names if title_and_name(name)[0])
    once = sum(1 for place in people if _lacks_organisation(place))
    return Style(
        capitals=capitals_of(names),
        titles_are_usual=titled > 1 and titled > len(people) * _USUAL,
        women_are_marked=_women_are_marked(people),
        organisations_stand_once=once > len(people) * _USUAL,
    )


def _lacks_organisation(place: PersonRow) -> bool:
    columns = place.columns.places.get(Field.ORGANISATION, ())
    return bool(columns) and not any(place.row.text(column) for column in columns)


def _women_are_marked(people: list[PersonRow]) -> bool:
    """A column "Nữ" that holds nothing but marks, and none for men or for the sex."""
    if not people or {Field.BIRTH_MALE, Field.SEX} & people[0].columns.places.keys():
        return False
    values = [v for place in people for v in place.columns.values(place.row, Field.BIRTH_FEMALE)]
    filled = [value for value in values if text_of(value).strip()]
    return bool(filled) and all(map(is_mark, filled))


def _about_row(place: PersonRow, sheet: Sheet, header: Header) -> list[Finding]:
    findings = []
    if place.row.number in sheet.hidden_rows:
        findings.append(Finding("row_hidden"))
    if header.first_row:
        headed = [column for column, label in enumerate(header.labels) if label]
        last = max([*headed, *place.columns.fields])
        beyond = [text for column, text in place.row.filled.items() if column > last]
        if beyond:
            findings.append(Finding("cells_beyond_heading", None, " · ".join(beyond)))
    return findings
