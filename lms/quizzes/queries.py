"""Quiz results as other features read them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import case, func, select

from lms.catalogue.models import Quiz
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db
from lms.quizzes.models import Attempt, AttemptState


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The best results over all quizzes of the course: their mean in percent, and whether each is passed.

    A course without a quiz is passed, with no percentage.
    """

    percent: float | None
    passed: bool


def quiz_results(class_id: int) -> dict[int, QuizResult]:
    """For each confirmed enrolment of a class: how its quizzes went."""
    quizzes = db.session.scalar(
        select(func.count())
        .select_from(Quiz)
        .join(TrainingClass, TrainingClass.course_version_id == Quiz.version_id)
        .where(TrainingClass.id == class_id)
    )
    best: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for enrolment_id, percent, passed in _best_attempts(class_id):
        best[enrolment_id] += [(percent, passed)] if percent is not None else []
    return {id_: _result(tries, quizzes or 0) for id_, tries in best.items()}


def _best_attempts(class_id: int) -> list[tuple[int, float | None, int]]:
    percent = func.max(100.0 * Attempt.points / func.nullif(Attempt.points_possible, 0))
    passed = func.max(case((Attempt.passed.is_(True), 1), else_=0))
    rows = db.session.execute(
        select(Enrolment.id, percent, passed)
        .outerjoin(
            Attempt,
            (Attempt.enrolment_id == Enrolment.id) & (Attempt.state == AttemptState.SUBMITTED),
        )
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.CONFIRMED)
        .group_by(Enrolment.id, Attempt.quiz_id)
    )
    return [(id_, None if value is None else float(value), done) for id_, value, done in rows]


def _result(tries: list[tuple[float, int]], quizzes: int) -> QuizResult:
    mean = sum(percent for percent, _passed in tries) / len(tries) if tries else None
    return QuizResult(mean, sum(passed for _percent, passed in tries) >= quizzes)
