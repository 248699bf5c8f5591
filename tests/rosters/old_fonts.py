"""Typing in the fonts of before Unicode, written apart from the tables that it is held against."""

from __future__ import annotations

import unicodedata

#: Letters in the order of the alphabet, each followed by grave, hook, tilde, acute and dot below.
ALPHABET = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
_TCVN3_BYTES = bytes.fromhex(
    "61b5b6b7b8b9 a8bbbcbdbec6 a9c7c8c9cacb 65cccecfd0d1 aad2d3d4d5d6 69d7d8dcddde 6fdfe1e2e3e4"
    "abe5e6e7e8e9 aceaebecedee 75eff1f2f3f4 adf5f6f7f8f9 79fafbfcfdfe ae"
)
_TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", "\xa1\xa2\xa3\xa4\xa5\xa6\xa7", strict=True))
_TCVN3 = dict(zip(ALPHABET, _TCVN3_BYTES.decode("latin-1"), strict=True))

_VNI_TONES = dict(zip("\u0300\u0309\u0303\u0301\u0323", "øûõùï", strict=True))
_VNI_CIRCUMFLEX = dict(zip(("", *_VNI_TONES), "âàåãáä", strict=True))
_VNI_BREVE = dict(zip(("", *_VNI_TONES), "êèúüéë", strict=True))
_VNI_I = dict(zip(_VNI_TONES, "ìæóíò", strict=True))


def to_tcvn3(text: str) -> str:
    """As .VnTime shows it. A capital with a tone has no place there: it is typed as a small letter."""
    return "".join(
        letter
        if letter.isascii()
        else _TCVN3_CAPITALS.get(letter) or _TCVN3.get(letter.lower(), letter)
        for letter in unicodedata.normalize("NFC", text)
    )


def to_vni(text: str) -> str:
    return "".join(map(_vni, unicodedata.normalize("NFC", text)))


def _vni(letter: str) -> str:
    lower = letter.lower()
    if lower not in ALPHABET or letter.isascii():
        return letter
    typed = _vni_small(lower)
    return typed.upper() if letter.isupper() else typed


def _vni_small(letter: str) -> str:
    if letter == "đ":
        return "ñ"
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    tone = "".join(mark for mark in marks if mark in _VNI_TONES)
    if "\u0302" in marks:
        return base + _VNI_CIRCUMFLEX[tone]
    if "\u0306" in marks:
        return base + _VNI_BREVE[tone]
    if "\u031b" in marks:
        return {"o": "ô", "u": "ö"}[base] + (_VNI_TONES[tone] if tone else "")
    if base == "i":
        return _VNI_I[tone]
    return "î" if letter == "ỵ" else base + _VNI_TONES[tone]
