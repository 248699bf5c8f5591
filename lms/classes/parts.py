"""Parts of the class page that belong to features above: who is enrolled, who was there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import Flask, current_app
from flask_login import current_user

from lms.access import Right
from lms.classes.models import TrainingClass

#: Draws one part of a class's page: a template and its variables, or None when there is nothing.
Part = Callable[[TrainingClass], tuple[str, dict[str, Any]] | None]
#: Tells how many places are taken in each of these classes; a class that is missing has none.
PlaceCounter = Callable[[Collection[int]], dict[int, int]]


def add_part(app: Flask, right: Right, part: Part, *, first: bool = False) -> None:
    """Let a feature put a part on the class page of people who hold ``right``.

    Parts follow each other as they were added; ``first`` puts this one before all others.
    """
    parts = app.extensions.setdefault("class_parts", [])
    parts.insert(0 if first else len(parts), (right, part))


def drawn_parts(training_class: TrainingClass) -> list[tuple[str, dict[str, Any]]]:
    """The parts that the signed-in person sees of this class."""
    drawn = (
        part(training_class)
        for right, part in current_app.extensions.get("class_parts", [])
        if current_user.can(right)
    )
    return [part for part in drawn if part is not None]


def add_step_part(app: Flask, part: Part) -> None:
    """Let a feature tell something to read before a step of the class is taken."""
    app.extensions.setdefault("class_step_parts", []).append(part)


def drawn_step_parts(training_class: TrainingClass) -> list[tuple[str, dict[str, Any]]]:
    """What is to be read before a step of this class."""
    drawn = (part(training_class) for part in current_app.extensions.get("class_step_parts", []))
    return [part for part in drawn if part is not None]


def count_places_by(app: Flask, counter: PlaceCounter) -> None:
    """Let the feature that enrols say how full classes are."""
    app.extensions["class_place_counter"] = counter


def places_taken(class_ids: Collection[int]) -> dict[int, int]:
    """How many places are taken in each class, in one query."""
    counter: PlaceCounter | None = current_app.extensions.get("class_place_counter")
    return counter(class_ids) if counter and class_ids else {}
