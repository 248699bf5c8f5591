"""A row as its page shows it: what stands in the file, whom it may mean, what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from wtforms.fields.choices import SelectChoice

from lms.extensions import db
from lms.formatting import as_birth
from lms.registry.models import Person, Position
from lms.rosters.forms.rows import PERSON, ROW
from lms.rosters.kept_file import bytes_of
from lms.rosters.labels import DOUBTS, REASONS
from lms.rosters.matching.differences import Change
from lms.rosters.matching.judgements import Listed
from lms.rosters.models import Roster, RosterRow
from lms.rosters.preview import stored
from lms.rosters.preview.choices import Choices, header_of, sheet_of
from lms.rosters.preview.drafts import corrections, listed_rows
from lms.rosters.rows import Field, Message, RowState, Severity
from lms.rosters.sheets import column_letter
from lms.vietnamese import marked_key, masked_phone, search_key


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview's table."""

    row: RosterRow
    listed: Listed
    is_corrected: bool
    changes: tuple[Change, ...]
    messages: tuple[Message, ...]
    #: Whom it may mean, each with the reasons, as long as nobody decided.
    likely: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def told(self) -> list[Message]:
        """What has to be read; notes are on the row's own page."""
        return [message for message in self.messages if message.severity != Severity.NOTE]


def shown_rows(roster: Roster, rows: Sequence[RosterRow]) -> list[ShownRow]:
    """Rows of the preview as they count, in three statements."""
    corrected = corrections(roster, {row.number for row in rows})
    open_rows = [row for row in rows if row.state == RowState.MAYBE]
    known = _births({one[0] for row in open_rows for one in row.outcome.get("people", [])})
    return [
        _shown(
            row,
            corrected.get(row.number),
            stored.listed_from_json(row.number, row.said, row.messages),
            tuple(_likely(row.outcome, known)) if row.state == RowState.MAYBE else (),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class InFile:
    """What stands in the file: each filled cell with its heading, and the texts by what they should be.

    Citizen numbers are masked in the cells, and are no text.
    """

    cells: list[tuple[str, str]]
    raw: dict[Field, str]


def in_file(roster: Roster, number: int) -> InFile:
    """A row as it stands in the file."""
    choices = Choices.from_json(roster.choices or {})
    data = bytes_of(roster)
    sheet = sheet_of(data, roster.filename, roster.sheet or 0, choices.encoding)
    labels, texts = header_of(sheet, choices).labels, sheet.texts(number)
    hidden = set(choices.columns.get(Field.CITIZEN_NUMBER, ()))
    cells = [
        (label or column_letter(n), masked_cell(text) if n in hidden else text)
        for n, (label, text) in enumerate(zip_longest(labels, texts, fillvalue=""))
        if text.strip()
    ]
    raw: dict[Field, str] = {
        field: " ".join(texts[n].strip() for n in places if n < len(texts)).strip()
        for field, places in choices.columns.items()
        if field != Field.CITIZEN_NUMBER
    }
    return InFile(cells, raw)


def candidates(roster: Roster, row: RosterRow) -> list[SelectChoice]:
    """Whom the row may mean, each with why and with what tells people of one name apart."""
    people, rows = row.outcome.get("people", []), row.outcome.get("rows", [])
    if row.person_id is not None:
        people = [[row.person_id, [], []]]
    if first := row.outcome.get("row"):
        rows = [[first, [], []]]
    name = row.said["full_name"] if row.said else ""
    return [*_people(people, name), *_rows(roster, rows)]


def _people(kept: Sequence[Any], name: str) -> Iterable[SelectChoice]:
    ids = [id_ for id_, _reasons, _doubts in kept]
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person)
            .where(Person.id.in_(ids))
            .options(
                selectinload(Person.phones),
                selectinload(Person.positions).joinedload(Position.organisation),
            )
        )
    }
    for id_, reasons, doubts in kept:
        if person := people.get(id_):
            hint = " · ".join(
                filter(None, (*_particulars(person), _why(reasons, doubts), _marks(person, name)))
            )
            label = _("The same as %(name)s", name=person.full_name)
            yield SelectChoice(f"{PERSON}{id_}", label, {"hint": hint})


def _rows(roster: Roster, kept: Sequence[Any]) -> Iterable[SelectChoice]:
    numbers = [number for number, _reasons, _doubts in kept]
    listed = listed_rows(roster, RosterRow.number.in_(numbers))
    for number, reasons, doubts in kept:
        if (one := listed.get(number)) and one.said:
            birth = as_birth(one.said.birth.day, one.said.birth.precision)
            words = (one.said.full_name, birth, one.said.organisation, _why(reasons, doubts))
            label = _("The same as row %(number)s of this list", number=number)
            yield SelectChoice(f"{ROW}{number}", label, {"hint": " · ".join(filter(None, words))})


def _particulars(person: Person) -> Iterable[str]:
    held = person.current_position
    words = (
        as_birth(person.birth_date, person.birth_precision),
        held.title if held else "",
        held.organisation.name if held else "",
        *(masked_phone(phone.digits) for phone in person.phones),
    )
    return (word for word in words if word)


def _marks(person: Person, name: str) -> str:
    is_as_written = marked_key(name) == person.marked_key or search_key(name) != person.search_key
    return "" if is_as_written else _("the marks of the name differ")


def _why(reasons: Sequence[str], doubts: Sequence[str]) -> str:
    words = [*(REASONS[one] for one in reasons), *(DOUBTS[one] for one in doubts)]  # type: ignore[index]
    return ", ".join(map(str, words))


def _births(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Name and birth of these people."""
    columns = (Person.id, Person.full_name, Person.birth_date, Person.birth_precision)
    rows = db.session.execute(select(*columns).where(Person.id.in_(ids))) if ids else ()
    return {row.id: (row.full_name, as_birth(row.birth_date, row.birth_precision)) for row in rows}


def _likely(outcome: Mapping[str, Any], known: Mapping[int, tuple[str, str]]) -> Iterable[str]:
    for id_, reasons, doubts in outcome.get("people", []):
        words = (*known.get(id_, ()), _why(reasons, doubts))
        yield _("In the register: %(words)s", words=", ".join(filter(None, words)))
    for number, reasons, doubts in outcome.get("rows", []):
        yield _("Row %(number)s: %(words)s", number=number, words=_why(reasons, doubts))


def _shown(
    row: RosterRow, corrected: Listed | None, read: Listed, likely: tuple[str, ...]
) -> ShownRow:
    messages = (
        *(corrected or read).messages,
        *stored.messages_from_json(row.outcome.get("messages", ())),
    )
    changes = stored.changes_from_json(row.outcome)
    return ShownRow(row, corrected or read, corrected is not None, changes, messages, likely)


def masked_cell(text: str) -> str:
    """A cell with a citizen number: its last three signs."""
    return "•" * max(len(text) - 3, 0) + text[-3:]
