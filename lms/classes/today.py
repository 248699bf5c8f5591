"""What classes put on the first page."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from lms import clock
from lms.classes import queries

Drawn = tuple[str, dict[str, Any]] | None


def my_sessions() -> Drawn:
    """The trainer's sessions of today and the next one."""
    now = clock.now()
    todays, following = queries.my_sessions(current_user, now)
    if not todays and following is None:
        return None
    return "classes/my_sessions.html", {"todays": todays, "following": following, "now": now}


def waiting_classes() -> Drawn:
    """The classes that wait for an officer."""
    rows = queries.waiting_classes(clock.now())
    return ("classes/waiting.html", {"rows": rows}) if rows else None
