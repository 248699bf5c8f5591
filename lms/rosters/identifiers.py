"""Tax codes and citizen numbers: digits that spreadsheets take for numbers.

Tax codes have 10 digits, 10 and 3, or 12 (Circular 86/2024/TT-BTC); those of Thái Bình and Hưng Yên begin
with 10 and 09. Citizen numbers have 12: province, century and sex, year of birth, six at random
(Decree 137/2015/ND-CP).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lms.registry.models import BirthPrecision, Sex
from lms.registry.register import Birth
from lms.rosters.findings import Finding
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
    plain = re.sub(r"[\s\-.]", "", digits)
    if plain.isdecimal() and len(plain) == 12:
        return NumberReading(plain)
    if plain.isdecimal() and len(plain) in (10, 11):
        return NumberReading(plain.zfill(12), "", (_said("citizen_number_padded"),))
    is_old = plain.isdecimal() and len(plain) == 9
    return NumberReading(
        "", "", (_said("citizen_number_old" if is_old else "citizen_number_unusable"),)
    )


def disagreement(digits: str, birth: Birth, sex: Sex) -> Finding | None:
    """A citizen number tells the birth year and the sex: even digits are men, each pair a century."""
    century, year = int(digits[3]), int(digits[4:6])
    told_year = 1900 + century // 2 * 100 + year
    told_sex = Sex.FEMALE if century % 2 else Sex.MALE
    is_year_wrong = birth.precision != BirthPrecision.UNKNOWN and (
        birth.day is None or birth.day.year != told_year
    )
    is_sex_wrong = sex not in (Sex.UNKNOWN, told_sex)
    return _said("citizen_number_disagrees") if is_year_wrong or is_sex_wrong else None


def _said(code: str) -> Finding:
    return Finding(code, Field.CITIZEN_NUMBER)


def _digits(value: Value) -> tuple[str, str]:
    """The cell as written, and without words before the number."""
    shown = normal_text(text_of(value)).strip("'")
    return shown, _WORDS.sub("", shown)
