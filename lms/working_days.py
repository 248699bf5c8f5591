"""Which days people work on in Vietnam: not at weekends nor on public holidays.

Holidays, the days off in lieu and the Saturdays worked for them come from the `holidays` library, which
follows the Government's yearly decisions (Labour Code 2019, article 112); bring the library up to date
each December, when the next year's days are decided.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices work on this day."""
    return _vietnam().is_working_day(day)


def holiday_on(day: date) -> str:
    """The name of the public holiday in Vietnamese; empty on any other day."""
    return _vietnam().get(day) or ""


def working_day_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself is not counted (Civil Code 2015,
    article 147: a term begins with the day after)."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


@cache
def _vietnam() -> HolidayBase:
    return country_holidays("VN", language="vi")
