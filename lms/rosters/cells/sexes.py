"""Nam and Nữ, in a column of their own or as marks under two headings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from lms.registry.models import Sex
from lms.rosters.sheets import Value, text_of
from lms.vietnamese import search_key

_WORDS = {
    **dict.fromkeys(("nam", "m", "male", "1", "trai", "ong"), Sex.MALE),
    **dict.fromkeys(("nu", "f", "female", "0", "2", "gai", "ba", "nuwx"), Sex.FEMALE),
}
_MARKS = {"x", "v", "+", "✓", "✔", "☑", "√", "1", "true", "co", "*"}


def read_sex(value: Value) -> Sex | None:
    """The sex that a cell names; UNKNOWN for an empty one, None when it cannot be made out."""
    return _named(text_of(value))


@lru_cache(maxsize=1_000)
def _named(text: str) -> Sex | None:
    key = search_key(text)
    return _WORDS.get(key) if key else Sex.UNKNOWN


def is_mark(value: Value) -> bool:
    """True for an "x" under Nam or Nữ: the column itself says what the row is."""
    if value is True or value is None:
        return value is True
    text = unicodedata.normalize("NFKC", text_of(value)).strip(" .").lower()
    return text in _MARKS or read_sex(text) in (Sex.MALE, Sex.FEMALE)
