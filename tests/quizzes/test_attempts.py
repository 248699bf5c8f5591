"""The acts of a quiz, in any order and from many sides at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import audit, database
from lms.accounts.models import Account
from lms.catalogue.models import Choice, QuestionVersion, Quiz
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import db
from lms.quizzes import attempts, queries
from lms.quizzes.attempts import GivenAnswer
from lms.quizzes.models import Answer, Attempt, AttemptQuestion
from lms.quizzes.scope import load_questions
from tests import factories
from tests.people import Cast

THREADS = 20


def quiz_of(place: Enrolment) -> Quiz:
    return place.training_class.course_version.quizzes[0]


def begun(place: Enrolment, by: Account) -> Attempt:
    attempt = attempts.start(place, quiz_of(place), by)
    db.session.commit()
    return attempt


def answer(attempt: Attempt, *names: str) -> None:
    """Give the same choices to every question."""
    for question in load_questions(attempt):
        attempts.save(question, GivenAnswer(names))
    db.session.commit()


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


def test_an_answer_after_the_submission_is_refused_and_changes_no_score(
    app: Flask, cast: Cast, place: Enrolment
) -> None:
    attempt = begun(place, cast.learner)
    answer(attempt, "b")
    attempts.submit(attempt, cast.learner)
    db.session.commit()

    with pytest.raises(DomainError):
        attempts.save(load_questions(attempt)[0], GivenAnswer(["a"]))
    db.session.rollback()

    assert (attempt.points, attempt.passed) == (0, False)
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 2


def test_the_same_sequence_again_changes_nothing_and_a_late_lower_one_is_history(
    app: Flask, cast: Cast, place: Enrolment
) -> None:
    attempt = begun(place, cast.learner)
    question = load_questions(attempt)[0]

    for names, sequence in (("a", 5), ("b", 5), ("c", 3)):
        attempts.save(question, GivenAnswer([names], sequence))
    db.session.commit()

    (current, _other) = load_questions(attempt)
    assert [(one.sequence, one.value) for one in current.answers] == [(3, ["c"]), (5, ["a"])]
    assert current.value == {"a"}


@pytest.mark.parametrize("names", [["z"], ["a", "b"], ["a", "z"]])
def test_choices_that_the_question_does_not_offer_are_refused(
    app: Flask, cast: Cast, place: Enrolment, names: list[str]
) -> None:
    question = load_questions(begun(place, cast.learner))[0]

    with pytest.raises(DomainError) as refused:
        attempts.save(question, GivenAnswer(names))

    assert refused.value.field == "choice"


@pytest.mark.parametrize("sequence", [0, -1, 1_000_001])
def test_a_number_that_is_no_count_is_refused(
    app: Flask, cast: Cast, place: Enrolment, sequence: int
) -> None:
    question = load_questions(begun(place, cast.learner))[0]

    with pytest.raises(DomainError):
        attempts.save(question, GivenAnswer(["a"], sequence))


def test_several_choices_are_one_answer(app: Flask, cast: Cast, place: Enrolment) -> None:
    for asked in db.session.scalars(select(QuestionVersion)):
        asked.kind = "multiple"
        asked.choices[2].is_correct = True
    db.session.commit()
    attempt = begun(place, cast.learner)
    answer(attempt, "c", "a")

    assert attempts.submit(attempt, cast.learner).points == 2


def test_the_last_answer_travels_with_the_submission(
    app: Flask, cast: Cast, place: Enrolment
) -> None:
    attempt = begun(place, cast.learner)
    first, second = load_questions(attempt)
    attempts.save(first, GivenAnswer(["a"]))

    attempts.submit(attempt, cast.learner, (second, GivenAnswer(["a"])))
    db.session.commit()

    assert (attempt.points, attempt.points_possible, attempt.passed) == (2, 2, True)


def test_attempts_are_counted_when_they_begin(app: Flask, cast: Cast, place: Enrolment) -> None:
    for number in (1, 2, 3):
        attempt = begun(place, cast.learner)
        assert attempt.number == number
        attempts.submit(attempt, cast.learner)
        db.session.commit()

    with pytest.raises(DomainError, match="hết số lượt"):
        attempts.start(place, quiz_of(place), cast.learner)


def test_nothing_begins_after_passing(app: Flask, cast: Cast, place: Enrolment) -> None:
    attempt = begun(place, cast.learner)
    answer(attempt, "a")
    attempts.submit(attempt, cast.learner)

    with pytest.raises(DomainError, match="đã đạt"):
        attempts.start(place, quiz_of(place), cast.learner)


def test_nothing_begins_in_a_class_that_has_ended_but_what_was_begun_can_be_sent(
    app: Flask, cast: Cast, place: Enrolment
) -> None:
    attempt = begun(place, cast.learner)
    place.training_class.state = ClassState.ENDED
    db.session.commit()

    answer(attempt, "b")
    attempts.submit(attempt, cast.learner)
    db.session.commit()

    with pytest.raises(DomainError, match="kết thúc"):
        attempts.start(place, quiz_of(place), cast.learner)


def test_questions_and_choices_come_in_a_stored_order_of_their_own(app: Flask, cast: Cast) -> None:
    group = factories.training_class(version=factories.course(questions=6))
    people = [factories.account(f"Người {n}", "learner") for n in range(6)]
    places = [factories.enrolment(group, person, cast.officer) for person in people]
    orders = set()
    for place, by in zip(places, people, strict=True):
        attempt = begun(place, by)
        questions = load_questions(attempt)
        assert sorted(q.question_version_id for q in questions) == sorted(
            q.question_version_id for q in quiz_of(place).questions
        )
        assert all(sorted(q.choice_order) == ["a", "b", "c"] for q in questions)
        again = load_questions(attempts.start(place, quiz_of(place), by))
        order = [(q.question_version_id, tuple(q.choice_order)) for q in questions]
        assert [(q.question_version_id, tuple(q.choice_order)) for q in again] == order
        orders.add(tuple(order))
    assert len(orders) > 1, "six people with the same order of six questions: one in 10^20"


def test_right_and_wrong_are_not_shuffled(app: Flask, cast: Cast, place: Enrolment) -> None:
    for asked in db.session.scalars(select(QuestionVersion)):
        asked.kind = "true_false"
        db.session.delete(asked.choices[2])
        asked.choices[0].name, asked.choices[1].name = "true", "false"
    db.session.commit()

    assert [q.choice_order for q in load_questions(begun(place, cast.learner))] == [
        ["true", "false"]
    ] * 2


def test_a_changed_key_does_not_reach_a_submitted_attempt(
    app: Flask, cast: Cast, place: Enrolment
) -> None:
    attempt = begun(place, cast.learner)
    answer(attempt, "a")
    attempts.submit(attempt, cast.learner)
    for choice in db.session.scalars(select(Choice)):
        choice.is_correct = choice.name == "b"
    db.session.commit()

    assert attempts.submit(attempt, cast.learner).points == 2


def test_results_of_a_class_name_every_confirmed_learner(app: Flask, cast: Cast) -> None:
    group = factories.training_class()
    first = factories.enrolment(group, cast.learner, cast.officer)
    second = factories.enrolment(group, cast.other_learner, cast.officer)
    gone = factories.enrolment(group, factories.person(), cast.officer)
    gone.state = "withdrawn"
    for names in (("b",), ("a",)):
        attempt = begun(first, cast.learner)
        answer(attempt, *names)
        attempts.submit(attempt, cast.learner)
    begun(second, cast.other_learner)
    db.session.commit()

    assert queries.quiz_results(group.id) == {
        first.id: queries.QuizResult(100.0, True),
        second.id: queries.QuizResult(None, False),
    }


def test_a_course_without_quiz_counts_as_passed(app: Flask, cast: Cast) -> None:
    version = factories.course()
    db.session.delete(version.quizzes[0].questions[0])
    db.session.delete(version.quizzes[0].questions[1])
    db.session.delete(version.quizzes[0])
    group = factories.training_class(version=version)
    place = factories.enrolment(group, cast.learner, cast.officer)

    assert queries.quiz_results(group.id) == {place.id: queries.QuizResult(None, True)}
