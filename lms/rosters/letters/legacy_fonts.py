"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime, .VnTimeH) and VNI (VNI-Times).

A program that does not know the font sees letters of Western Europe. Tables after TCVN 5712:1993 (VN3)
and the VNI character set for Windows.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
#: A sign by itself, as in "5½", is a sign; beside a letter it is a letter.
_TCVN3_WORD = re.compile("[¡-ÿ]*[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-z¡-ÿ]*")
#: A letter and the one after it that carries its marks, by what the second one adds.
_VNI_TONES = ("ùøûõï", "\u0301\u0300\u0309\u0303\u0323")
_VNI_CIRCUMFLEX = ("âáàåãä", ("", *"\u0301\u0300\u0309\u0303\u0323"))
_VNI_BREVE = ("êéèúüë", ("", *"\u0301\u0300\u0309\u0303\u0323"))
_VNI_SINGLE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for base, plain in (*zip("aeouy", "aeouy", strict=True), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + sign: plain + tone for sign, tone in zip(*_VNI_TONES, strict=True)}
    for base in "aeo":
        pairs |= {base + s: f"{base}\u0302{tone}" for s, tone in zip(*_VNI_CIRCUMFLEX, strict=True)}
    pairs |= {"a" + s: f"a\u0306{tone}" for s, tone in zip(*_VNI_BREVE, strict=True)}
    return pairs


_VNI_PAIRS = _vni_pairs()
_VNI = re.compile("|".join([*_VNI_PAIRS, f"[{''.join(_VNI_SINGLE)}]"]), re.IGNORECASE)
#: Letters beyond Latin-1 that Windows' western character set has all the same.
_WESTERN = frozenset("ŒœŠšŸŽžƒˆ")
_INNER_CAPITAL = re.compile(r"\w[A-ZĂÂÊÔƠƯĐ]")


def is_in_old_letters(text: str) -> bool:
    """False when a letter or mark is there that no old font has: the text is in Unicode already."""
    return text.isascii() or not any(
        character > "\xff"
        and character not in _WESTERN
        and unicodedata.category(character)[0] in "LM"
        for character in text
    )


def from_tcvn3(text: str) -> str:
    """In .VnTimeH a small letter with marks is shown as a capital; all stands as it was shown."""
    plain = _TCVN3_WORD.sub(lambda match: match[0].translate(_TCVN3), text)
    letters = [character for character in text if character.isascii() and character.isalpha()]
    if any(letter.islower() for letter in letters) or not _INNER_CAPITAL.search(plain):
        return plain
    return plain.upper()


def from_vni(text: str) -> str:
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    found = match[0]
    letter = _VNI_PAIRS.get(found.lower()) or _VNI_SINGLE[found.lower()]
    return letter.upper() if found[0].isupper() else letter
