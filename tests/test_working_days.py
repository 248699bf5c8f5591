"""Working days in Vietnam: weekends, holidays, days in lieu, and Saturdays worked for them."""

from __future__ import annotations

from datetime import date

import pytest

from lms.working_days import holiday_on, is_working_day, working_day_after


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 2, 17), False),  # Tết
        (date(2026, 4, 27), False),  # in lieu of the Hùng Kings' day, a Sunday that year
        (date(2026, 8, 31), False),  # exchanged for …
        (date(2026, 8, 22), True),  # … this Saturday
    ],
)
def test_who_works_when(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_holiday_has_its_vietnamese_name() -> None:
    assert "Quốc khánh" in holiday_on(date(2026, 9, 2))
    assert holiday_on(date(2026, 9, 3)) == ""


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2026, 12, 7), date(2026, 12, 9)),  # Monday to Wednesday
        (date(2026, 12, 10), date(2026, 12, 14)),  # Thursday, over a weekend, to Monday
        (date(2026, 12, 12), date(2026, 12, 15)),  # a Saturday counts as any day before it
        (date(2026, 2, 13), date(2026, 2, 24)),  # over Tết
    ],
)
def test_two_working_days_after(begins: date, ends: date) -> None:
    assert working_day_after(begins, 2) == ends


def test_no_days_after_is_the_day_itself() -> None:
    assert working_day_after(date(2026, 12, 12), 0) == date(2026, 12, 12)
