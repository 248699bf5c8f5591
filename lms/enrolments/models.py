"""Places in a class. An enrolment keeps the person's particulars as they were that day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.classes.models import TrainingClass
from lms.database import UtcDateTime, sort_key_type
from lms.extensions import Model
from lms.registry.models import Person


class EnrolmentState(StrEnum):
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    #: The person had two places, being in the register twice; the other one counts.
    MERGED = "merged"


class Enrolment(Model):
    """A person's place in a class, with the snapshot that papers print."""

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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=EnrolmentState.CONFIRMED)
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

    @property
    def is_confirmed(self) -> bool:
        return self.state == EnrolmentState.CONFIRMED
