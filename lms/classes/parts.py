"""What upper features add to the page of a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask_login import current_user

from lms.access import Right
from lms.classes.models import TrainingClass

#: Draws one part: a template and its variables, or None when there is nothing to show.
Part = Callable[[TrainingClass], tuple[str, dict[str, Any]] | None]


def add_part(app: Flask, right: Right, part: Part) -> None:
    """Let a feature put a part on the class page of people who hold ``right``."""
    app.extensions.setdefault("class_parts", []).append((right, part))


def drawn_parts(training_class: TrainingClass) -> list[tuple[str, dict[str, Any]]]:
    """The parts that the signed-in person may see of this class."""
    drawn = (
        part(training_class)
        for right, part in current_app.extensions.get("class_parts", [])
        if current_user.can(right)
    )
    return [part for part in drawn if part is not None]
