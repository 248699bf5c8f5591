"""Marking is arithmetic in whole numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.marking import Marked, Score, total

NAMES = st.frozensets(st.sampled_from("abcd"))
QUESTIONS = st.lists(st.builds(Marked, NAMES, NAMES, st.integers(1, 100)), max_size=20)


def test_a_question_counts_wholly_or_not_at_all() -> None:
    key = frozenset("ab")
    score = total(
        [
            Marked(key, key, 3),
            Marked(key, frozenset("a"), 5),
            Marked(key, frozenset("abc"), 7),
            Marked(key, frozenset(), 11),
        ]
    )
    assert score == Score(points=3, possible=26)


def test_the_pass_mark_is_reached_exactly_and_not_by_rounding() -> None:
    assert Score(8, 10).reaches(80)
    assert not Score(799, 1000).reaches(80)
    assert not Score(7, 10).reaches(80)
    assert Score(2, 3).reaches(66) and not Score(2, 3).reaches(67)
    assert Score(0, 10).reaches(0)


@given(QUESTIONS)
def test_a_score_stays_between_nothing_and_everything(questions: list[Marked]) -> None:
    score = total(questions)
    assert 0 <= score.points <= score.possible == sum(q.worth for q in questions)
    assert total([Marked(q.key, q.key, q.worth) for q in questions]).points == score.possible
