"""How days, times, numbers and people are written on pages, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from lms import clock
from lms.vietnamese import masked_phone

WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ Nhật")

MOBILE_DIGITS = 10


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "vi"


def as_date(value: date | datetime) -> str:
    """05/02/2026."""
    day = clock.local(value).date() if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


def as_day(value: date | datetime) -> str:
    """A day with its weekday: "thứ Hai 07/12/2026"."""
    day = clock.local(value).date() if isinstance(value, datetime) else value
    if _language() == "vi":
        return f"{WEEKDAYS_VI[day.weekday()]} {day:%d/%m/%Y}"
    return f"{babel_date(day, 'EEEE', locale='en')} {day:%d/%m/%Y}"


def as_time(value: datetime) -> str:
    """08:00, on the clocks of Vietnam."""
    return f"{clock.local(value):%H:%M}"


def as_moment(value: datetime) -> str:
    """09:41, 07/12/2026."""
    return f"{as_time(value)}, {as_date(value)}"


def as_period(start: datetime, end: datetime) -> str:
    """A session's time: "thứ Hai 07/12/2026, 08:00 – 11:30"; names the second day past midnight."""
    if clock.local(start).date() == clock.local(end).date():
        return f"{as_day(start)}, {as_time(start)} – {as_time(end)}"
    return f"{as_day(start)}, {as_time(start)} – {as_day(end)}, {as_time(end)}"


def as_number(value: int | float) -> str:
    """1.085 in Vietnamese, 1,085 in English; at most one decimal."""
    return str(format_decimal(value, format="#,##0.#", locale=_language()))


def as_percent(value: float | None) -> str:
    """A percentage from a value in percent: "90,4 %"; a dash when there is none."""
    return "–" if value is None else f"{as_number(round(value, 1))} %"


def as_birth(day: date | None, precision: str) -> str:
    """A birth date as known: the full day, the year alone, or nothing."""
    if day is None or precision == "unknown":
        return ""
    return str(day.year) if precision == "year" else as_date(day)


def as_phone(digits: str | None) -> str:
    """A mobile number in the groups people read out: "0912 345 678"; others as they are stored."""
    if digits and len(digits) == MOBILE_DIGITS:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return digits or ""


def as_sentence(text: str) -> str:
    """With a capital letter, for words that begin a line: "Thứ Hai 07/12/2026"."""
    words = str(text)
    return words[:1].upper() + words[1:]


def as_size(size: int) -> str:
    """A file's size: "12 MB", "0,1 MB"."""
    return _("%(size)s MB", size=as_number(max(round(size / 1_000_000, 1), 0.1)))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=as_date,
        day=as_day,
        time=as_time,
        moment=as_moment,
        number=as_number,
        percent=as_percent,
        size=as_size,
        phone=as_phone,
        masked_phone=masked_phone,
        sentence=as_sentence,
    )
    app.jinja_env.globals.update(as_period=as_period, as_birth=as_birth)
