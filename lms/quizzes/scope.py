"""Which quizzes and attempts a person reaches: those of their own places. Others look missing."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access import Viewer
from lms.catalogue.models import Quiz
from lms.enrolments.models import Enrolment
from lms.enrolments.own import places_to_learn_in
from lms.extensions import db
from lms.quizzes.models import Attempt, AttemptQuestion


def visible_attempts(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's own attempts, for statements that join Enrolment and TrainingClass."""
    return places_to_learn_in(viewer)


def load_quiz(enrolment: Enrolment, slug: str) -> Quiz:
    """A quiz of the course version that the class keeps, or 404."""
    quiz = db.session.scalar(
        select(Quiz).where(
            Quiz.version_id == enrolment.training_class.course_version_id, Quiz.slug == slug
        )
    )
    return quiz or abort(404)


def load_attempt(attempt_id: int) -> Attempt:
    """The signed-in person's attempt with its quiz, enrolment and class, or 404."""
    attempt = db.session.scalar(
        select(Attempt)
        .join(Attempt.enrolment)
        .join(Enrolment.training_class)
        .options(
            contains_eager(Attempt.enrolment).contains_eager(Enrolment.training_class),
            joinedload(Attempt.quiz),
        )
        .where(Attempt.id == attempt_id, visible_attempts(current_user))
    )
    return attempt or abort(404)


def load_questions(attempt: Attempt) -> Sequence[AttemptQuestion]:
    """The pinned questions of an attempt in their order, with words, choices and answers."""
    return db.session.scalars(
        select(AttemptQuestion)
        .options(
            joinedload(AttemptQuestion.question_version), selectinload(AttemptQuestion.answers)
        )
        .where(AttemptQuestion.attempt_id == attempt.id)
        .order_by(AttemptQuestion.position)
        .execution_options(populate_existing=True)
    ).all()


def pick(questions: Sequence[AttemptQuestion], number: int) -> AttemptQuestion:
    """The question of that number (from 1), or 404."""
    question = next((q for q in questions if q.position == number - 1), None)
    return question or abort(404)
