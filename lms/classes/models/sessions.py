"""Sessions (buổi học) of a class, and who teaches them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.database import UtcDateTime
from lms.extensions import Model
from lms.registry.models import Person

if TYPE_CHECKING:
    from lms.classes.models.classes import TrainingClass


class ClassSession(Model):
    """A half-day of a class: [starts_at, ends_at), may cross midnight. ``periods`` are tiết of 45 minutes."""

    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    topic: Mapped[str] = mapped_column(String(200))
    periods: Mapped[int]

    training_class: Mapped[TrainingClass] = relationship(back_populates="sessions")
    trainers: Mapped[list[SessionTrainer]] = relationship(
        back_populates="class_session", cascade="all, delete-orphan"
    )

    def overlaps(self, other: ClassSession) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_today(self) -> bool:
        first, last = clock.local(self.starts_at).date(), clock.local(self.ends_at).date()
        return first <= clock.today() <= last


class SessionTrainer(Model):
    """A person who teaches a session."""

    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    class_session: Mapped[ClassSession] = relationship(back_populates="trainers")
    person: Mapped[Person] = relationship()
