"""Reading the quizzes of a pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from lms.catalogue.documents import Value
from lms.catalogue.fields import Fields
from lms.catalogue.models import QuestionKind
from lms.catalogue.problems import Problems

TRUE_FALSE = ("true", "false")


@dataclass(frozen=True)
class PackChoice:
    name: str
    text: str
    is_correct: bool


@dataclass(frozen=True)
class PackQuestion:
    name: str
    kind: str
    prompt: str
    choices: tuple[PackChoice, ...]
    explanation: str
    points: int
    lesson: str | None


@dataclass(frozen=True)
class PackQuiz:
    slug: str
    title: str
    intro: str
    attempts: int
    questions: tuple[PackQuestion, ...]


class Names:
    """The names met so far, so that a second one of the same name is a fault."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def meet(self, name: str, fields: Fields) -> str:
        """Note a name of ``fields`` that was met before; an empty one was noted already."""
        if name and name in self._met:
            fields.note("id", _("The id “%(name)s” is there twice.", name=name),
                        _("Give every lesson, quiz, question and choice an id of its own."))  # fmt: skip
        self._met.add(name)
        return name


def read_quiz(
    value: Value | None, file: str, lessons: Collection[str], names: Names, problems: Problems
) -> PackQuiz:
    """The quiz of one file. ``names`` are the ids of the whole pack."""
    fields = Fields(value, ("id", "title", "intro", "attempts", "questions"), file, problems)
    return PackQuiz(
        slug=names.meet(fields.slug(), fields),
        title=fields.text("title", 200),
        intro=fields.text("intro", 1000, optional=True),
        attempts=fields.number("attempts", 1, 20),
        questions=tuple(
            _read_question(item, file, lessons, names, problems)
            for item in fields.items("questions", most=100)
        ),
    )


def _read_question(
    value: Value, file: str, lessons: Collection[str], names: Names, problems: Problems
) -> PackQuestion:
    keys = ("id", "kind", "prompt", "choices", "explanation", "points", "lesson")
    fields = Fields(value, keys, file, problems)
    lesson = fields.text("lesson", 80, optional=True)
    if lesson and lesson not in lessons:
        fields.note("lesson", _("There is no lesson “%(name)s” in this pack.", name=lesson),
                    _("Use the id of a lesson: %(names)s.", names=", ".join(lessons)))  # fmt: skip
    question = PackQuestion(
        name=names.meet(fields.slug(), fields),
        kind=fields.one_of("kind", tuple(QuestionKind)),
        prompt=fields.text("prompt", 1000),
        choices=_read_choices(fields, file, problems),
        explanation=fields.text("explanation"),
        points=fields.number("points", 1, 100),
        lesson=lesson or None,
    )
    _check_key(question, fields)
    return question


def _read_choices(question: Fields, file: str, problems: Problems) -> tuple[PackChoice, ...]:
    names, choices = Names(), []
    for item in question.items("choices", least=2, most=10):
        fields = Fields(item, ("id", "text", "correct"), file, problems)
        name = names.meet(fields.slug("id", 20), fields)
        choices.append(PackChoice(name, fields.text("text", 400), fields.flag("correct")))
    texts = Counter(choice.text for choice in choices if choice.text)
    for text in [text for text, count in texts.items() if count > 1]:
        question.note("choices", _("The choice “%(text)s” is there twice.", text=text),
                      _("Change or remove one of them."))  # fmt: skip
    return tuple(choices)


def _check_key(question: PackQuestion, fields: Fields) -> None:
    right = sum(choice.is_correct for choice in question.choices)
    if not question.choices:
        return
    if question.kind == QuestionKind.MULTIPLE and not right:
        fields.note("choices", _("No choice is right."),
                    _("Write “correct: true” at each right choice."))  # fmt: skip
    if question.kind in (QuestionKind.SINGLE, QuestionKind.TRUE_FALSE) and right != 1:
        fields.note("choices", _("%(count)s choices are right, and one is wanted.", count=right),
                    _("Write “correct: true” at one choice, or use the kind multiple."))  # fmt: skip
    if question.kind == QuestionKind.TRUE_FALSE and {c.name for c in question.choices} != set(
        TRUE_FALSE
    ):
        fields.note("choices", _("A question of the kind true_false has other choices."),
                    _("Give it two choices with the ids \"true\" and \"false\", in quotes."))  # fmt: skip
