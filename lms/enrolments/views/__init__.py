"""Pages about places in classes."""

from __future__ import annotations

from lms.enrolments.views import enrolments, notices, quotas
from lms.enrolments.views.blueprint import blueprint

__all__ = ["blueprint", "enrolments", "notices", "quotas"]
