"""Telephone numbers as lists hold them: as numbers, several in a cell, with words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lms.rosters.cells.findings import Finding
from lms.rosters.rows import Field
from lms.rosters.sheets import Value, text_of
from lms.vietnamese import national_phone, normal_text

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_BETWEEN = re.compile(
    r"[/;,|\n\r]|\s(?:hoặc|hoac|và|va|or)\s|\s[-–—]\s|&|\+(?=\s*0)", re.IGNORECASE
)
_NUMBER = re.compile(r"\+?\(?\+?\d[\d\s.\-()]*")
#: Words that only say what kind of number it is.
_KINDS = re.compile(
    r"\b(zalo|sđt|sdt|đtdđ|dtdd|đt|dt|dđ|cđ|nr|cq|tel|phone|mobile|hotline|"
    r"di động|di dong|điện thoại|số|so)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile("0[35789][0-9]{8}")
_SIGNS = " .,:;-–—()[]'’\"*"


class PhonesReading(NamedTuple):
    """``kept`` are texts for the note: what could not be used, words that say more."""

    phones: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_phones(values: list[Value]) -> PhonesReading:
    """The usable numbers of the cells of a row, each once and in order."""
    phones: list[str] = []
    kept: list[str] = []
    findings: list[Finding] = []
    for value in values:
        if isinstance(value, str) and _PLAIN.fullmatch(value):
            phones.append(value)
            continue
        for piece in _pieces(value):
            digits, code = _number(piece)
            if digits:
                phones.append(digits)
                kept += _words_beside(piece, findings)
            else:
                kept.append(piece)
            if code:
                findings.append(Finding(code, Field.PHONE, piece, digits))
    return PhonesReading(tuple(dict.fromkeys(phones)), tuple(kept), tuple(findings))


def _pieces(value: Value) -> Iterator[str]:
    """The cell cut where one number ends and another begins."""
    text = text_of(value).replace("\xa0", " ").strip()
    if text.isdecimal() or _SCIENTIFIC.fullmatch(text):
        yield text
        return
    for piece in _BETWEEN.split(text):
        starts = [found.start() for found in _NUMBER.finditer(piece) if _digits(found[0])]
        cuts = [0, *starts[1:], len(piece)]
        for start, end in pairwise(cuts):
            if _KINDS.sub("", piece[start:end]).strip(_SIGNS):
                yield from _cut_between_blanks(normal_text(piece[start:end]))


def _cut_between_blanks(piece: str) -> list[str]:
    """Whole numbers with only blanks between them: "0912345678 0977123456"."""
    parts = piece.split(" ")
    if len(parts) > 1 and all(_digits(part) for part in parts):
        return parts
    return [piece]


@lru_cache(maxsize=1_000)
def _digits(text: str) -> str:
    try:
        return national_phone(text.strip(_SIGNS))
    except ValueError:
        return ""


def _number(piece: str) -> tuple[str, str]:
    """The national digits, and what there is to say about them."""
    if _SCIENTIFIC.fullmatch(piece):
        return _from_scientific(piece)
    found = _NUMBER.search(piece)
    digits = _digits(found[0]) if found else ""
    if not digits or found is None:
        return "", "phone_unusable"
    written = re.sub(r"\D", "", found[0]).removeprefix("84")
    if digits != f"0{written}":
        return digits, "" if digits == written else "phone_renumbered"
    is_international = found[0].lstrip("(").startswith(("+", "84"))
    return digits, "" if is_international else "phone_zero_restored"


def _from_scientific(text: str) -> tuple[str, str]:
    """All digits are still there in "9.12345678E+08", and not in "9.12E+08"."""
    mantissa, _e, exponent = text.upper().replace(",", ".").partition("E")
    whole, _point, fraction = mantissa.partition(".")
    if len(fraction) < int(exponent) - 1:
        return "", "phone_digits_lost"
    digits = _digits((whole + fraction).ljust(int(exponent) + 1, "0"))
    return digits, "phone_zero_restored" if digits else "phone_unusable"


def _words_beside(piece: str, findings: list[Finding]) -> list[str]:
    if piece.isdecimal() or _SCIENTIFIC.fullmatch(piece):
        return []
    rest = normal_text(_KINDS.sub(" ", _NUMBER.sub(" ", piece, count=1))).strip(_SIGNS)
    if rest:
        findings.append(Finding("phone_text_dropped", Field.PHONE, rest))
    return [rest] if rest else []
