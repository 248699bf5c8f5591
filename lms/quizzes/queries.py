"""How enrolments stand with the quizzes of their course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from lms.access import Viewer
from lms.catalogue.models import Lesson, Quiz, QuizQuestion
from lms.classes.models import TAUGHT, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.own import places_to_learn_in
from lms.extensions import db
from lms.quizzes.models import Attempt, AttemptState


@dataclass(frozen=True)
class Sitting:
    """One attempt as lists show it. ``percent`` is None while it is open."""

    id: int
    number: int
    is_open: bool
    submitted_at: datetime | None
    percent: float | None
    passed: bool


@dataclass(frozen=True)
class Standing:
    """One enrolment and one quiz: what was tried, and what is still possible."""

    enrolment_id: int
    class_title: str
    is_taught: bool
    quiz_id: int
    slug: str
    title: str
    pass_mark: int
    attempts_allowed: int
    questions: int
    sittings: list[Sitting] = field(default_factory=list)

    @property
    def attempts_left(self) -> int:
        return max(self.attempts_allowed - len(self.sittings), 0)

    @property
    def open_sitting(self) -> Sitting | None:
        return next((sitting for sitting in self.sittings if sitting.is_open), None)

    @property
    def passed(self) -> bool:
        return any(sitting.passed for sitting in self.sittings)

    @property
    def best_percent(self) -> float | None:
        """The best result in percent; None before the first submission."""
        return max((s.percent for s in self.sittings if s.percent is not None), default=None)

    @property
    def refusal(self) -> object | None:
        """Why no new attempt can begin, as a sentence; None when one can."""
        if self.passed:
            return _l("You have passed this quiz.")
        if not self.attempts_left:
            return _l("You have used all attempts of this quiz.")
        if not self.is_taught:
            return _l("The class has ended, so the quiz can no longer be taken.")
        return None

    @property
    def shows_keys(self) -> bool:
        """Whether right answers and explanations may be seen: when nothing more can be tried."""
        return self.refusal is not None and self.open_sitting is None


@dataclass(frozen=True)
class QuizResult:
    """All quizzes of a course together, for certificates and reports."""

    percent: float | None
    passed: bool


def standings(condition: ColumnElement[bool]) -> list[Standing]:
    """Every quiz of every enrolment that meets ``condition`` (on Enrolment, TrainingClass and Quiz)."""
    questions = select(func.count()).where(QuizQuestion.quiz_id == Quiz.id).scalar_subquery()
    rows = db.session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            TrainingClass.title.label("class_title"),
            TrainingClass.state.label("class_state"),
            Quiz.id.label("quiz_id"),
            Quiz.slug,
            Quiz.title,
            Quiz.pass_mark,
            Quiz.attempts_allowed,
            questions.label("questions"),
            Attempt.id.label("attempt_id"),
            Attempt.number,
            Attempt.state,
            Attempt.submitted_at,
            Attempt.points,
            Attempt.points_possible,
            Attempt.passed,
        )
        .join(Enrolment.training_class)
        .join(Quiz, Quiz.version_id == TrainingClass.course_version_id)
        .outerjoin(Attempt, (Attempt.enrolment_id == Enrolment.id) & (Attempt.quiz_id == Quiz.id))
        .where(condition)
        .order_by(TrainingClass.starts_on, Enrolment.id, Quiz.position, Attempt.number)
    ).all()
    return _gathered(rows)


def standings_of(enrolment: Enrolment) -> list[Standing]:
    """How one enrolment stands with each quiz of its course."""
    return standings(Enrolment.id == enrolment.id)


def standing(enrolment_id: int, quiz_id: int) -> Standing:
    """How one enrolment stands with one quiz of its course."""
    (found,) = standings((Enrolment.id == enrolment_id) & (Quiz.id == quiz_id))
    return found


def lesson_rows(version_id: int, slugs: Collection[str]) -> Sequence[Any]:
    """Slugs and titles of some lessons, in the order of learning."""
    if not slugs:
        return []
    return db.session.execute(
        select(Lesson.slug, Lesson.title)
        .where(Lesson.version_id == version_id, Lesson.slug.in_(slugs))
        .order_by(Lesson.position)
    ).all()


def to_do(viewer: Viewer) -> list[Standing]:
    """The viewer's quizzes that can be begun or gone on with, in classes that are taught."""
    taught = TrainingClass.state.in_(TAUGHT)
    found = standings(places_to_learn_in(viewer) & taught)
    return [s for s in found if s.open_sitting is not None or s.refusal is None]


def quiz_results(class_id: int) -> dict[int, QuizResult]:
    """For each confirmed enrolment of a class: whether every quiz is passed, and the result in percent.

    The percentage is the mean of the best results of all quizzes (a quiz not taken counts 0); None
    when none was taken. A course without a quiz counts as passed.
    """
    confirmed = (Enrolment.class_id == class_id) & (Enrolment.state == EnrolmentState.CONFIRMED)
    by_enrolment: dict[int, list[Standing]] = {
        enrolment_id: []
        for enrolment_id in db.session.scalars(select(Enrolment.id).where(confirmed))
    }
    for standing in standings(confirmed):
        by_enrolment[standing.enrolment_id].append(standing)
    return {enrolment_id: _result(found) for enrolment_id, found in by_enrolment.items()}


def _result(found: Sequence[Standing]) -> QuizResult:
    percents = [standing.best_percent for standing in found]
    taken = any(percent is not None for percent in percents)
    return QuizResult(
        percent=sum(percent or 0 for percent in percents) / len(percents) if taken else None,
        passed=all(standing.passed for standing in found),
    )


def _gathered(rows: Sequence[Any]) -> list[Standing]:
    found: dict[tuple[int, int], Standing] = {}
    sittings: dict[tuple[int, int], list[Sitting]] = defaultdict(list)
    for row in rows:
        key = (row.enrolment_id, row.quiz_id)
        if row.attempt_id is not None:
            sittings[key].append(_sitting(row))
        found[key] = Standing(
            enrolment_id=row.enrolment_id,
            class_title=row.class_title,
            is_taught=row.class_state in TAUGHT,
            quiz_id=row.quiz_id,
            slug=row.slug,
            title=row.title,
            pass_mark=row.pass_mark,
            attempts_allowed=row.attempts_allowed,
            questions=row.questions,
            sittings=sittings[key],
        )
    return list(found.values())


def _sitting(row: Any) -> Sitting:
    is_open = row.state == AttemptState.OPEN
    return Sitting(
        id=row.attempt_id,
        number=row.number,
        is_open=is_open,
        submitted_at=row.submitted_at,
        percent=None if is_open else 100 * (row.points or 0) / (row.points_possible or 1),
        passed=bool(row.passed),
    )
