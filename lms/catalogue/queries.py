"""What the pages of courses read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import func, select

from lms.catalogue.models import (
    Course,
    CourseVersion,
    Lesson,
    PackFile,
    Quiz,
    QuizQuestion,
)
from lms.extensions import db
from lms.lists import PAGE_SIZE


def course_rows(page: int) -> Sequence[Any]:
    """The courses in use in dictionary order, one row more than a page shows."""
    lessons = select(func.count()).where(Lesson.version_id == CourseVersion.id).scalar_subquery()
    return db.session.execute(
        select(
            Course.code,
            CourseVersion.title,
            CourseVersion.topic,
            CourseVersion.audience,
            CourseVersion.periods,
            lessons.label("lessons"),
        )
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(CourseVersion.is_current, Course.retired_at.is_(None))
        .order_by(CourseVersion.sort_key, Course.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()


def load_version(code: str) -> CourseVersion:
    """The current version of a course, or 404."""
    version = db.session.scalar(
        select(CourseVersion).join(Course).where(Course.code == code, CourseVersion.is_current)
    )
    return version or abort(404)


def lesson_rows(version: CourseVersion) -> Sequence[Any]:
    """Heads of the lessons in the order of learning."""
    return db.session.execute(
        select(Lesson.slug, Lesson.title, Lesson.summary, Lesson.minutes)
        .where(Lesson.version_id == version.id)
        .order_by(Lesson.position)
    ).all()


def quiz_rows(version: CourseVersion) -> Sequence[Any]:
    """The quizzes with the number of their questions."""
    questions = select(func.count()).where(QuizQuestion.quiz_id == Quiz.id).scalar_subquery()
    return db.session.execute(
        select(Quiz.title, Quiz.pass_mark, Quiz.attempts_allowed, questions.label("questions"))
        .where(Quiz.version_id == version.id)
        .order_by(Quiz.position)
    ).all()


def load_lesson(version: CourseVersion, slug: str) -> Lesson:
    """A lesson of a version, or 404."""
    lesson = db.session.scalar(
        select(Lesson).where(Lesson.version_id == version.id, Lesson.slug == slug)
    )
    return lesson or abort(404)


def load_file(version_id: int, name: str) -> Any:
    """The hash and media type of a picture, or 404."""
    row = db.session.execute(
        select(PackFile.sha256, PackFile.media_type).where(
            PackFile.version_id == version_id, PackFile.name == name
        )
    ).one_or_none()
    return row or abort(404)
