"""Begin, save and submit in any order: a small model says what must come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.accounts.models import Account
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import db
from lms.quizzes import attempts
from lms.quizzes.attempts import GivenAnswer
from lms.quizzes.models import Attempt
from lms.quizzes.scope import load_questions
from tests import factories
from tests.people import Cast

ALLOWED = 3
CHOICES = st.sampled_from([[], ["a"], ["b"], ["c"]])
SAVE = st.tuples(st.just("save"), st.integers(0, 1), CHOICES, st.none() | st.integers(1, 4))
ACTS = st.lists(st.one_of(st.just(("start",)), st.just(("submit",)), SAVE), max_size=14)


class Model:
    """What should be true: two questions of one point, "a" is right, half is enough."""

    def __init__(self, place: Enrolment, by: Account) -> None:
        self.place, self.by = place, by
        self.quiz = place.training_class.course_version.quizzes[0]
        self.attempt: Attempt | None = None
        self.answers: list[dict[int, list[str]]] = [{}, {}]
        self.count, self.is_open, self.passed = 0, False, False

    def start(self) -> None:
        if not self.is_open and (self.passed or self.count == ALLOWED):
            refused(lambda: attempts.start(self.place, self.quiz, self.by))
            return
        self.attempt = attempts.start(self.place, self.quiz, self.by)
        if not self.is_open:
            self.count, self.is_open, self.answers = self.count + 1, True, [{}, {}]
        assert self.attempt.number == self.count

    def submit(self) -> None:
        if self.attempt is not None:
            attempts.submit(self.attempt, self.by)
            self.is_open = False
            self.passed = self.passed or self.right() >= 1

    def save(self, number: int, names: list[str], sequence: int | None) -> None:
        if self.attempt is None:
            return
        question = load_questions(self.attempt)[number]
        if not self.is_open:
            refused(lambda: attempts.save(question, GivenAnswer(names, sequence)))
            return
        attempts.save(question, GivenAnswer(names, sequence))
        known = self.answers[number]
        if sequence is not None:
            known.setdefault(sequence, names)
        elif names != (known[max(known)] if known else []):
            known[max(known, default=0) + 1] = names

    def right(self) -> int:
        return sum(bool(known) and known[max(known)] == ["a"] for known in self.answers)

    def check(self) -> None:
        if self.attempt is None:
            return
        kept = [{a.sequence: a.value for a in q.answers} for q in load_questions(self.attempt)]
        assert kept == self.answers
        assert self.attempt.is_open == self.is_open
        if not self.is_open:
            assert (self.attempt.points, self.attempt.points_possible) == (self.right(), 2)
            assert self.attempt.passed == (self.right() >= 1)


def refused(act: Callable[[], Any]) -> None:
    with pytest.raises(DomainError):
        act()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_in_any_order_the_score_is_that_of_the_highest_answers(
    app: Flask, cast: Cast, acts: list[tuple[Any, ...]]
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("one database is enough for the rules; concurrency is tested on both")
    place = factories.enrolment(factories.training_class(), factories.person(), cast.officer)
    model = Model(place, cast.officer)
    for act, *words in acts:
        getattr(model, act)(*words)
        model.check()
    db.session.rollback()
