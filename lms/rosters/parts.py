"""What lists show on the page of a class."""

from __future__ import annotations

from typing import Any

from lms.classes.models import TrainingClass


def class_part(training_class: TrainingClass) -> tuple[str, dict[str, Any]] | None:
    """Leads from a class that takes enrolments to importing a list into it."""
    if not training_class.takes_enrolments:
        return None
    return "rosters/class_part.html", {"training_class": training_class}
