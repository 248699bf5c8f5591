"""Pages of people and organisations."""

from __future__ import annotations

from lms.registry.views import (
    citizen_numbers,
    organisations,
    people,
    person_changes,
    positions,
)
from lms.registry.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "citizen_numbers",
    "organisations",
    "people",
    "person_changes",
    "positions",
]
