"""What quizzes put on the first page and on the learner's course page."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from lms.enrolments.models import Enrolment
from lms.quizzes import queries


def quizzes_part(enrolment: Enrolment) -> tuple[str, dict[str, Any]] | None:
    """The quizzes of the course, each with its state."""
    found = queries.standings_of(enrolment)
    return ("quizzes/part.html", {"standings": found}) if found else None


def home_part() -> tuple[str, dict[str, Any]] | None:
    """The quizzes that can be taken now."""
    found = queries.to_do(current_user)
    return ("quizzes/home.html", {"standings": found}) if found else None
