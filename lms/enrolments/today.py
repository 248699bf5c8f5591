"""What places in classes put on the first page."""

from __future__ import annotations

import uuid
from typing import Any

from flask_login import current_user

from lms.enrolments import notice_queries, queries

Drawn = tuple[str, dict[str, Any]] | None


def untold_notices() -> Drawn:
    """How many people an officer has to tell something."""
    count = notice_queries.count_untold()
    return ("enrolments/untold.html", {"count": count}) if count else None


def own_news() -> Drawn:
    """What became of the signed-in person's own places, and where the person still waits."""
    news = [(row, notice_queries.news_of(row)) for row in notice_queries.own_unread(current_user)]
    waiting = queries.own_waiting(current_user)
    if not news and not waiting:
        return None
    return "enrolments/own_news.html", {
        "news": news,
        "waiting": waiting,
        "form_key": uuid.uuid4().hex,
    }
