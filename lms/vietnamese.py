"""Vietnamese names, order, search and telephone numbers: rules of the language, no database."""

from __future__ import annotations

import re
import unicodedata

#: What the columns of keys hold. A longer text is ordered, and found, by its beginning.
SORT_KEY_LENGTH, SEARCH_KEY_LENGTH = 400, 200

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
MODIFIERS = {
    "\u0306": {"a": "ă"},
    "\u0302": {"a": "â", "e": "ê", "o": "ô"},
    "\u031b": {"o": "ơ", "u": "ư"},
}
_LOWEST = 0x21  # keys are printable ASCII; a level ends with a space, which sorts before all of it
_SPACE, _SIGN, _DIGIT, _LETTER = (chr(_LOWEST + offset) for offset in (0, 1, 2, 12))
_WEIGHTS = {letter: chr(ord(_LETTER) + place) for place, letter in enumerate(LETTERS)}

#: "hoà" and "hòa": where the tone stands at the end of a word is a matter of taste.
_LATE_TONE = re.compile(rf"([ou])([aey])([{TONES}])(?![\w{TONES}])", re.IGNORECASE)

#: What parts the words of a name: "H'HEN NIÊ" is "H'Hen Niê".
_INSIDE_NAMES = re.compile(r"([\s.'’ʼ`\-‑]+)")

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
#: Prefixes of eleven-digit mobile numbers that were shortened in 2018.
_SHORTENED = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def normal_text(text: str) -> str:
    """One form for equal-looking text: NFC, single spaces, none at the ends, no invisible marks."""
    visible = text
    if not text.isprintable():
        visible = "".join(
            c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs") or c.isspace()
        )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def name_as_written(text: str) -> str:
    """A name typed all in capitals (as on the citizen card) or all in small letters, as papers write it.

    "LÊ THỊ ĐÀO" and "lê thị đào" are "Lê Thị Đào"; a name that mixes both stays as it was typed.
    """
    name = normal_text(text)
    if not (name.isupper() or name.islower()):
        return name
    return "".join(part[:1].upper() + part[1:].lower() for part in _INSIDE_NAMES.split(name))


def given_name(full_name: str) -> str:
    """The last word of a full name, by which people are addressed and lists are sorted."""
    return full_name.rsplit(maxsplit=1)[-1] if full_name.split() else ""


def sort_key(text: str) -> str:
    """A text whose byte order is Vietnamese dictionary order: letters, then tones, then case.

    "Hoà" and "Hòa" are one word and have one key: what else the list is ordered by decides.
    """
    letters: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    plain: list[str] = []
    late = unicodedata.normalize("NFD", normal_text(text))
    for character in _LATE_TONE.sub(r"\1\3\2", late):
        if character in MODIFIERS and plain:
            plain[-1] = MODIFIERS[character].get(plain[-1], plain[-1])
            letters[-1] = _weight(plain[-1])
        elif character in TONES and tones:
            tones[-1] = chr(_LOWEST + 1 + TONES.index(character))
        elif not unicodedata.combining(character):
            lower = character.lower()
            plain.append(lower)
            letters.append(_weight(lower))
            tones.append(chr(_LOWEST))
            cases.append(chr(_LOWEST + (character != lower)))
    key = " ".join("".join(level) for level in (letters, tones, cases))
    return key[:SORT_KEY_LENGTH]


def name_sort_key(full_name: str) -> str:
    """The order of class lists: by given name, then by family and middle names."""
    words = normal_text(full_name).split()
    if not words:
        return ""
    return f"{sort_key(words[-1])} {sort_key(' '.join(words[:-1]))}"[:SORT_KEY_LENGTH]


def search_key(text: str) -> str:
    """What search compares: no marks, no case, no signs. "Đỗ Thị Hoà" and "do thi hòa" are equal."""
    bare = text.replace("đ", "d").replace("Đ", "D")
    bare = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in bare.casefold()).split()
    return " ".join(words)[:SEARCH_KEY_LENGTH]


def marked_key(text: str) -> str:
    """As :func:`search_key`, with the marks kept: words written "hoà" and "hòa" are equal, "hoa" is not."""
    late = unicodedata.normalize("NFD", normal_text(text).lower())
    one_way = unicodedata.normalize("NFC", _LATE_TONE.sub(r"\1\3\2", late))
    words = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in one_way).split()
    return " ".join(words)[:SEARCH_KEY_LENGTH]


def national_phone(text: str) -> str:
    """A Vietnamese telephone number in national digits, however it was written.

    Accepts +84, 84, spaces, dots and dashes, a lost leading zero and the eleven-digit mobile numbers
    of before 2018. Raises ValueError for anything else.
    """
    digits = re.sub(r"[\s.\-()]", "", unicodedata.normalize("NFKC", text))
    if digits.startswith("+84"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    elif digits and digits[0] in "235789" and len(digits) in (9, 10):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _SHORTENED:
        digits = _SHORTENED[digits[:4]] + digits[4:]
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    raise ValueError(f"not a Vietnamese telephone number: {text!r}")


def masked_phone(digits: str) -> str:
    """A number as lists show it: "•••• ••• 678"."""
    return f"•••• ••• {digits[-3:]}" if digits else ""


def _weight(character: str) -> str:
    if character in _WEIGHTS:
        return _WEIGHTS[character]
    if character == " ":
        return _SPACE
    if character.isascii() and character.isdigit():
        return chr(ord(_DIGIT) + int(character))
    return character if character.isalpha() else _SIGN
