"""Pages about places in classes, and about the ways to them."""

from __future__ import annotations

from lms.enrolments.views import (
    enrolments,
    public_registration,
    registration_links,
    registrations,
)
from lms.enrolments.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "enrolments",
    "public_registration",
    "registration_links",
    "registrations",
]
