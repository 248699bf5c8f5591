"""Courses in versions, their lessons, quizzes and questions.

A course is an identity; everything that is taught hangs on a version, which never changes once made.
A training class keeps the version it began with.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.database import UtcDateTime, sort_key_type
from lms.extensions import Model


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class Enforcement(StrEnum):
    """Whether a rule about who attends a course only warns, or needs a reason to be set aside."""

    WARN = "warn"
    BLOCK = "block"


class Course(Model):
    """What is taught. ``pack`` is the folder it comes from; null when written in the browser."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    pack: Mapped[str | None] = mapped_column(String(120))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    versions: Mapped[list[CourseVersion]] = relationship(
        back_populates="course", order_by="CourseVersion.number"
    )

    @property
    def current_version(self) -> CourseVersion | None:
        return next((version for version in self.versions if version.is_current), None)


class CourseVersion(Model):
    """A course as it stood when it was imported or published; one version of each is current.

    ``prerequisites`` are mappings of ``course`` (a code), ``within_months`` (or null) and ``rule`` (an
    Enforcement).
    """

    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        Index(
            "uq_course_version_current",
            "course_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    number: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(sort_key_type())
    summary: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(String(60))
    audience: Mapped[list[str]] = mapped_column(JSON)
    audience_rule: Mapped[str] = mapped_column(String(10), default=Enforcement.WARN)
    prerequisites: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    periods: Mapped[int]
    pass_mark: Mapped[int]
    outcomes: Mapped[list[str]] = mapped_column(JSON)
    frameworks: Mapped[dict[str, Any]] = mapped_column(JSON)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    course: Mapped[Course] = relationship(back_populates="versions")
    lessons: Mapped[list[Lesson]] = relationship(
        back_populates="version", order_by="Lesson.position"
    )
    quizzes: Mapped[list[Quiz]] = relationship(back_populates="version", order_by="Quiz.position")


class Lesson(Model):
    """One page of a course. ``html`` is made from ``source`` (Markdown) and sanitised."""

    __table_args__ = (
        UniqueConstraint("version_id", "slug"),
        UniqueConstraint("version_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)

    version: Mapped[CourseVersion] = relationship(back_populates="lessons")


class PackFile(Model):
    """A picture of a course version; its bytes are stored by hash (lms.files)."""

    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class Quiz(Model):
    """A set of questions of a course version, with its rules."""

    __table_args__ = (UniqueConstraint("version_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text)
    pass_mark: Mapped[int]
    attempts_allowed: Mapped[int]

    version: Mapped[CourseVersion] = relationship(back_populates="quizzes")
    questions: Mapped[list[QuizQuestion]] = relationship(
        back_populates="quiz", order_by="QuizQuestion.position"
    )


class Question(Model):
    """A question of a course's bank: an identity that keeps its name through its versions."""

    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    name: Mapped[str] = mapped_column(String(80))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuestionVersion(Model):
    """A question's words and key as they were; attempts point here."""

    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    prompt: Mapped[str] = mapped_column(Text)
    explanation: Mapped[str] = mapped_column(Text)
    points: Mapped[int]
    lesson_slug: Mapped[str | None] = mapped_column(String(80))

    question: Mapped[Question] = relationship()
    choices: Mapped[list[Choice]] = relationship(
        back_populates="question_version", order_by="Choice.position", lazy="selectin"
    )

    @property
    def key(self) -> frozenset[str]:
        """The names of the right choices. Never leaves the server before an attempt is submitted."""
        return frozenset(choice.name for choice in self.choices if choice.is_correct)


class Choice(Model):
    """One choice of a question."""

    __table_args__ = (UniqueConstraint("question_version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    is_correct: Mapped[bool]

    question_version: Mapped[QuestionVersion] = relationship(back_populates="choices")


class QuizQuestion(Model):
    """A question's place in a quiz, at one of its versions."""

    __table_args__ = (
        UniqueConstraint("quiz_id", "position"),
        UniqueConstraint("quiz_id", "question_version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]

    quiz: Mapped[Quiz] = relationship(back_populates="questions")
    question_version: Mapped[QuestionVersion] = relationship()
