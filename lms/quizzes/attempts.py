"""The acts of a quiz: begin an attempt, keep an answer, submit.

An answer is only ever added; the one with the highest sequence counts. An attempt is submitted once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from lms import audit, clock
from lms.access import Viewer
from lms.catalogue.models import QuestionKind, QuestionVersion, Quiz, QuizQuestion
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import db
from lms.quizzes import marking, queries
from lms.quizzes.models import Answer, Attempt, AttemptQuestion, AttemptState
from lms.quizzes.scope import load_questions

#: A device counts its own saves; a larger number is not a count.
HIGHEST_SEQUENCE = 1_000_000

_chance = SystemRandom()


@dataclass(frozen=True)
class GivenAnswer:
    """What a person chose for a question: the names of choices; ``sequence`` is the device's count."""

    names: Collection[str]
    sequence: int | None = None
    device_at: datetime | None = None


def start(enrolment: Enrolment, quiz: Quiz, by: Viewer) -> Attempt:
    """The open attempt, or a new one with its questions in a new order.

    Attempts are counted here. Raises DomainError when the quiz is passed, no attempt is left, or the
    class is not being taught.
    """
    db.session.get(Enrolment, enrolment.id, with_for_update=True, populate_existing=True)
    standing = queries.standing(enrolment.id, quiz.id)
    if standing.open_sitting is not None:
        return db.session.get_one(Attempt, standing.open_sitting.id)
    if standing.refusal is not None:
        raise DomainError(standing.refusal)
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_id=quiz.id,
        number=max((sitting.number for sitting in standing.sittings), default=0) + 1,
        started_at=clock.now(),
        questions=_shuffled(quiz),
    )
    db.session.add(attempt)
    audit.record("quiz begun", attempt, by, quiz=quiz.slug, number=attempt.number)
    return attempt


def save(question: AttemptQuestion, given: GivenAnswer) -> Answer | None:
    """Add an answer to an open attempt; None when nothing was chosen and nothing was there before.

    The same answer again, or a sequence that is there already, changes nothing. Raises DomainError
    when the attempt was submitted or a choice is not one of the question's.
    """
    attempt = _locked(question.attempt_id)
    if not attempt.is_open:
        raise DomainError(
            _l("This attempt was submitted before, so the answer could not be changed.")
        )
    chosen = _checked(question, given.names)
    known = _answers(question)
    if given.sequence is None:
        current = known[-1] if known else None
        if (frozenset(current.value) if current else frozenset()) == frozenset(chosen):
            return current
    sequence = given.sequence
    if sequence is None:
        sequence = known[-1].sequence + 1 if known else 1
    if not 1 <= sequence <= HIGHEST_SEQUENCE:
        raise DomainError(_l("The number of this answer is not possible."))
    twin = next((answer for answer in known if answer.sequence == sequence), None)
    if twin is not None:
        return twin
    answer = Answer(
        attempt_question_id=question.id,
        sequence=sequence,
        value=chosen,
        device_at=given.device_at,
        saved_at=clock.now(),
    )
    db.session.add(answer)
    db.session.flush()
    return answer


def submit(
    attempt: Attempt, by: Viewer, last: tuple[AttemptQuestion, GivenAnswer] | None = None
) -> Attempt:
    """Close the attempt and mark it; a second time shows what the first one made.

    ``last`` is an answer that was not saved yet. An attempt begun in time may be submitted after the
    class has ended.
    """
    attempt = _locked(attempt.id)
    if not attempt.is_open:
        return attempt
    if last is not None:
        save(*last)
    score = marking.total(_marked(q) for q in load_questions(attempt))
    closed = db.session.scalar(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == AttemptState.OPEN)
        .values(
            state=AttemptState.SUBMITTED,
            submitted_at=clock.now(),
            points=score.points,
            points_possible=score.possible,
            passed=score.reaches(attempt.quiz.pass_mark),
        )
        .returning(Attempt.id)
    )
    db.session.refresh(attempt)
    if closed is not None:
        audit.record("quiz submitted", attempt, by, points=score.points, possible=score.possible)
    return attempt


def _marked(question: AttemptQuestion) -> marking.Marked:
    asked = question.question_version
    return marking.Marked(asked.key, question.value, asked.points)


def _locked(attempt_id: int) -> Attempt:
    return db.session.get_one(Attempt, attempt_id, with_for_update=True, populate_existing=True)


def _answers(question: AttemptQuestion) -> list[Answer]:
    return list(
        db.session.scalars(
            select(Answer)
            .where(Answer.attempt_question_id == question.id)
            .order_by(Answer.sequence)
        )
    )


def _checked(question: AttemptQuestion, names: Collection[str]) -> list[str]:
    """The chosen names in the order shown."""
    several = question.question_version.kind == QuestionKind.MULTIPLE
    if not set(names) <= set(question.choice_order) or (len(set(names)) > 1 and not several):
        raise DomainError(_l("Choose among the answers of this question."), field="choice")
    return [name for name in question.choice_order if name in names]


def _shuffled(quiz: Quiz) -> list[AttemptQuestion]:
    asked = list(
        db.session.scalars(
            select(QuizQuestion)
            .options(joinedload(QuizQuestion.question_version))
            .where(QuizQuestion.quiz_id == quiz.id)
        )
    )
    _chance.shuffle(asked)
    return [
        AttemptQuestion(
            question_version_id=place.question_version_id,
            position=position,
            choice_order=_choice_order(place.question_version),
        )
        for position, place in enumerate(asked)
    ]


def _choice_order(asked: QuestionVersion) -> list[str]:
    """The stored order of the choices; "Right" and "Wrong" stay as everybody expects them."""
    names = [choice.name for choice in asked.choices]
    if asked.kind != QuestionKind.TRUE_FALSE:
        _chance.shuffle(names)
    return names
