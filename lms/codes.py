"""Random codes that people read from paper and type: Crockford's base 32, five bits a sign.

http://www.crockford.com/base32.html
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Of a certificate's code: 80 bits.
LENGTH = 16
MISREAD = str.maketrans("ILO", "110")
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]")


def new_code(length: int = LENGTH) -> str:
    """A code of ``length`` signs that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shown_code(code: str, group: int = 4) -> str:
    """As people read it: "K7QM-2XTD-9RWF-4HBN"."""
    return "-".join(code[start : start + group] for start in range(0, len(code), group))


def read_code(text: str, length: int = LENGTH) -> str | None:
    """The code that somebody typed or pasted, also as part of its address; None when it is none."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    code = SEPARATORS.sub("", last).upper().translate(MISREAD)
    return code if len(code) == length and set(code) <= set(ALPHABET) else None
