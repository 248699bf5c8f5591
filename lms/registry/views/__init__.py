"""Pages of people and organisations."""

from __future__ import annotations

from lms.registry.views import organisations, people
from lms.registry.views.blueprint import blueprint

__all__ = ["blueprint", "organisations", "people"]
