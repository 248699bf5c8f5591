"""One row of a list, read as a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lms.registry.models import Sex
from lms.registry.people.register import Birth
from lms.rosters.cells.findings import Finding, Wording
from lms.rosters.cells.identifiers import doubts, read_citizen_number, read_tax_code
from lms.rosters.cells.names import Capitals, NameReading, read_name
from lms.rosters.cells.phones import read_phones
from lms.rosters.layout.births import Calendar, read_birth_and_sex
from lms.rosters.layout.carrying import Carrier, Section
from lms.rosters.layout.table import Columns, TableRow
from lms.rosters.rows import Field, Particulars, ReadRow
from lms.rosters.sheets import UNCALCULATED

_LONGEST_POSITION = 120  # the column of the register


class Style(NamedTuple):
    """Habits of a whole list, by which its single cells are read."""

    capitals: Capitals = Capitals.AS_NAMES
    titles_are_usual: bool = False
    women_are_marked: bool = False
    organisations_stand_once: bool = False


class PersonRow(NamedTuple):
    """A row that holds a person, with the columns and the section that hold for it."""

    row: TableRow
    columns: Columns
    section: Section
    cells: tuple[str, ...]


class PersonReader:
    """Reads the rows in order, for some take over what stands above them."""

    def __init__(self, style: Style, calendar: Calendar, wording: Wording) -> None:
        self._style = style
        self._calendar = calendar
        self._wording = wording
        self._carrier = Carrier(style.organisations_stand_once)

    def read(self, place: PersonRow, before: Iterable[Finding] = ()) -> ReadRow:
        """The row; ``before`` are findings about it as a whole."""
        draft = _Draft(place.row, place.columns, [*before, *_about_errors(place)])
        name = self._name(draft)
        birth, sex, about_birth = read_birth_and_sex(
            place.row, place.columns, self._calendar, name.sex, self._style.women_are_marked
        )
        draft.findings += about_birth
        particulars = Particulars(
            full_name=name.name,
            birth=birth,
            sex=sex,
            phones=draft.phones(),
            **self._texts(draft, place.section),
            citizen_number=draft.citizen_number(birth, sex),
            note=self._note(draft),  # last: it holds what the others could not use
            group=place.section.name,
        )
        messages = tuple(self._wording.message(finding) for finding in draft.findings)
        return ReadRow(place.row.number, place.cells, particulars if name.name else None, messages)

    def _name(self, draft: _Draft) -> NameReading:
        if any(finding.field == Field.FULL_NAME for finding in draft.findings):
            return NameReading()
        text = draft.columns.name(draft.row)
        usual = self._style.titles_are_usual
        reading = read_name(text, self._style.capitals, titles_are_usual=usual)
        draft.findings += reading.findings
        draft.kept += [(Field.FULL_NAME, aside) for aside in reading.kept]
        return reading

    def _texts(self, draft: _Draft, section: Section) -> dict[str, str]:
        texts, findings = self._carrier.texts(draft.row, draft.columns, section)
        draft.findings += findings
        return {
            "organisation": texts[Field.ORGANISATION],
            "tax_code": draft.tax_code(texts[Field.TAX_CODE]),
            "position": draft.position(texts[Field.POSITION]),
            "commune": texts[Field.COMMUNE],
            "district": texts[Field.DISTRICT],
            "ethnicity": texts[Field.ETHNICITY],
        }

    def _note(self, draft: _Draft) -> str:
        kept = [self._wording.kept(field, text) for field, text in draft.kept]
        return "; ".join([*draft.columns.texts(draft.row, Field.NOTE), *kept])


@dataclass
class _Draft:
    """A row while it is read. ``kept`` are the texts for the note, with the field each came from."""

    row: TableRow
    columns: Columns
    findings: list[Finding]
    kept: list[tuple[Field, str]] = field(default_factory=list)

    def phones(self) -> tuple[str, ...]:
        reading = read_phones(self.columns.values(self.row, Field.PHONE))
        self.findings += reading.findings
        self.kept += [(Field.PHONE, text) for text in reading.kept]
        return reading.phones

    def tax_code(self, text: str) -> str:
        reading = read_tax_code(text)
        self.findings += reading.findings
        self.kept += [(Field.TAX_CODE, reading.kept)] if reading.kept else []
        return reading.digits

    def citizen_number(self, birth: Birth, sex: Sex) -> str:
        values = self.columns.values(self.row, Field.CITIZEN_NUMBER)
        reading = read_citizen_number(values[0] if values else None)
        self.findings += reading.findings
        self.findings += doubts(reading.digits, birth, sex)
        return reading.digits

    def position(self, text: str) -> str:
        """Longer than its column, it is cut there and kept whole in the note."""
        if len(text) <= _LONGEST_POSITION:
            return text
        self.findings.append(Finding("text_too_long", Field.POSITION, text))
        self.kept.append((Field.POSITION, text))
        return text[:_LONGEST_POSITION].rstrip()


def _about_errors(place: PersonRow) -> list[Finding]:
    """A formula that failed, or was never calculated, leaves a hole that a person must know of."""
    findings = []
    for column, error in place.row.errors.items():
        kind = place.columns.fields.get(column)
        if kind is not None and kind != Field.NUMBER:
            code = "cell_not_calculated" if error == UNCALCULATED else "cell_error"
            findings.append(Finding(code, kind, error.code))
    return findings
