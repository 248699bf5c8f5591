"""The random code by which a certificate is checked: Crockford's base 32, 80 bits.

http://www.crockford.com/base32.html
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
MISREAD = str.maketrans("ILO", "110")
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]")


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """As people read it: "K7QM-2XTD-9RWF-4HBN"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """The code that somebody typed or pasted, also as part of its address; None when it is none."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    code = SEPARATORS.sub("", last).upper().translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
