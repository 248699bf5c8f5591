"""The list of a class's people with their completion and their certificates, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from lms.certificates.completion import Completion, eligibility
from lms.certificates.labels import ELIGIBLE, NOT_ELIGIBLE, STATES
from lms.certificates.queries import Issued, lines_of_class
from lms.classes.models import TrainingClass
from lms.lists import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the class."""

    person: Completion
    line: Issued | None

    @property
    def label(self) -> tuple[object, str]:
        """The state in words, and the kind in which it is drawn."""
        if self.line is not None:
            return STATES[self.line.state]
        return ELIGIBLE if self.person.eligible else NOT_ELIGIBLE

    @property
    def waits(self) -> bool:
        """Whether the next issue gives this person a certificate."""
        return self.person.eligible and not (self.line and self.line.is_filed)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows, and the counts of the whole class."""

    rows: list[Row]
    page: int
    has_next: bool
    total: int
    eligible: int
    issued: int
    waiting: int


def certificates_of(training_class: TrainingClass, page: int = 1) -> Listing:
    """Everybody in the class, 50 to a page."""
    lines = lines_of_class(training_class.id)
    rows = [Row(one, lines.get(one.enrolment_id)) for one in eligibility(training_class)]
    start = (page - 1) * PAGE_SIZE
    return Listing(
        rows=rows[start : start + PAGE_SIZE],
        page=page,
        has_next=len(rows) > start + PAGE_SIZE,
        total=len(rows),
        eligible=sum(row.person.eligible for row in rows),
        issued=sum(line.is_filed for line in lines.values()),
        waiting=sum(row.waits for row in rows),
    )
