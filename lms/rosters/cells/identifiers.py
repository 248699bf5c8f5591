"""Tax codes and citizen numbers: digits that spreadsheets take for numbers.

Tax codes have 10 digits, 10 and 3, or 12 (Circular 86/2024/TT-BTC); those of Thái Bình and Hưng Yên begin
with 10 and 09.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lms.registry.models import Sex
from lms.registry.people.citizen_number import (
    Doubt,
    doubts_about,
    normal_citizen_number,
    with_lost_zeros,
)
from lms.registry.people.register import Birth
from lms.rosters.cells.findings import Finding
from lms.rosters.rows import Field
from lms.rosters.sheets import Value, text_of
from lms.vietnamese import normal_text

_BRANCH = re.compile(r"([0-9]{10})[\s\-.]*([0-9]{3})")
_WORDS = re.compile(r"^(mst|mã số thuế|mã số|số|cccd|cmnd|cmt)\b[\s.:]*", re.IGNORECASE)


class NumberReading(NamedTuple):
    """``kept`` is a text for the note: what was written and could not be used."""

    digits: str = ""
    kept: str = ""
    findings: tuple[Finding, ...] = ()


def read_tax_code(value: Value) -> NumberReading:
    shown, digits = _digits(value)
    if not shown:
        return NumberReading()
    branch = _BRANCH.fullmatch(digits)
    if branch:
        return NumberReading(f"{branch[1]}-{branch[2]}")
    plain = re.sub(r"[\s\-.]", "", digits)
    if plain.isdecimal() and len(plain) in (10, 12):
        return NumberReading(plain)
    if plain.isdecimal() and len(plain) in (9, 11):
        full = plain.zfill(12 if len(plain) == 11 else 10)
        return NumberReading(full, "", (Finding("tax_code_padded", Field.TAX_CODE, shown, full),))
    return NumberReading("", shown, (Finding("tax_code_unusable", Field.TAX_CODE, shown),))


def read_citizen_number(value: Value) -> NumberReading:
    """What cannot be used is not kept in the note: it may still be somebody's number."""
    shown, digits = _digits(value)
    if not shown:
        return NumberReading()
    padded = with_lost_zeros(digits)
    if padded:
        return NumberReading(padded, "", (_said("citizen_number_padded"),))
    try:
        return NumberReading(normal_citizen_number(digits))
    except ValueError:
        return NumberReading("", "", (_said("citizen_number_unusable"),))


def doubts(number: str, birth: Birth, sex: Sex) -> list[Finding]:
    """Where a citizen number does not go with what else the row says."""
    year = birth.day.year if birth.day else None
    found = doubts_about(number, year, sex) if number else []
    old, others = Doubt.OLD in found, set(found) - {Doubt.OLD}
    codes = ["citizen_number_old"] * old + ["citizen_number_disagrees"] * bool(others)
    return [_said(code) for code in codes]


def _said(code: str) -> Finding:
    return Finding(code, Field.CITIZEN_NUMBER)


def _digits(value: Value) -> tuple[str, str]:
    """The cell as written, and without words before the number."""
    shown = normal_text(text_of(value)).strip("'")
    return shown, _WORDS.sub("", shown)
