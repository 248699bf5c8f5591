"""A dry run: what taking a file over would do, without keeping anything of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import BirthPrecision
from lms.rosters.files.reading import Workbook, open_workbook
from lms.rosters.layout.headers import Header
from lms.rosters.layout.interpretation import read_rows
from lms.rosters.letters.encodings import converted, suspected_encoding
from lms.rosters.matching.judgements import Judged, Listed, Settings
from lms.rosters.matching.judging import Judge
from lms.rosters.preview import stored
from lms.rosters.preview.choices import heading_of, offered_choices
from lms.rosters.preview.drafts import without_unconsented
from lms.rosters.preview.settings import became
from lms.rosters.refusal import RosterRefused
from lms.rosters.rows import LeftOut, Message, Particulars, RowState, Severity
from lms.rosters.sheets import Sheet, column_letter


@dataclass(frozen=True)
class CheckedRow:
    """A row with what would become of it; ``messages`` are those of reading and of matching."""

    number: int
    state: RowState
    said: Particulars | None
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Check:
    """What a dry run found."""

    sheet: str
    header: Header
    encoding: str
    rows: list[CheckedRow]
    left_out: list[LeftOut]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        counted = Counter(row.state for row in self.rows)
        return {state.value: counted[state] for state in RowState}


def check(data: bytes, sha256: str, filename: str, sheet: str = "", class_code: str = "") -> Check:
    """Read a file and judge its rows; with a class, who is in it already is told too.

    ``sheet`` is a name or a number from 1; without one, the visible sheet that looks most like a list.
    Text in an old font is converted when it is found. Raises RosterRefused, and DomainError for an
    unknown sheet or class.
    """
    inside = _people_inside(class_code) if class_code else {}
    sheet_name, header, encoding, rows, left_out = _read(data, filename, sheet)
    judge = Judge(rows, Settings(became=became(sha256, sheet_name)))
    answers = judge.judged().rows
    kept = (without_unconsented(row, judge) for row in rows)
    checked = [_checked(row, answers[row.number], inside) for row in kept]
    return Check(sheet_name, header, encoding, checked, left_out)


def json_pieces(found: Check) -> Iterator[str]:
    """The dry run for programs, piece by piece: a long list as one text would double its memory.

    Columns are named by their letters; the shape does not change.
    """
    head = {
        "sheet": found.sheet,
        "header_row": found.header.first_row,
        "columns": {
            field.value: ",".join(column_letter(place) for place in places)
            for field, places in found.header.columns.items()
        },
    }
    yield _dumps(head)[:-1] + ', "rows": ['
    for number, row in enumerate(found.rows):
        yield ("," if number else "") + "\n" + _dumps(_row(row))
    yield '\n], "counts": ' + _dumps(found.counts) + "}\n"


def as_text(found: Check) -> Iterable[str]:
    """The dry run for people, line by line."""
    yield _(
        "Sheet “%(name)s”, heading in row %(row)s.", name=found.sheet, row=found.header.first_row
    )
    if found.encoding:
        yield _("Text in an old font (%(font)s) was converted.", font=found.encoding.upper())
    for row in found.rows:
        told = "; ".join(str(m.text) for m in row.messages if m.severity != Severity.NOTE)
        name = row.said.full_name if row.said else ""
        yield "\t".join((str(row.number), row.state.value, name, told)).rstrip()
    for left in found.left_out:
        yield "\t".join((str(left.number), "–", left.text, str(left.why)))
    yield ", ".join(f"{state}: {count}" for state, count in found.counts.items())


def _read(
    data: bytes, filename: str, asked: str
) -> tuple[str, Header, str, list[Listed], list[LeftOut]]:
    """Name, heading, old font, rows and other rows of the sheet, which is let go of."""
    sheet = _sheet(open_workbook(data, filename), asked)
    encoding = suspected_encoding(sheet.all_texts())
    if encoding:
        sheet = converted(sheet, encoding)
    choices, header = offered_choices(sheet, encoding)
    if not choices.columns:
        raise RosterRefused("no_header")
    reading = read_rows(sheet, header)
    rows = [stored.listed(row, is_kept=False) for row in reading.rows]
    return sheet.name, header, encoding or "", rows, reading.left_out


def _row(row: CheckedRow) -> dict[str, Any]:
    return {
        "row": row.number,
        "state": row.state.value,
        "person": _person(row.said) if row.said else None,
        "messages": [_message(message) for message in row.messages],
    }


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _checked(row: Listed, judged: Judged, inside: dict[int, str]) -> CheckedRow:
    messages = (*row.messages, *judged.messages)
    state = inside.get(judged.whom.person_id or 0)
    if state:
        words = (
            _("Is in this class already.")
            if state == EnrolmentState.CONFIRMED
            else _("Waits for a place in this class already.")
        )
        messages += (Message("in_class", Severity.NOTE, words),)
    return CheckedRow(row.number, judged.state, row.said, messages)


def _sheet(workbook: Workbook, asked: str) -> Sheet:
    if asked:
        for info in workbook.sheets:
            if asked in (info.name, str(info.index + 1)):
                return workbook.sheet(info.index)
        raise DomainError(_("This file has no sheet “%(name)s”.", name=asked))
    visible = [info for info in workbook.sheets if not info.is_hidden] or workbook.sheets
    if len(visible) == 1:
        return workbook.sheet(visible[0].index)
    sheets = [workbook.sheet(info.index) for info in visible]
    return max(sheets, key=lambda sheet: heading_of(sheet).score)


def _people_inside(code: str) -> dict[int, str]:
    class_id = db.session.scalar(select(TrainingClass.id).where(TrainingClass.code == code))
    if class_id is None:
        raise DomainError(_("There is no class with the code “%(code)s”.", code=code))
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.state).where(
            Enrolment.class_id == class_id,
            Enrolment.state.in_((EnrolmentState.CONFIRMED, EnrolmentState.WAITING)),
        )
    )
    return {person_id: state for person_id, state in rows}  # noqa: C416


def _person(said: Particulars) -> dict[str, Any]:
    is_known = said.birth.day is not None and said.birth.precision != BirthPrecision.UNKNOWN
    return {
        "full_name": said.full_name,
        "birth_year": said.birth.day.year if is_known and said.birth.day else None,
        "sex": said.sex.value,
        "phones": list(said.phones),
        "organisation": said.organisation,
        "position": said.position,
        "commune": said.commune,
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "code": message.code,
        "severity": message.severity.value,
        "field": message.field.value if message.field else None,
        "text": str(message.text),
    }
