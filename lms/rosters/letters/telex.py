"""Names typed while the Vietnamese keyboard was off: "Nguyeenx" for "Nguyễn"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lms.rosters.letters.syllables import is_syllable

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_PAIRS = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_FAMILY_NAMES_WITH_MARKS = frozenset(
    """
    nguyen tran le pham hoang huynh vu vo dang bui do ho ngo duong ly dao dinh doan trinh to ta ha luong
    truong trieu tong dong khong luu dam phung quach nghiem cu vuong
    """.split()  # noqa: SIM905 - reads best as lines of words
)


@lru_cache(maxsize=20_000)
def meant_by(word: str) -> str:
    """The syllable that these keys would have given; empty when they are no slip."""
    if not word.isascii() or not word.isalpha() or is_syllable(word):
        return ""
    lower = word.lower()
    tone = next((_TONES[key] for key in lower[1:] if key in _TONES and lower[-1] == key), "")
    body = lower[:-1] if tone else lower
    for keys, letter in _PAIRS.items():
        body = _joined(body, keys, letter)
    found = _with_tone(body.replace("uơ", "ươ"), tone)
    if found.isascii() or not is_syllable(found):
        return ""
    return found[0].upper() + found[1:] if word[0].isupper() else found


def is_without_marks(name: str) -> bool:
    """True for a name in letters of A to Z whose family name is always written with marks."""
    first, _space, rest = name.partition(" ")
    return bool(rest) and name.isascii() and first.lower() in _FAMILY_NAMES_WITH_MARKS


def _joined(body: str, keys: str, letter: str) -> str:
    """Keys that belong together, also when letters stand between: "Nguyene" for "Nguyên"."""
    if keys in body:
        return body.replace(keys, letter, 1)
    first, second = keys[0], keys[1]
    return re.sub(f"{first}([a-z]*){second}$", rf"{letter}\1", body, count=1)


def _with_tone(body: str, tone: str) -> str:
    """The tone on a letter that can carry it. Which of two vowels is a matter of taste, not of spelling."""
    if not tone:
        return body
    for vowels in ("êôơâăư", "aeoiuy"):
        for place in range(len(body) - 1, -1, -1):
            if body[place] in vowels:
                marked = f"{body[: place + 1]}{tone}{body[place + 1 :]}"
                return unicodedata.normalize("NFC", marked)
    return body
