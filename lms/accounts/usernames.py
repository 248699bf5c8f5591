"""User names for people who have no telephone number of their own."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select

from lms import database
from lms.accounts.models import Account
from lms.extensions import db
from lms.vietnamese import search_key

LONGEST = 40
NOBODY = "hocvien"


def free_username(full_name: str) -> str:
    """A name that nobody has: the given name, then the first letters of the others: "hoant", "hoant2"."""
    database.take_lock("account names")
    words = search_key(full_name).split()
    stem = "".join((words[-1], *(word[0] for word in words[:-1])))[:LONGEST] if words else NOBODY
    if not stem.isascii() or not stem[0].isalpha() or len(stem) < 3:
        stem = NOBODY
    taken = set(
        db.session.scalars(select(Account.username).where(Account.username.startswith(stem)))
    )
    return next(name for n in count(1) if (name := stem if n == 1 else f"{stem}{n}") not in taken)
