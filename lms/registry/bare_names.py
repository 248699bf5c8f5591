"""Names of organisations without what the law puts before them: rules of writing, no database.

Lists write one cooperative as "HTX Minh Tân", "HTX DVNN xã Minh Tân" and "Hợp tác xã SXKD dịch vụ nông
nghiệp Minh Tân". What distinguishes it is the rest: its bare name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lms.registry.kinds import OrganisationKind
from lms.vietnamese import normal_text, search_key

#: How each legal form is written, as search keys.
FORMS: dict[OrganisationKind, tuple[str, ...]] = {
    OrganisationKind.COOPERATIVE_UNION: (
        "lien hiep hop tac xa", "lien hiep cac hop tac xa", "lien hiep htx", "lhhtx", "lh htx",
    ),
    OrganisationKind.COOPERATIVE_GROUP: ("to hop tac", "tht"),
    OrganisationKind.CREDIT_FUND: (
        "quy tin dung nhan dan", "quy tin dung nd", "quy tin dung", "quy tdnd", "quy td nd",
        "quy td", "qtdnd", "qtd nd", "q tdnd", "qtd",
    ),
    OrganisationKind.COOPERATIVE: ("hop tac xa", "htx", "h t x"),
    OrganisationKind.OTHER: (
        "cong ty trach nhiem huu han", "cong ty tnhh", "cong ty co phan", "cong ty cp", "cty tnhh",
        "cty cp", "cty", "ctcp", "cong ty", "doanh nghiep tu nhan", "dntn",
    ),
}  # fmt: skip
#: What nearly every cooperative does; it stands before the name and is left out as often as not.
TRADES = (
    "san xuat", "kinh doanh", "dich vu", "nong nghiep", "tong hop", "thuong mai", "mot thanh vien",
    "mtv", "va",
)  # fmt: skip
#: The same in letters: SXKD, DVNN, SXKDDV, KD, DV.
_TRADE_LETTERS = re.compile(r"(?:sx|kdth|kd|dvth|dv|nn|tm)+")
_FORM_OF = {form: kind for kind, forms in FORMS.items() for form in forms}
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in (*_FORM_OF, *TRADES))


class Word(NamedTuple):
    """A word of a name: as search compares it, as it is written, and what sign follows it."""

    key: str
    written: str
    sign: str


def bare_name_key(name: str) -> str:
    """The search key of a name without legal form, common trades and the word for the commune.

    "HTX SXKD DVNN xã Minh Tân" gives "minh tan". It is never empty where ``search_key`` is not: what
    would leave nothing stays, as in "HTX Nông nghiệp".
    """
    words = _words(name)
    start, seen_form = 0, False
    while start < len(words) - 1:
        length = _prefix_length(words[start:], seen_form)
        if not length:
            break
        start, seen_form = start + length, True
    return search_key(" ".join(word.key for word in words[start:]))


def kind_of_name(name: str) -> OrganisationKind | None:
    """The kind that a name begins with, or None when it begins with none."""
    keys = [word.key for word in _words(name)]
    for length in range(min(_LONGEST_PHRASE, len(keys)), 0, -1):
        if kind := _FORM_OF.get(" ".join(keys[:length])):
            return kind
    return None


def _words(name: str) -> list[Word]:
    parts = re.findall(r"(\w+)(\W*)", normal_text(name).lower())
    return [Word(key, text, sign) for text, sign in parts for key in search_key(text).split()]


def _prefix_length(words: list[Word], seen_form: bool) -> int:
    """How many of the first words say nothing of their own; at least one word is left over."""
    most = min(_LONGEST_PHRASE, len(words) - 1)
    for length in range(most, 0, -1):
        phrase = " ".join(word.key for word in words[:length])
        if phrase in _FORM_OF or phrase in TRADES or _TRADE_LETTERS.fullmatch(phrase):
            return length
    return _place_word_length(words, seen_form)


def _place_word_length(words: list[Word], seen_form: bool) -> int:
    """The word for a commune. Its marks tell "phường" from the name Phương, where there are any."""
    first, second = words[:2]
    if first.written in ("xã", "xa", "phường") or (
        first.key in ("x", "p", "tt") and first.sign.startswith(".")
    ):
        return 1
    if first.key == "tt" and seen_form:
        return 1
    return 2 if (first.key, second.key) == ("thi", "tran") and len(words) > 2 else 0
