"""From answers to a score. Only the server marks; nothing that a browser sends is a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """Points reached of points possible."""

    points: int
    possible: int

    def reaches(self, pass_mark: int) -> bool:
        """Whether the score is at least ``pass_mark`` percent; reckoned in whole numbers."""
        return self.points * 100 >= pass_mark * self.possible


@dataclass(frozen=True)
class Marked:
    """One question with its key, what was chosen and what it is worth."""

    key: frozenset[str]
    chosen: frozenset[str]
    worth: int

    @property
    def is_right(self) -> bool:
        """All of the key and nothing else; there are no parts of points."""
        return self.chosen == self.key


def total(questions: Iterable[Marked]) -> Score:
    """The score of an attempt."""
    listed = list(questions)
    return Score(
        points=sum(question.worth for question in listed if question.is_right),
        possible=sum(question.worth for question in listed),
    )
