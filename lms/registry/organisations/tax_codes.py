"""Tax codes as text: their three shapes, their check digit, and what a spreadsheet does to them.

Ten digits; ten and three after a dash for a branch; twelve (a personal number) since 1 July 2025. The
tenth digit of the first two is a check digit (Circular 105/2020/TT-BTC, kept by 86/2024/TT-BTC). Lists have
typing errors, and an office has to record what the paper says: a wrong check digit is only warned of.
"""

from __future__ import annotations

import re

from lms.vietnamese import normal_text

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SHAPE = re.compile(r"[0-9]{10}(-[0-9]{3}|[0-9]{2})?", re.ASCII)


def normal_tax_code(text: str) -> str:
    """A tax code without the spaces and full stops it was written with."""
    return re.sub(r"[\s.]", "", normal_text(text)).replace("–", "-")


def is_tax_code(code: str) -> bool:
    """Whether a normalised text has one of the three shapes."""
    return _SHAPE.fullmatch(code) is not None


def has_true_check_digit(code: str) -> bool:
    """Whether the check digit fits; true of twelve digits, which have none."""
    if len(code) == 12:
        return True
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, code, strict=False))
    return 10 - total % 11 == int(code[9])


def padded_tax_code(text: str) -> str:
    """A tax code from a spreadsheet, with the leading zero that a number cell ("900123456.0") lost.

    Nine digits become ten, also before a dash, and eleven become twelve; anything else is only
    normalised, and the caller asks ``is_tax_code``.
    """
    code = normal_tax_code(re.sub(r"[.,]0+\s*$", "", text))
    head, dash, branch = code.partition("-")
    is_short = len(head) == 9 or (len(head) == 11 and not dash)
    return f"0{head}{dash}{branch}" if is_short and head.isdecimal() else code
