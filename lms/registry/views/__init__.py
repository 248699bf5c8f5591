"""Pages of people, organisations and administrative units."""

from __future__ import annotations

from lms.registry.views import (
    citizen_numbers,
    organisation_links,
    organisations,
    people,
    person_changes,
    positions,
    units,
)
from lms.registry.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "citizen_numbers",
    "organisation_links",
    "organisations",
    "people",
    "person_changes",
    "positions",
    "units",
]
