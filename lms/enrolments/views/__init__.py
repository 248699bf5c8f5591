"""Pages about places in classes, and about the ways to them."""

from __future__ import annotations

from lms.enrolments.views import (
    enrolments,
    nominations,
    notices,
    official_list,
    own_people,
    public_registration,
    quotas,
    registration_links,
    registrations,
    walk_in,
)
from lms.enrolments.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "enrolments",
    "nominations",
    "notices",
    "official_list",
    "own_people",
    "public_registration",
    "quotas",
    "registration_links",
    "registrations",
    "walk_in",
]
