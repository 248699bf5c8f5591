"""What quizzes keep about a human being: every answer, and what each sitting was worth."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, delete, func, select

from lms.catalogue.models import QuestionVersion, Quiz
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.personal_data import Fate, Part, Section, Subject, section
from lms.quizzes.models import Answer, Attempt, AttemptQuestion


def gather(subject: Subject) -> list[Section]:
    return [_attempts(subject), _answers(subject)]


def foresee(subject: Subject) -> Fate:
    attempts = db.session.scalar(
        select(func.count(Attempt.id)).where(Attempt.id.in_(_attempts_of(subject)))
    )
    if not attempts:
        return Fate()
    removed = _("What was answered to each question of the quizzes.")
    kept = ngettext(
        "The points of %(num)d sitting of a quiz, on which the certificate rests.",
        "The points of %(num)d sittings of quizzes, on which the certificates rest.",
        attempts,
    )
    return Fate((removed,), (kept,))


def erase(subject: Subject) -> None:
    """Points stay: whether a class was completed is read from them."""
    asked = select(AttemptQuestion.id).where(AttemptQuestion.attempt_id.in_(_attempts_of(subject)))
    db.session.execute(delete(Answer).where(Answer.attempt_question_id.in_(asked)))


def _attempts(subject: Subject) -> Section:
    labels = {
        "quiz": _("Quiz"),
        "number": _("Sitting"),
        "started_at": _("Begun"),
        "submitted_at": _("Sent"),
        "points": _("Points"),
        "points_possible": _("Points possible"),
        "passed": _("Passed"),
    }
    statement = (
        select(
            Quiz.title.label("quiz"),
            Attempt.number,
            Attempt.started_at,
            Attempt.submitted_at,
            Attempt.points,
            Attempt.points_possible,
            Attempt.passed,
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.id.in_(_attempts_of(subject)))
        .order_by(Attempt.id)
    )
    return section("quiz_attempts", _("Quizzes taken"), labels, statement)


def _answers(subject: Subject) -> Section:
    labels = {"question": _("Question"), "answer": _("Answer"), "saved_at": _("Saved")}
    rows = db.session.execute(
        select(QuestionVersion.prompt, Answer.value, Answer.saved_at)
        .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .where(AttemptQuestion.attempt_id.in_(_attempts_of(subject)))
        .order_by(Answer.id)
    )
    return Section(
        "quiz_answers",
        _("Answers saved"),
        labels,
        [
            {"question": row.prompt, "answer": ", ".join(row.value), "saved_at": row.saved_at}
            for row in rows
        ],
    )


def _attempts_of(subject: Subject) -> Select[int]:
    places = select(Enrolment.id).where(Enrolment.person_id.in_(subject.person_ids))
    return select(Attempt.id).where(Attempt.enrolment_id.in_(places))


part = Part(frozenset({"attempt", "attempt_question", "answer"}), gather, foresee, erase)
