"""What learning puts on the first page and on the learner's course page."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from lms.enrolments.models import Enrolment
from lms.learning import queries


def lessons_part(enrolment: Enrolment) -> tuple[str, dict[str, Any]] | None:
    """The lessons of the course, each with its state."""
    lessons = queries.outline(enrolment)
    if not lessons:
        return None
    done = sum(lesson.completed_at is not None for lesson in lessons)
    return "learning/lessons.html", {"enrolment": enrolment, "lessons": lessons, "done": done}


def home_part() -> tuple[str, dict[str, Any]] | None:
    """The next lesson of each class."""
    rows = queries.next_lessons(current_user)
    return ("learning/home.html", {"rows": rows}) if rows else None
