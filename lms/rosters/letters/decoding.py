"""The letters of a text file: which encoding its bytes are in."""

from __future__ import annotations

import codecs
import re
import unicodedata

import charset_normalizer

from lms.rosters.letters.encodings import suspected_encoding
from lms.rosters.letters.syllables import marked_words, share_of_syllables
from lms.rosters.refusal import RosterRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE_BYTES = 200_000
#: At least this much of what has marks must be Vietnamese for windows-1258 to be believed.
_ENOUGH = 0.6
#: Damaged places that a file in UTF-8 may have, to every hundred letters beyond A to Z.
_MOST_DAMAGED = 10


def decode(data: bytes) -> tuple[str, str]:
    """The text in NFC and the name of its encoding. Places that are not text become U+FFFD.

    Raises RosterRefused for what is not text, and for text in no encoding that makes sense.
    """
    name = _encoding(data)
    text = data.decode(name, "replace").removeprefix("\ufeff")
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise RosterRefused("not_a_spreadsheet")
    return unicodedata.normalize("NFC", text).replace("\x00", "\ufffd"), name


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\x00" in data:
        return _without_mark(data)
    if _is_mostly_utf8(data):
        return "utf-8"
    return _single_byte(data)


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark: most of its letters, all digits and signs are below 256."""
    high_last, high_first = data[1::2].count(0), data[0::2].count(0)
    enough = len(data) // 2 // 5
    if high_last > enough and high_first * 20 < high_last:
        return "utf-16-le"
    if high_first > enough and high_last * 20 < high_first:
        return "utf-16-be"
    raise RosterRefused("not_a_spreadsheet")


def _is_mostly_utf8(data: bytes) -> bool:
    """True too for a file of UTF-8 in which some letters were cut in the middle."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    letters = sum(1 for character in text if character > "\x7f") - damaged
    return damaged * 100 <= letters * _MOST_DAMAGED


def _single_byte(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    vietnamese = share_of_syllables(marked_words(sample.decode("cp1258", "replace")))
    western = sample.decode("cp1252", "replace")
    if suspected_encoding(western.splitlines(), better_than=vietnamese):
        return "cp1252"
    if vietnamese >= _ENOUGH:
        return "cp1258"
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise RosterRefused("unknown_encoding")
    return best.encoding
