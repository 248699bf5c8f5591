"""Pages of people, organisations and administrative units."""

from __future__ import annotations

from lms.registry.views import organisations, people, units
from lms.registry.views.blueprint import blueprint

__all__ = ["blueprint", "organisations", "people", "units"]
