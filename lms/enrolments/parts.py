"""Parts of the learner's course page that features above offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from lms.enrolments.models import Enrolment

#: Draws one part of the learner's course page: a template and its variables, or None.
Part = Callable[[Enrolment], tuple[str, dict[str, Any]] | None]


def add_part(app: Flask, part: Part) -> None:
    """Let a feature put a part on the learner's course page."""
    app.extensions.setdefault("enrolment_parts", []).append(part)


def drawn_parts(enrolment: Enrolment) -> list[tuple[str, dict[str, Any]]]:
    """The parts that have something to show for this enrolment."""
    drawn = (part(enrolment) for part in current_app.extensions.get("enrolment_parts", []))
    return [part for part in drawn if part is not None]
