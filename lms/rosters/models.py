"""Uploaded lists, what their rows came to, and what was decided about them on the way.

Nothing here is evidence until a list is applied (see lms.rosters.batches); rows hold what was understood,
the file keeps what was written.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.access import Viewer
from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.database import UtcDateTime
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.registry.models import Organisation
from lms.rosters.matching.organisations import Choice, NameState
from lms.rosters.rows import RowState

FILENAME_LENGTH = 200
KEY_LENGTH = 400


class Step(StrEnum):
    """How far a list has come."""

    SHEET = "sheet"
    COLUMNS = "columns"
    READING = "reading"
    PREVIEW = "preview"
    APPLIED = "applied"
    UNDONE = "undone"


class Need(StrEnum):
    """What somebody has to decide before a row can be taken over."""

    NOTHING = ""
    PERSON = "person"
    ORGANISATION = "organisation"


class Roster(Model):
    """A file with a list of people. ``sha256`` is that of the file, ``stored_as`` of its encrypted copy."""

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(FILENAME_LENGTH))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    stored_as: Mapped[str | None] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("training_class.id"), index=True)
    sheet: Mapped[int | None]
    sheet_name: Mapped[str] = mapped_column(String(100), default="")
    #: How the sheet is read: see lms.rosters.preview.choices.
    choices: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    #: Of everybody whose row names no commune, as somebody typed it.
    commune: Mapped[str] = mapped_column(String(150), default="")
    listed_on: Mapped[date | None]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Rows of the sheet that hold no person, each with the reason: see lms.rosters.preview.stored.
    left_out: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: Grows whenever the preview changes, so that nobody applies what they have not seen.
    revision: Mapped[int] = mapped_column(default=0)

    uploaded_by: Mapped[Account] = relationship()
    training_class: Mapped[TrainingClass | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    batch: Mapped[RosterBatch | None] = relationship(back_populates="roster")

    @property
    def step(self) -> Step:
        if self.batch is not None:
            return Step.UNDONE if self.batch.undoing else Step.APPLIED
        if self.sheet is None:
            return Step.SHEET
        if self.choices is None:
            return Step.COLUMNS
        return Step.READING if self.read_at is None else Step.PREVIEW

    @property
    def day(self) -> date:
        """The day that the list speaks of."""
        return self.listed_on or clock.local(self.uploaded_at).date()

    def lock(self) -> None:
        """Hold the row to the end of the transaction, and see the list as it stands now."""
        db.session.flush()
        db.session.refresh(self, with_for_update=True)

    def change(self) -> None:
        """Hold the list for a change. Raises DomainError once it was applied."""
        self.lock()
        if self.batch is not None:
            raise DomainError(_l("This list was taken over already; it can no longer be changed."))
        self.revision += 1

    def choose_sheet(self, index: int, name: str) -> None:
        """Another sheet begins anew: what was decided of the rows of the first does not count."""
        self.change()
        if self.sheet != index:
            self.choices = None
            self.read_at = None
        self.sheet, self.sheet_name = index, name[:100]

    def choose_reading(self, choices: dict[str, Any]) -> None:
        """How the sheet is read; its rows are to be read again."""
        self.change()
        self.choices = choices
        self.read_at = None


class RosterRow(Model):
    """A row of the list with a person, as it was understood and what would become of it.

    ``said``, ``messages`` and ``outcome`` are written and read by lms.rosters.stored alone.
    """

    __table_args__ = (
        UniqueConstraint("roster_id", "number"),
        Index("ix_roster_row_roster_id_state", "roster_id", "state"),
        Index("ix_roster_row_roster_id_name_key", "roster_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    number: Mapped[int]
    name_key: Mapped[str] = mapped_column(String(250))
    citizen_hash: Mapped[str | None] = mapped_column(String(64))
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    messages: Mapped[list[Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=RowState.ERROR)
    need: Mapped[str] = mapped_column(String(15), default=Need.NOTHING)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    organisation_key: Mapped[str] = mapped_column(String(KEY_LENGTH), default="")
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)


class RosterCorrection(Model):
    """What somebody typed in place of what a row says; the newest of a row counts."""

    __table_args__ = (Index("ix_roster_correction_roster_id_number", "roster_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    number: Mapped[int]
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    corrected_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class RosterDecision(Model):
    """Whom a row means, by an officer: a person, an earlier row, or (neither) somebody new.

    The newest of a row counts.
    """

    __table_args__ = (Index("ix_roster_decision_roster_id_number", "roster_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    row: Mapped[int | None]
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class RosterOrganisation(Model):
    """A text that names an organisation in the list, what it was found to mean, and what was decided."""

    __table_args__ = (UniqueConstraint("roster_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    text: Mapped[str] = mapped_column(String(250))
    tax_code: Mapped[str] = mapped_column(String(20), default="")
    commune: Mapped[str] = mapped_column(String(150), default="")
    state: Mapped[str] = mapped_column(String(10), default=NameState.UNKNOWN)
    found_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    offered: Mapped[list[Any]] = mapped_column(JSON)
    choice: Mapped[str | None] = mapped_column(String(10))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL")
    )
    kind: Mapped[str | None] = mapped_column(String(30))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide."""
        return self.choice is None and self.state != NameState.FOUND

    def decide(self, choice: Choice, by: Viewer, organisation_id: int | None, kind: str) -> None:
        """Keep the decision, with who and when."""
        self.choice = choice
        self.organisation_id = organisation_id if choice == Choice.USE else None
        self.kind = kind if choice == Choice.ENTER else None
        self.decided_at, self.decided_by_id = clock.now(), by.id


class RosterBatch(Model):
    """A list that was applied, once: by whom, when, with what sums."""

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), unique=True)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("training_class.id"))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    #: Those that the batch entered.
    organisation_ids: Mapped[list[int]] = mapped_column(JSON, default=list)

    roster: Mapped[Roster] = relationship(back_populates="batch")
    applied_by: Mapped[Account] = relationship()
    undoing: Mapped[RosterUndoing | None] = relationship(back_populates="batch")


class RosterEffect(Model):
    """What a batch did with a row: the trace by which the row is known again, and undone.

    ``changes`` hold what was written, with the values before; written by applying, read by undoing.
    """

    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("roster_batch.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    #: Why the person was not enrolled, and why undoing left something; sentences.
    not_enrolled: Mapped[str | None] = mapped_column(String(400))
    kept: Mapped[str | None] = mapped_column(String(400))


class RosterUndoing(Model):
    """A batch was taken back, once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("roster_batch.id"), unique=True)
    undone_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)

    batch: Mapped[RosterBatch] = relationship(back_populates="undoing")
    undone_by: Mapped[Account] = relationship()
