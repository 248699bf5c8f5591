"""Lists made by hand, past the reading of files: what a row says, kept as a preview."""

from __future__ import annotations

from datetime import date
from typing import Any

from lms import clock, database
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.extensions import db
from lms.registry.models import BirthPrecision, Sex
from lms.registry.people.register import Birth
from lms.rosters import work
from lms.rosters.models import Roster, RosterRow
from lms.rosters.preview import drafts as preview
from lms.rosters.preview.mapping import mapping_of
from lms.rosters.rows import Field, Message, Particulars, Reading, ReadRow, Severity
from lms.rosters.uploading import upload


def born(year: int, month: int = 0, day: int = 0) -> Birth:
    """A birth as a list writes it: the year alone, or a whole day."""
    if month:
        return Birth(date(year, month, day), BirthPrecision.DAY)
    return Birth(date(year, 1, 1), BirthPrecision.YEAR)


def row(number: int, full_name: str, **said: Any) -> ReadRow:
    """A row that was read without trouble; ``year`` stands for a birth of which only that is known."""
    year = said.pop("year", None)
    if year is not None:
        said["birth"] = born(year)
    said["phones"] = tuple(said.get("phones", ()))
    return ReadRow(number, (full_name,), Particulars(full_name, **said))


def wrong_row(number: int, text: str = "???") -> ReadRow:
    message = Message("no_name", Severity.ERROR, "Không đọc được họ và tên.", Field.FULL_NAME)
    return ReadRow(number, (text,), None, (message,))


def kept_list(
    by: Account,
    *rows: ReadRow,
    sha256: str = "a" * 64,
    training_class: TrainingClass | None = None,
) -> Roster:
    """An uploaded list whose preview is kept, as after the mapping screen."""
    with database.transaction():
        roster = Roster(
            filename="danh-sach.xlsx",
            size=1000,
            sha256=sha256,
            uploaded_at=clock.now(),
            uploaded_by_id=by.id,
            class_id=training_class.id if training_class else None,
            sheet=0,
            sheet_name="Sheet1",
            choices={},
        )
        db.session.add(roster)
        db.session.flush()
        preview.keep(roster, preview.draft_of(roster, Reading(list(rows), [])))
    return roster


def uploaded_list(by: Account, data: bytes) -> Roster:
    """A list with its file, read as it was found, as officers upload one."""
    with database.transaction():
        roster = upload(data, "danh-sach.xlsx", actor_of(by), None)
        roster.choices = mapping_of(roster).choices.as_json()
        db.session.flush()
        work.read(roster)
    return roster


def kept_rows(roster: Roster) -> list[RosterRow]:
    """The rows of the preview, in order."""
    rows = db.session.query(RosterRow).filter_by(roster_id=roster.id)
    return list(rows.order_by(RosterRow.number).populate_existing())


def states(roster: Roster) -> list[str]:
    return [one.state for one in kept_rows(roster)]


MALE, FEMALE = Sex.MALE, Sex.FEMALE
