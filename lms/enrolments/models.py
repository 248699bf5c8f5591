"""Places in a class, the steps they went through, and what organisations may have of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.database import UtcDateTime, sort_key_type
from lms.extensions import Model
from lms.registry.models import Organisation, Person, Position

REASON_LENGTH = 400
#: What a place keeps of its person, beside the key that orders names.
SNAPSHOT = (
    "full_name", "birth_date", "birth_precision", "sex", "position_title",
    "organisation_id", "organisation_name", "organisation_kind", "unit_id", "unit_name",
)  # fmt: skip


class WayIn(StrEnum):
    """How somebody came to a place."""

    OFFICE = "office"
    IMPORT = "import"
    NOMINATION = "nomination"
    LINK = "link"
    WALK_IN = "walk_in"


#: Ways of the office's own people: they may set a rule aside with a reason.
MAY_OVERRIDE = frozenset({WayIn.OFFICE, WayIn.IMPORT, WayIn.WALK_IN})


class EnrolmentState(StrEnum):
    """Only the confirmed hold a place; everything that counts people counts these alone."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    #: The person had two places, being in the register twice; the other one counts.
    MERGED = "merged"


class SetAside(Protocol):
    """A rule that somebody did not meet, as it was read then."""

    @property
    def rule(self) -> str: ...

    @property
    def sentence(self) -> str: ...


class Enrolment(Model):
    """A person's place in a class, with the snapshot that papers print.

    ``waiting_number`` orders the waiting list of the class, the lowest first; null for all others
    (a merged place keeps its number, so that it can go back to it).
    ``set_aside`` holds the rules that the office set aside for this place, each with ``rule`` and the
    ``sentence`` it was read as; ``despite`` is the reason.
    """

    __table_args__ = (
        Index(
            "uq_enrolment_counting",
            "class_id",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'merged'"),
            postgresql_where=text("state <> 'merged'"),
        ),
        Index("ix_enrolment_class_id_state", "class_id", "state"),
        Index("uq_enrolment_waiting", "class_id", "waiting_number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=EnrolmentState.CONFIRMED)
    way: Mapped[str] = mapped_column(String(20), default=WayIn.OFFICE)
    waiting_number: Mapped[int | None]
    despite: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    set_aside: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrolled_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    full_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(sort_key_type())
    birth_date: Mapped[date | None]
    birth_precision: Mapped[str] = mapped_column(String(10))
    sex: Mapped[str] = mapped_column(String(10))
    position_title: Mapped[str] = mapped_column(String(120))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    organisation_kind: Mapped[str] = mapped_column(String(30))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))
    unit_name: Mapped[str] = mapped_column(String(120))

    training_class: Mapped[TrainingClass] = relationship()
    person: Mapped[Person] = relationship()
    steps: Mapped[list[EnrolmentStep]] = relationship(
        back_populates="enrolment", order_by="EnrolmentStep.id"
    )

    @property
    def is_confirmed(self) -> bool:
        return self.state == EnrolmentState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == EnrolmentState.WAITING

    @property
    def rules_set_aside(self) -> frozenset[str]:
        return frozenset(one["rule"] for one in self.set_aside or ())

    def set_rules_aside(self, rules: Iterable[SetAside], reason: str) -> None:
        """Keep which rules the office set aside and why; without any there is nothing to explain."""
        self.set_aside = [{"rule": one.rule, "sentence": one.sentence} for one in rules]
        self.despite = reason if self.set_aside else ""

    def confirm(self, held: Position | None, by: Viewer, way: WayIn, reason: str = "") -> None:
        """Give the place, with the person's particulars of today in the position ``held``."""
        self.waiting_number = None
        self._enter(EnrolmentState.CONFIRMED, held, by, way, reason)

    def wait(
        self, number: int, held: Position | None, by: Viewer, way: WayIn, reason: str = ""
    ) -> None:
        """Put on the waiting list at ``number``."""
        self.waiting_number = number
        self._enter(EnrolmentState.WAITING, held, by, way, reason)

    def leave(self, by: Viewer, reason: str) -> None:
        """Take the place, or the hope for one, back; the snapshot stays as it was."""
        self.waiting_number = None
        self._step(EnrolmentState.WITHDRAWN, by, None, reason)

    def take_snapshot(self, held: Position | None) -> None:
        """Keep the person's particulars as they are now, in the position ``held``."""
        person = self.person
        organisation = held.organisation if held else None
        unit = organisation.unit if organisation else None
        self.full_name = person.full_name
        self.sort_key = person.sort_key
        self.birth_date = person.birth_date
        self.birth_precision = person.birth_precision
        self.sex = person.sex
        self.position_title = held.title if held else ""
        self.organisation_id = organisation.id if organisation else None
        self.organisation_name = organisation.name if organisation else ""
        self.organisation_kind = organisation.kind if organisation else ""
        self.unit_id = unit.id if unit else None
        self.unit_name = unit.name if unit else ""

    def _enter(
        self, state: EnrolmentState, held: Position | None, by: Viewer, way: WayIn, reason: str
    ) -> None:
        self.take_snapshot(held)
        self.way = way
        self.enrolled_at = clock.now()
        self.enrolled_by_id = by.id
        self._step(state, by, way, reason)

    def _step(self, state: EnrolmentState, by: Viewer, way: WayIn | None, reason: str) -> None:
        self.state = state
        self.steps.append(
            EnrolmentStep(state=state, at=clock.now(), by_id=by.id, way=way, reason=reason)
        )


class EnrolmentStep(Model):
    """When a place changed its state, through whom, and why. ``way`` is null when somebody leaves."""

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    way: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    enrolment: Mapped[Enrolment] = relationship(back_populates="steps")


class ClassQuota(Model):
    """What an organisation may have of a class: at most ``seats`` people.

    ``reserved`` of them are held although the names come later; people who are named use them up.
    """

    __table_args__ = (
        UniqueConstraint("class_id", "organisation_id"),
        CheckConstraint("0 <= reserved AND reserved <= seats", name="reserved_within_seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    seats: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    organisation: Mapped[Organisation] = relationship()


class DefaultQuota(Model):
    """What an organisation without a row of its own may have of a class: 0 closes the class to it.

    A class without this row is open to every organisation.
    """

    __table_args__ = (CheckConstraint("seats >= 0", name="seats_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), unique=True)
    seats: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class NoticeKind(StrEnum):
    """What somebody has to be told of a place."""

    PROMOTED = "promoted"
    NOT_ADMITTED = "not_admitted"


class EnrolmentNotice(Model):
    """Something that happened to a place while its person was not there, until they know of it.

    ``told_at`` is when an officer told the person, ``read_at`` when the person read it here.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    enrolment: Mapped[Enrolment] = relationship()
