"""Pages about personal data: one's own, the office's, and the notice."""

from __future__ import annotations

from lms.privacy.views import erasure, exports, own, own_requests, people, requests
from lms.privacy.views.blueprint import blueprint

__all__ = ["blueprint", "erasure", "exports", "own", "own_requests", "people", "requests"]
