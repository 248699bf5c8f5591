"""The pages of a list, one for each step."""

from __future__ import annotations

from lms.rosters.views import batches, lists, preview, reading, rows
from lms.rosters.views.blueprint import blueprint

__all__ = ["batches", "blueprint", "lists", "preview", "reading", "rows"]
