"""Waiting after wrong passwords, counted under the name as it was written.

Known and unknown names are counted alike, so the wait tells nobody who has an account. No name is ever
locked for good: the wait grows to a quarter of an hour and no further.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from lms import clock, database
from lms.accounts.models import SignInDelay
from lms.extensions import db

FREE_TRIES = 5
LONGEST = timedelta(minutes=15)
#: Wrong tries are forgotten this long after the last one, or after the wait it brought.
FORGOTTEN_AFTER = timedelta(days=1)


def wait_for(name: str) -> timedelta | None:
    """How long this name has to wait from now on; None when it may try."""
    until = db.session.scalar(
        select(SignInDelay.wait_until).where(SignInDelay.name_hash == _hash(name))
    )
    return _from_now(until)


def begin_try(name: str) -> timedelta | None:
    """Count a try as a wrong one until :func:`forget`; None, or how long the name has to wait first."""
    database.take_lock(f"sign-in {_hash(name)}")
    wait = wait_for(name)
    if wait is not None:
        return wait
    now = clock.now()
    db.session.execute(delete(SignInDelay).where(SignInDelay.wait_until < now - FORGOTTEN_AFTER))
    row = db.session.scalar(select(SignInDelay).where(SignInDelay.name_hash == _hash(name)))
    if row is None:
        row = SignInDelay(name_hash=_hash(name), failures=0)
        db.session.add(row)
    row.failures += 1
    row.wait_until = now + _length(row.failures)
    return None


def forget(name: str) -> None:
    """The right password was given: begin anew."""
    db.session.execute(delete(SignInDelay).where(SignInDelay.name_hash == _hash(name)))


def _length(failures: int) -> timedelta:
    """None for the first four, then 1, 2, 4, 8 and at most 15 minutes."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE_TRIES, 10)), LONGEST)


def _from_now(until: datetime | None) -> timedelta | None:
    now = clock.now()
    return until - now if until is not None and until > now else None


def _hash(name: str) -> str:
    """Keyed, because a plain hash of a telephone number is undone by counting through all numbers."""
    key = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(key, f"sign-in {name}".encode(), hashlib.sha256).hexdigest()
