"""What the mapping screen shows: each column with its heading and some of its values."""

from __future__ import annotations

from dataclasses import dataclass

from lms.rosters.files.reading import open_workbook
from lms.rosters.kept_file import bytes_of
from lms.rosters.layout.headers import Header
from lms.rosters.letters.encodings import LegacyEncoding, converted, suspected_encoding
from lms.rosters.models import Roster
from lms.rosters.preview.choices import Choices, header_of, offered_choices
from lms.rosters.preview.shown import masked_cell
from lms.rosters.rows import Field
from lms.rosters.sheets import Sheet, SheetInfo, column_letter

SAMPLES, SAMPLE_LENGTH, EXAMPLES = 3, 60, 5


@dataclass(frozen=True)
class Column:
    """A column of the sheet; ``field`` is what it was found or said to hold."""

    letter: str
    label: str
    samples: tuple[str, ...]
    field: Field | None


@dataclass(frozen=True)
class Mapping:
    """The page of one sheet. ``examples`` show texts of an old font before and after converting."""

    columns: list[Column]
    choices: Choices
    header: Header
    encoding: LegacyEncoding | None
    examples: list[tuple[str, str]]
    rows: int
    hidden_rows: int
    other_sheets: list[SheetInfo]


def mapping_of(roster: Roster) -> Mapping:
    """The sheet as it would be read: as chosen before, else as it was found. Raises RosterRefused."""
    workbook = open_workbook(bytes_of(roster), roster.filename)
    raw = workbook.sheet(roster.sheet or 0)
    encoding = suspected_encoding(raw.all_texts())
    kept = Choices.from_json(roster.choices) if roster.choices else None
    wanted = kept.encoding if kept else encoding
    sheet = converted(raw, wanted) if wanted else raw
    choices, header = (kept, header_of(sheet, kept)) if kept else offered_choices(sheet, wanted)
    fields = {place: field for field, places in choices.columns.items() for place in places}
    return Mapping(
        [
            Column(
                column_letter(n),
                header.labels[n],
                _samples(sheet, n, header, fields.get(n)),
                fields.get(n),
            )
            for n in range(len(header.labels))
        ],
        choices,
        header,
        encoding,
        _examples(raw, converted(raw, encoding)) if encoding else [],
        len(raw.rows),
        len(raw.hidden_rows),
        [info for info in workbook.sheets if info.index != roster.sheet],
    )


def _samples(sheet: Sheet, column: int, header: Header, field: Field | None) -> tuple[str, ...]:
    """The first different values below the heading; citizen numbers masked."""
    found: dict[str, None] = {}
    for number in range(header.last_row + 1, len(sheet.rows) + 1):
        texts = sheet.row(number)[column : column + 1]
        if texts and (text := sheet.texts(number)[column].strip()):
            found[text[:SAMPLE_LENGTH]] = None
        if len(found) == SAMPLES:
            break
    return tuple(map(masked_cell, found)) if field == Field.CITIZEN_NUMBER else tuple(found)


def _examples(raw: Sheet, read: Sheet) -> list[tuple[str, str]]:
    """Texts that converting changes, each with the result."""
    found: dict[str, str] = {}
    for before, after in zip(raw.rows, read.rows, strict=True):
        for old, new in zip(before, after, strict=True):
            if isinstance(old, str) and isinstance(new, str) and old != new:
                found.setdefault(old[:SAMPLE_LENGTH], new[:SAMPLE_LENGTH])
        if len(found) >= EXAMPLES:
            break
    return list(found.items())[:EXAMPLES]
