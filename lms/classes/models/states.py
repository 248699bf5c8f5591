"""How far a class can come, and which states mean the same to other features."""

from __future__ import annotations

from enum import StrEnum


class ClassState(StrEnum):
    """How far a class has come; each step is an act with its own row."""

    DRAFT = "draft"
    OPEN = "open"
    LISTED = "listed"
    ENDED = "ended"


#: The roll can be called.
TAUGHT = frozenset({ClassState.OPEN, ClassState.LISTED})
#: The list of the decision is still made.
LIST_NOT_FINAL = frozenset({ClassState.DRAFT, ClassState.OPEN})
#: The teaching is over; only the office changes anything.
OVER = frozenset({ClassState.ENDED})
#: Nobody outside the office knows of the class.
IN_PREPARATION = frozenset({ClassState.DRAFT})
