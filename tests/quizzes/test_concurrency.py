"""Twenty at the same moment: one attempt, one marking, every answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from lms import audit, database
from lms.accounts.models import Account
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.quizzes import attempts
from lms.quizzes.attempts import GivenAnswer
from lms.quizzes.models import Answer, Attempt, AttemptQuestion
from lms.quizzes.scope import load_questions
from tests.people import Cast
from tests.quizzes.acts import answer, begun, quiz_of

THREADS = 20


def at_once(app: Flask, act: Callable[[], Any]) -> list[Any]:
    """Let many threads act at the same moment, each in a transaction of its own."""
    results: list[Any] = []
    barrier = threading.Barrier(THREADS)

    def run() -> None:
        with app.app_context():
            barrier.wait()
            try:
                with database.transaction():
                    made = act()
                results.append(made)
            except Exception as error:
                results.append(error)
            finally:
                db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twenty_starts_at_once_make_one_attempt(app: Flask, cast: Cast, place: Enrolment) -> None:
    place_id, by_id = place.id, cast.learner.id

    def start() -> int:
        own = db.session.get_one(Enrolment, place_id)
        return attempts.start(own, quiz_of(own), db.session.get_one(Account, by_id)).id

    ids = at_once(app, start)

    assert ids == [ids[0]] * THREADS
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1
    assert db.session.scalar(select(func.count()).select_from(AttemptQuestion)) == 2


def test_twenty_submissions_at_once_mark_once(app: Flask, cast: Cast, place: Enrolment) -> None:
    attempt = begun(place, cast.learner)
    answer(attempt, "a")
    attempt_id, by_id = attempt.id, cast.learner.id

    def submit() -> tuple[int | None, bool | None]:
        own = db.session.get_one(Attempt, attempt_id)
        done = attempts.submit(own, db.session.get_one(Account, by_id))
        return done.points, done.passed

    assert at_once(app, submit) == [(2, True)] * THREADS
    acts = db.session.scalars(
        select(audit.AuditEntry.action).where(audit.AuditEntry.subject_kind == "attempt")
    )
    assert list(acts) == ["quiz begun", "quiz submitted"]
    assert audit.first_broken_entry()[0] is None


def test_twenty_answers_at_once_are_all_kept_in_one_order(
    app: Flask, cast: Cast, place: Enrolment
) -> None:
    question_id = load_questions(begun(place, cast.learner))[0].id
    turns = iter("abcab" * 4)

    def save() -> int:
        question = db.session.get_one(AttemptQuestion, question_id)
        kept = attempts.save(question, GivenAnswer([next(turns)]))
        assert kept is not None
        return kept.sequence

    sequences = at_once(app, save)

    assert not [s for s in sequences if isinstance(s, Exception)]
    kept = list(db.session.scalars(select(Answer.sequence).order_by(Answer.sequence)))
    assert kept == list(range(1, len(kept) + 1)) and set(sequences) == set(kept)
