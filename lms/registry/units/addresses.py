"""Reading the words of an address: which is the commune, which the district. No database.

Lists write "xã Minh Tân", "X. Minh Tân, H. Kiến Xương", "thôn 3 xã Minh Tân huyện Kiến Xương" or "MINH TAN".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from lms.vietnamese import normal_text, search_key


class Level(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    LOWER = "lower"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an address. ``kind`` is "Xã", "Phường" … where it is written; ``whole`` the key with it."""

    level: Level
    kind: str
    key: str
    whole: str


class Marker(NamedTuple):
    level: Level
    kind: str = ""


class Word(NamedTuple):
    key: str
    written: str
    sign: str


COMMUNE, WARD, TOWNSHIP = "Xã", "Phường", "Thị trấn"
KINDS = (COMMUNE, WARD, TOWNSHIP, "Đặc khu")
_PAIRS = {
    ("thi", "tran"): Marker(Level.COMMUNE, TOWNSHIP),
    ("dac", "khu"): Marker(Level.COMMUNE, "Đặc khu"),
    ("thi", "xa"): Marker(Level.DISTRICT),
    ("thanh", "pho"): Marker(Level.DISTRICT),
}
_SINGLES = {
    "xã": Marker(Level.COMMUNE, COMMUNE),
    "phường": Marker(Level.COMMUNE, WARD),
    "tt": Marker(Level.COMMUNE, TOWNSHIP),
    "huyện": Marker(Level.DISTRICT),
    "huyen": Marker(Level.DISTRICT),
    "quận": Marker(Level.DISTRICT),
    "tp": Marker(Level.DISTRICT),
    "tx": Marker(Level.DISTRICT),
    "tỉnh": Marker(Level.PROVINCE),
    "tinh": Marker(Level.PROVINCE),
}
#: Read so at the beginning of a part, or with a full stop after it.
_LETTERS = {
    "x": Marker(Level.COMMUNE, COMMUNE),
    "p": Marker(Level.COMMUNE, WARD),
    "h": Marker(Level.DISTRICT),
    "q": Marker(Level.DISTRICT),
    "t": Marker(Level.PROVINCE),
}
#: Without marks these could be a part of a name, so they count where a part begins only.
_OPENING = {"xa": Marker(Level.COMMUNE, COMMUNE), "phuong": Marker(Level.COMMUNE, WARD)}
_LOWER = frozenset(
    ("thôn", "thon", "xóm", "xom", "tổ", "to", "khu", "đội", "doi", "ấp", "ap", "làng", "lang", "số",
     "so", "đường", "duong", "phố", "pho", "ngõ", "ngo", "cụm", "cum", "tdp")
)  # fmt: skip
_BREAK = re.compile(r"[,;:/|()\n\r\t–—-]")
_UNSAID = Marker(Level.UNSAID)
#: Long lists write few words many times.
WORDS_KEPT = 4096


@lru_cache(maxsize=WORDS_KEPT)
def place_key(text: str) -> str:
    """What names of places are compared by: no marks, no case, i for y ("Mĩ Hào", "Mỹ Hào")."""
    return search_key(text).replace("y", "i")


def read_address(text: str) -> list[Part]:
    """The parts of an address in the order they are written, the smallest place usually first."""
    segments = (_words(segment) for segment in _BREAK.split(text))
    return [part for segment in segments if segment for part in _parts(segment)]


def without_kind(name: str) -> tuple[str, str]:
    """A unit's name cut in two: ("Xã", "Minh Tân"); the first is empty when none is written."""
    kind = next((k for k in KINDS if name.startswith(f"{k} ")), "")
    return kind, name.removeprefix(f"{kind} ")


def district_key(text: str) -> str:
    """The key of a district, also of one written "H. Kiến Xương" or "TP Thái Bình"."""
    parts = read_address(text)
    named = [part for part in parts if part.level == Level.DISTRICT and part.key]
    return (named or parts)[0].key if parts else ""


def _words(segment: str) -> list[Word]:
    pairs = re.findall(r"(\w+)(\W*)", normal_text(segment).lower())
    return [Word(key, written, sign) for written, sign in pairs if (key := place_key(written))]


def _parts(words: list[Word]) -> Iterator[Part]:
    """Cut a segment before each word that says what kind of place follows."""
    start, skip = 0, 0
    marker = _UNSAID
    for place in range(len(words)):
        if place < start + skip:
            continue
        found, length = _marker(words, place, marker.level)
        if not found:
            continue
        if place > start:
            yield _part(marker, words[start:place], skip)
        start, skip, marker = place, length, found
    yield _part(marker, words[start:], skip)


def _part(marker: Marker, words: list[Word], skip: int) -> Part:
    keys = [word.key for word in words]
    return Part(marker.level, marker.kind, " ".join(keys[skip:]), " ".join(keys))


def _marker(words: list[Word], place: int, level: Level) -> tuple[Marker | None, int]:
    """The marker that stands at ``place`` and how many words it has; a name has to follow it."""
    rest = words[place:]
    if len(rest) > 2 and (pair := _PAIRS.get((rest[0].key, rest[1].key))):
        return pair, 2
    if len(rest) < 2:
        return None, 0
    return _single(rest[0], opens=place == 0, after_lower=level == Level.LOWER), 1


def _single(word: Word, *, opens: bool, after_lower: bool) -> Marker | None:
    if word.written in _SINGLES:
        return _SINGLES[word.written]
    if word.written in _LETTERS and (opens or word.sign.startswith(".")):
        return _LETTERS[word.written]
    if word.written in _OPENING and (opens or after_lower):
        return _OPENING[word.written]
    return Marker(Level.LOWER) if opens and word.written in _LOWER else None
