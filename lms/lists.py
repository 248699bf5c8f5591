"""Long lists are read a page at a time."""

from __future__ import annotations

from flask import request

from lms.vietnamese import normal_text

PAGE_SIZE = 50
#: No list of ours is longer, and databases refuse larger offsets.
LAST_PAGE = 100_000
#: More signs than a name has only cost time.
LONGEST_SEARCH = 100


def asked_page() -> int:
    """The page, from 1, that the address asks for; the first when it names none."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)


def asked_words() -> str:
    """What the address asks to search for, as typed but for spaces and invisible signs."""
    return normal_text(request.args.get("q", ""))[:LONGEST_SEARCH]
