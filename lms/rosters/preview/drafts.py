"""The preview of a list: its rows as read and judged, kept until they are applied.

Reading and judging only read and can take seconds; keeping the answers is one short transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, insert, select

from lms import clock
from lms.errors import DomainError
from lms.extensions import db
from lms.languages import DEFAULT
from lms.rosters.kept_file import bytes_of
from lms.rosters.matching.judgements import Judged, Judgement, Listed
from lms.rosters.matching.judging import Judge
from lms.rosters.matching.organisations import Named
from lms.rosters.models import (
    Roster,
    RosterCorrection,
    RosterDecision,
    RosterOrganisation,
    RosterRow,
)
from lms.rosters.preview import stored
from lms.rosters.preview.choices import Choices, read_list
from lms.rosters.preview.settings import settings_of
from lms.rosters.rows import Field, LeftOut, Message, Reading, Severity
from lms.rosters.sheets import SheetInfo
from lms.vietnamese import search_key

#: Rows that hold no person are told one by one up to this number; there are no honest lists with more.
LEFT_OUT_KEPT = 500


@dataclass(frozen=True)
class Draft:
    """A preview that is not kept yet; ``revision`` is that of the list when it was made."""

    revision: int
    read: Mapping[int, Listed]
    #: The same rows as they count: corrected where somebody did.
    rows: Mapping[int, Listed]
    left_out: list[LeftOut]
    named: Mapping[int, Named]
    judgement: Judgement


def draft(roster: Roster) -> Draft:
    """Read the file again and judge every row. Raises RosterRefused, NoKey, FileDamaged."""
    data = bytes_of(roster)
    choices = Choices.from_json(roster.choices or {})
    with force_locale(DEFAULT):  # what is kept is read by everybody
        reading, _header = read_list(data, roster.filename, roster.sheet or 0, choices)
        return draft_of(roster, reading)


def draft_of(roster: Roster, reading: Reading) -> Draft:
    """Judge the rows that were read."""
    read = {row.number: stored.listed(row) for row in reading.rows}
    rows = read | corrections(roster, read)
    judge = Judge(list(rows.values()), settings_of(roster))
    judgement = judge.judged()
    read = {n: without_unconsented(row, judge) for n, row in read.items()}
    return Draft(roster.revision, read, rows, reading.left_out, judge.named, judgement)


def without_unconsented(row: Listed, judge: Judge) -> Listed:
    """The row without the ethnic group, which is sensitive, unless the person has consented to it."""
    if row.said is None or not row.said.ethnicity or judge.may_keep_ethnicity(row.number):
        return row
    words = _("The ethnic group is left out: no consent to keeping it is recorded.")
    message = Message("ethnicity_without_consent", Severity.NOTE, words, Field.ETHNICITY)
    return replace(row, said=replace(row.said, ethnicity=""), messages=(*row.messages, message))


def keep(roster: Roster, made: Draft) -> None:
    """Put the preview in place of the former one.

    Raises DomainError when the list was changed since it was made.
    """
    roster.change()
    if roster.revision != made.revision + 1:
        raise DomainError(_l("The list was changed while it was read. Please read it again."))
    db.session.execute(delete(RosterRow).where(RosterRow.roster_id == roster.id))
    answers = made.judgement.rows
    rows = [
        {
            "roster_id": roster.id,
            "number": number,
            "said": stored.said_as_json(read),
            "messages": stored.messages_as_json(read.messages),
            **answer_columns(made.rows[number], answers[number]),
        }
        for number, read in made.read.items()
    ]
    if rows:
        db.session.execute(insert(db.metadata.tables[RosterRow.__tablename__]), rows)
    keep_organisations(roster, made.named.values())
    roster.left_out = stored.left_out_as_json(made.left_out[:LEFT_OUT_KEPT])
    roster.read_at = clock.now()


def answer_columns(row: Listed, judged: Judged) -> dict[str, Any]:
    """What RosterRow keeps of the judgement."""
    return {
        "name_key": search_key(row.said.full_name) if row.said else "",
        "citizen_hash": row.citizen_hash,
        "state": judged.state,
        "need": judged.need,
        "person_id": judged.whom.person_id,
        "organisation_key": judged.organisation_key,
        "outcome": stored.outcome_as_json(judged),
    }


def keep_organisations(roster: Roster, named: Collection[Named]) -> None:
    """The texts of the list; what was decided of a text stays with it."""
    texts = {one.key: one for one in named}
    known = {
        row.key: row
        for row in db.session.scalars(
            select(RosterOrganisation).where(RosterOrganisation.roster_id == roster.id)
        )
    }
    for key, one in texts.items():
        row = known.pop(key, None) or RosterOrganisation(roster_id=roster.id, key=key)
        describe_organisation(row, one)
        db.session.add(row)
    for row in known.values():
        db.session.delete(row)


def corrections(roster: Roster, numbers: Container[int]) -> dict[int, Listed]:
    """The rows that somebody corrected, as they read now."""
    rows = db.session.execute(
        select(RosterCorrection.number, RosterCorrection.said)
        .where(RosterCorrection.roster_id == roster.id)
        .order_by(RosterCorrection.id)
    )
    return {n: stored.listed_from_json(n, said, ()) for n, said in rows if n in numbers}


def listed_rows(roster: Roster, *conditions: ColumnElement[bool]) -> dict[int, Listed]:
    """The rows of the kept preview as they count, in order."""
    rows = db.session.execute(
        select(RosterRow.number, RosterRow.said, RosterRow.messages)
        .where(RosterRow.roster_id == roster.id, *conditions)
        .order_by(RosterRow.number)
    )
    read = {n: stored.listed_from_json(n, said, messages) for n, said, messages in rows}
    return read | corrections(roster, read)


def row_ids(roster: Roster, *conditions: ColumnElement[bool]) -> dict[int, int]:
    """The database's numbers of rows, by their numbers in the list."""
    statement = select(RosterRow.number, RosterRow.id)
    rows = db.session.execute(statement.where(RosterRow.roster_id == roster.id, *conditions))
    return {number: id_ for number, id_ in rows}  # noqa: C416 - rows are no pairs to dict()


def judge_kept(roster: Roster) -> tuple[dict[int, Listed], Judge, Judgement]:
    """The rows of the kept preview, and the answers as the register stands now."""
    rows = listed_rows(roster)
    with force_locale(DEFAULT):
        judge = Judge(list(rows.values()), settings_of(roster))
        return rows, judge, judge.judged()


def change_sheet(roster: Roster, sheet: SheetInfo) -> None:
    """Read another sheet: what was decided about rows of the first says nothing of its rows."""
    is_other = roster.sheet != sheet.index
    roster.choose_sheet(sheet.index, sheet.name)
    for model in (RosterRow, RosterCorrection, RosterDecision, RosterOrganisation):
        if is_other:
            db.session.execute(delete(model).where(model.roster_id == roster.id))


def describe_organisation(row: RosterOrganisation, named: Named) -> None:
    """What was found of a text."""
    row.text, row.tax_code, row.commune = named.text[:250], named.tax_code[:20], named.commune[:150]
    row.state = named.state
    row.found_id = named.found.id if named.found else None
    row.offered = [[one.id, one.name, one.unit] for one in named.offered]
