"""What a person sees of a submitted attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.catalogue.models import Choice, QuestionVersion
from lms.quizzes.models import AttemptQuestion


@dataclass(frozen=True)
class ShownAnswer:
    """A question as the check page and the result page list it."""

    number: int
    prompt: str
    chosen: list[str]

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen)


@dataclass(frozen=True)
class ShownResult(ShownAnswer):
    """A marked question with its key: for attempts whose keys may be seen."""

    is_right: bool
    right: list[str]
    explanation: str


def shown_answers(questions: Sequence[AttemptQuestion]) -> list[ShownAnswer]:
    """What was chosen, without any key."""
    return [
        ShownAnswer(q.position + 1, q.question_version.prompt, _texts(q.question_version, q.value))
        for q in questions
    ]


def shown_results(questions: Sequence[AttemptQuestion]) -> list[ShownResult]:
    """What was chosen and what is right. Only for a standing that shows keys."""
    return [
        ShownResult(
            number=question.position + 1,
            prompt=question.question_version.prompt,
            chosen=_texts(question.question_version, question.value),
            is_right=question.value == question.question_version.key,
            right=_texts(question.question_version, question.question_version.key),
            explanation=question.question_version.explanation,
        )
        for question in questions
    ]


def last_saved(questions: Sequence[AttemptQuestion]) -> datetime | None:
    """When the newest answer of the attempt was kept."""
    return max((answer.saved_at for q in questions for answer in q.answers), default=None)


def lessons_to_read(questions: Sequence[AttemptQuestion]) -> set[str]:
    """The lessons (slugs) behind wrong answers: a help that does not tell which question it was."""
    return {
        q.question_version.lesson_slug
        for q in questions
        if q.question_version.lesson_slug and q.value != q.question_version.key
    }


def _texts(asked: QuestionVersion, names: frozenset[str]) -> list[str]:
    choices: list[Choice] = asked.choices
    return [choice.text for choice in choices if choice.name in names]
