"""Taking a quiz in a test's browser, as a learner does."""

from __future__ import annotations

from lms.enrolments.models import Enrolment
from tests.reader import Page, Reader


def intro_path(place: Enrolment) -> str:
    return f"/learning/{place.id}/quizzes/kiem-tra"


def begin(learner: Reader, place: Enrolment) -> Page:
    return learner.submit(learner.get(intro_path(place)), action="/attempts")


def take(learner: Reader, place: Enrolment, *choices: str | None) -> Page:
    """Answer the questions in the order shown and send; the result page."""
    page = begin(learner, place)
    for choice in choices:
        page = learner.submit(page, {"choice": choice})
    return learner.submit(page, action="/submission")
