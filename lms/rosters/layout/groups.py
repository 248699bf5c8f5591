"""What the section headings of a list say about the rows below them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lms.rosters.cells.names import Capitals, recased
from lms.rosters.layout.sections import section_text
from lms.vietnamese import normal_text, search_key

_COUNT = re.compile(
    r"\s*(?:[:\-–(]\s*\d+\s*(?:người|học viên|cán bộ|đơn vị|đ/c|đồng chí|hv)?"
    r"|\d+\s*(?:người|học viên|cán bộ|đồng chí))\s*\)?[.:]?$",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"(huyện|thành phố|tp\.?|thị xã|tx\.?|quận)\s+\S", re.IGNORECASE)
_COMMUNE = re.compile(r"(xã|phường|thị trấn|tt\.?)\s+\S", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"(htx|hợp tác xã|quỹ|qtdnd|qtd|liên hiệp|lhhtx|tổ hợp tác|tht|công ty|đơn vị\s*:)(?=\s)",
    re.IGNORECASE,
)
_UNIT_OF = re.compile(r"đơn vị\s*:\s*", re.IGNORECASE)
#: Words that say what kind of organisation follows, or what it does; a name has others besides.
_KINDS = set(
    """
    htx hop tac xa quy tdnd tin dung nhan dan qtdnd qtd lien hiep lhhtx to tht cong ty don vi cac khoi nhom
    nong nghiep phi dvnn sxkd dich vu san xuat kinh doanh thuong mai va tren dia ban tinh huyen
    """.split()  # noqa: SIM905 - reads best as lines of words
)
_DEPTHS = {"letter": 0, "roman": 1, "other": 2}


@dataclass
class Groups:
    """The headings that hold for the present row, outer ones first."""

    _texts: dict[int, str] = field(default_factory=dict)

    def begin(self, texts: list[str]) -> None:
        """A section begins: it ends those of its own depth and below."""
        number, words = section_text(texts)
        depth = _depth(number)
        self._texts = {outer: text for outer, text in self._texts.items() if outer < depth}
        self._texts[depth] = _COUNT.sub("", normal_text(words)).strip(" :.")

    @property
    def name(self) -> str:
        """The innermost heading."""
        return self._texts[max(self._texts)] if self._texts else ""

    @property
    def organisation(self) -> str:
        found = next((text for text in self._inner_first() if is_organisation(text)), "")
        return _UNIT_OF.sub("", found)

    @property
    def commune(self) -> str:
        return self._place(_COMMUNE)

    @property
    def district(self) -> str:
        return self._place(_DISTRICT)

    def _place(self, pattern: re.Pattern[str]) -> str:
        found = next((text for text in self._inner_first() if pattern.match(text)), "")
        return recased(found, Capitals.ALL) if found.isupper() else found

    def _inner_first(self) -> list[str]:
        return [self._texts[depth] for depth in sorted(self._texts, reverse=True)]


def _depth(number: str) -> int:
    if re.fullmatch("[IVX]+", number):
        return _DEPTHS["roman"]
    return _DEPTHS["letter" if number.isalpha() else "other"]


def is_organisation(text: str) -> bool:
    """True for "HTX DVNN Minh Tân", not for "Quỹ TDND", which names a kind."""
    return bool(_ORGANISATION.match(text)) and not set(search_key(text).split()) <= _KINDS
