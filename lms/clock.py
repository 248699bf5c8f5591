"""The one place that reads the time.

Instants are aware and in UTC; days are days in Vietnam.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _offset.get()


def today() -> date:
    """The present day in Vietnam."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """An instant as the clocks in Vietnam show it."""
    return instant.astimezone(VIETNAM)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant (UTC) at which clocks in Vietnam show this day and time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


@contextmanager
def travelled_to(instant: datetime) -> Iterator[None]:
    """Let the code inside live at another instant: for the demo's past years and for tests only."""
    token = _offset.set(instant - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
