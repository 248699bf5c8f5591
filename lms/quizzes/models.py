"""Attempts at a quiz and the append-only log of their answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import QuestionVersion, Quiz
from lms.database import UtcDateTime
from lms.enrolments.models import Enrolment
from lms.extensions import Model


class AttemptState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"


class Attempt(Model):
    """One sitting of a quiz. It pins its questions; scores are computed on the server only."""

    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=AttemptState.OPEN)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    points: Mapped[int | None]
    points_possible: Mapped[int | None]
    passed: Mapped[bool | None]

    enrolment: Mapped[Enrolment] = relationship()
    quiz: Mapped[Quiz] = relationship()
    questions: Mapped[list[AttemptQuestion]] = relationship(
        back_populates="attempt", order_by="AttemptQuestion.position"
    )

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    @property
    def percent(self) -> float | None:
        """The score in percent, once submitted."""
        if self.points is None or not self.points_possible:
            return None
        return 100 * self.points / self.points_possible


class AttemptQuestion(Model):
    """A question pinned to an attempt, with the order in which its choices are shown."""

    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    choice_order: Mapped[list[str]] = mapped_column(JSON)

    attempt: Mapped[Attempt] = relationship(back_populates="questions")
    question_version: Mapped[QuestionVersion] = relationship()
    answers: Mapped[list[Answer]] = relationship(
        back_populates="question", order_by="Answer.sequence"
    )

    @property
    def value(self) -> frozenset[str]:
        """The names of the choices that count now: those of the highest sequence."""
        return frozenset(self.answers[-1].value) if self.answers else frozenset()


class Answer(Model):
    """One saved answer; the highest sequence of a question counts, the others are its history."""

    __table_args__ = (UniqueConstraint("attempt_question_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_question.id"))
    sequence: Mapped[int]
    value: Mapped[list[str]] = mapped_column(JSON)
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    question: Mapped[AttemptQuestion] = relationship(back_populates="answers")
