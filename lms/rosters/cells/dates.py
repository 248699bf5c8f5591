"""Birth dates as lists hold them: dates, years, numbers and words.

A year of two digits is the latest one in which the person is at least fifteen today: "75" is 1975; in 2026
"11" is 2011 and "12" is 1912. Days come before months.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from lms.registry.models import BirthPrecision
from lms.registry.people.register import UNKNOWN_BIRTH, Birth
from lms.rosters.cells.findings import Finding
from lms.rosters.rows import Field
from lms.rosters.sheets import text_of
from lms.vietnamese import normal_text

_YOUNGEST, _OLDEST = 15, 100
_FIRST_YEAR = 1900
#: Day 0 of the two calendars of Excel; the first counts a 29 February 1900 that never was.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SMALLEST_SERIAL = 5_000

_IN_WORDS = re.compile(r"(\d{1,2})\s*th[aá]ng\s*(\d{1,2})\s*(?:n[aă]m)?\s*(\d{4}|\d{2})")
_LEAD = re.compile(r"^(?:(?:sinh|ng[aà]y|n[aă]m|sn|ns|s\.n)\b[\s.:]*)+")
_TIME = re.compile(r"[t\s]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:am|pm|sa|ch)?$")
_ASIDE = re.compile(r"\([^)]*\)?")
_DIGITS_AND_SIGNS = re.compile(r"[\d\s./\\\-–,_…:']+")
_WHOLE_NUMBER = re.compile(r"(\d+)(?:\.0+)?")
_YEAR_INSIDE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class BirthReading(NamedTuple):
    birth: Birth = UNKNOWN_BIRTH
    findings: tuple[Finding, ...] = ()


class _Found(NamedTuple):
    """Year, month and day as read; 0 for what is not told. ``code`` says how they were got."""

    year: int
    month: int = 0
    day: int = 0
    code: str = ""


@lru_cache(maxsize=20_000, typed=True)
def read_birth(
    value: str | float | date | None, today: date, date_1904: bool = False
) -> BirthReading:
    """What a cell says about the day or the year of birth."""
    shown = normal_text(text_of(value))
    if not shown:
        return BirthReading()
    found = _found(value, shown, today, date_1904)
    if found is None:
        code = "birth_impossible" if any(c.isdigit() for c in shown) else "birth_unreadable"
        return BirthReading(findings=(Finding(code, Field.BIRTH, shown),))
    return _checked(found, shown, today)


def _found(
    value: str | float | date | None, shown: str, today: date, is_1904: bool
) -> _Found | None:
    if isinstance(value, date):
        return _from_date(value, today, is_1904)
    if isinstance(value, float):
        return _from_number(str(int(value)), today, is_1904) if value >= 0 else None
    text = _ASIDE.sub(" ", unicodedata.normalize("NFKC", shown)).lower().strip()
    text = _LEAD.sub("", _TIME.sub("", text)).strip(" .,;'")
    in_words = _IN_WORDS.search(text)
    if in_words:
        return _from_parts([in_words[3], in_words[2], in_words[1]], today)
    number = _WHOLE_NUMBER.fullmatch(text)
    if number:
        return _from_number(number[1], today, is_1904)
    if _DIGITS_AND_SIGNS.fullmatch(text):
        return _from_groups(re.findall(r"\d+", text), today, is_1904)
    years = _YEAR_INSIDE.findall(text)
    return _Found(int(years[0]), code="birth_partly_read") if len(years) == 1 else None


def _from_date(value: date, today: date, is_1904: bool) -> _Found:
    """A year typed into a cell that shows dates looks like a day in 1905."""
    day = value.date() if isinstance(value, datetime) else value
    serial = (day - (_EPOCH_1904 if is_1904 else _EPOCH_1900)).days
    if _FIRST_YEAR <= serial <= today.year:
        return _Found(serial, code="birth_year_as_date")
    return _Found(day.year, day.month, day.day)


def _from_number(digits: str, today: date, is_1904: bool) -> _Found | None:
    """A year, the number of a day in Excel, or a date without its signs: 12051968, 1051968, 120568."""
    number = int(digits) if len(digits) <= 8 else -1
    if len(digits) == 2:
        return _Found(_full_year(digits, today), code="birth_two_digits")
    if len(digits) == 4 and number < _SMALLEST_SERIAL:
        return _Found(number)
    if len(digits) in (4, 5) and number >= _SMALLEST_SERIAL:
        day = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(days=number)
        return _Found(day.year, day.month, day.day, "birth_from_number")
    return _from_compact(digits, today)


def _from_compact(digits: str, today: date) -> _Found | None:
    if len(digits) == 8 and digits[:2] in ("19", "20") and int(digits[4:6]) <= 12:
        return _Found(int(digits[:4]), int(digits[4:6]), int(digits[6:]), "birth_from_number")
    if len(digits) in (7, 8):
        return _Found(int(digits[-4:]), int(digits[-6:-4]), int(digits[:-6]), "birth_from_number")
    if len(digits) == 6:
        year = _full_year(digits[4:], today)
        return _Found(year, int(digits[2:4]), int(digits[:2]), "birth_from_number")
    return None


def _from_groups(groups: list[str], today: date, is_1904: bool) -> _Found | None:
    if len(groups) == 3:
        return _from_parts(groups if len(groups[0]) == 4 else groups[::-1], today)
    if len(groups) == 2 and len(groups[1]) == 4:
        return _Found(int(groups[1]), code="birth_year_only") if int(groups[0]) <= 12 else None
    if len(groups) == 1:
        return _from_number(groups[0], today, is_1904)
    return None


def _from_parts(parts: list[str], today: date) -> _Found | None:
    """From year, month and day; "00/00/1968" is how some registers write a year alone."""
    year, month, day = parts
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    full = int(year) if len(year) == 4 else _full_year(year, today)
    if int(month) == 0 or int(day) == 0:
        return _Found(full, code="birth_year_only")
    return _Found(full, int(month), int(day), "birth_two_digits" if len(year) == 2 else "")


def _full_year(two_digits: str, today: date) -> int:
    year = today.year // 100 * 100 + int(two_digits)
    return year if today.year - year >= _YOUNGEST else year - 100


def _checked(found: _Found, shown: str, today: date) -> BirthReading:
    try:
        day = date(found.year, found.month or 1, found.day or 1)
    except ValueError:
        return BirthReading(findings=(Finding("birth_impossible", Field.BIRTH, shown),))
    if found.year < _FIRST_YEAR:
        return BirthReading(findings=(Finding("birth_impossible", Field.BIRTH, shown),))
    if day > today:
        return BirthReading(findings=(Finding("birth_ahead", Field.BIRTH, shown),))
    is_day = bool(found.month)
    precision = BirthPrecision.DAY if is_day else BirthPrecision.YEAR
    result = f"{day:%d/%m/%Y}" if is_day else str(found.year)
    codes = [found.code, _age_code(today.year - found.year)]
    findings = tuple(Finding(code, Field.BIRTH, shown, result) for code in codes if code)
    return BirthReading(Birth(day, precision), findings)


def _age_code(age: int) -> str:
    if age > _OLDEST:
        return "birth_ancient"
    return "birth_young" if age < _YOUNGEST else ""
