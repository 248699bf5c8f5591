"""What uploaded lists keep about a human being: shown to the person, and taken away when erased.

The rows lose what they say, and the file that holds them is deleted: it cannot be cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, select, tuple_, update

from lms.extensions import db
from lms.personal_data import Fate, Part, Section, Subject, Value
from lms.rosters.kept_file import forget_file
from lms.rosters.models import (
    Roster,
    RosterBatch,
    RosterCorrection,
    RosterDecision,
    RosterEffect,
    RosterRow,
)


def gather(subject: Subject) -> list[Section]:
    labels = {"filename": _("File"), "number": _("Row"), "uploaded_at": _("Uploaded")}
    rows: list[Mapping[str, Value]] = [
        {"filename": row.filename, "number": row.number, "uploaded_at": row.uploaded_at}
        for row in _found(subject)
    ]
    return [Section("lists", _("Lists of people"), labels, rows)]


def foresee(subject: Subject) -> Fate:
    count = len(_found(subject))
    if not count:
        return Fate()
    return Fate(
        removed=(
            ngettext(
                "%(num)d row of an uploaded list, with the file of the list.",
                "%(num)d rows of uploaded lists, with the files of the lists.",
                count,
            ),
        )
    )


def erase(subject: Subject) -> None:
    found = {(row.id, row.number) for row in _found(subject)}
    ids = [roster_id for roster_id, _number in found]
    for roster in db.session.scalars(select(Roster).where(Roster.id.in_(ids))):
        forget_file(roster)
        roster.revision += 1
    of_rows = tuple_(RosterRow.roster_id, RosterRow.number).in_(found)
    db.session.execute(
        update(RosterRow)
        .where(of_rows)
        .values(said=None, messages=[], outcome={}, name_key="", citizen_hash=None)
    )
    db.session.execute(
        delete(RosterCorrection).where(
            tuple_(RosterCorrection.roster_id, RosterCorrection.number).in_(found)
        )
    )
    db.session.execute(
        delete(RosterDecision).where(RosterDecision.person_id.in_(subject.person_ids))
    )
    db.session.execute(
        update(RosterEffect)
        .where(RosterEffect.person_id.in_(subject.person_ids))
        .values(changes={}, not_enrolled=None, kept=None)
    )


def _found(subject: Subject) -> list[Any]:
    """(list, its file's name, day, row) for each row that means the person."""
    columns = (Roster.id, Roster.filename, Roster.uploaded_at)
    meant = (
        select(*columns, RosterRow.number)
        .join(RosterRow, RosterRow.roster_id == Roster.id)
        .where(RosterRow.person_id.in_(subject.person_ids))
    )
    done = (
        select(*columns, RosterEffect.number)
        .join(RosterBatch, RosterBatch.roster_id == Roster.id)
        .join(RosterEffect, RosterEffect.batch_id == RosterBatch.id)
        .where(RosterEffect.person_id.in_(subject.person_ids))
    )
    rows = {(row.id, row.number): row for row in db.session.execute(meant.union_all(done))}
    return [rows[key] for key in sorted(rows)]


part = Part(
    tables=frozenset({"roster_row", "roster_decision", "roster_effect"}),
    gather=gather,
    foresee=foresee,
    erase=erase,
    erases_first=True,
)
