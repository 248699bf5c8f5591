"""Rows of a list that hold no person: sections, totals, repeated headings, remarks, signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lms.rosters.cells.name_parts import (
    FAMILY_NAMES,
    NOT_A_PERSON,
    numbering_and_name,
    title_and_name,
)
from lms.rosters.layout.aliases import meaning
from lms.rosters.layout.headers import Header
from lms.rosters.layout.table import Columns, TableRow
from lms.rosters.rows import Field
from lms.vietnamese import normal_text, search_key

_RUNNING_NUMBER = re.compile(r"\(?\d{1,5}(\.0)?\s*[.)/]?")
_COUNT = re.compile(r"\d{1,4}")
_COUNTED_COLUMN = re.compile(r"\(?(\d{1,2}|[A-Ea-e])\)?")
_TOTAL = re.compile(
    r"[-(*\s]*(tổng\s*(cộng|số|hợp|kết)?|cộng|(cộng\s+)?(dồn|mang sang|chuyển sang)|l[uũ][ỹy] kế|ấn định|"
    r"danh sách (này |trên )?(gồm|có|ấn định))"
    r"[\s:.,=\-–(]*(\d.*|(số|cộng|toàn|chung|danh sách|có|huyện|tỉnh|xã|nhóm|khối|mục|[ivx]+\b).*)?\)?",
    re.IGNORECASE,
)
_PLAIN_TOTAL = re.compile(r"(tong cong|tong so|cong|tong)( \d+)?( (nguoi|hoc vien|can bo|don vi))*")
_DATE_LINE = re.compile(r"ngày[\s\d.…_/]*tháng[\s\d.…_/]*năm", re.IGNORECASE)
_CLOSING = re.compile(
    r"(nguoi lap|lap bieu|thu truong|ky (va )?ghi ro|ky ten|xac nhan|noi nhan|nhu tren$|luu vt|luu$|"
    r"tm |kt |tl |tuq |thua lenh|dai dien (don vi|htx|lien minh)|can bo phu trach|nguoi tong hop)"
)
_OFFICE = re.compile(
    r"(pho )?(tong )?(giam doc|chu tich|ke toan|truong phong|truong ban|thu ky|chanh van phong|ban giam doc)"
)
_REMARK = re.compile(r"(ghi chu|luu y|chu y|danh sach|chi chu)\b")
#: Looked at before a text is weighed as a heading: most names of people do not begin so.
_LIKE_A_HEADING = re.compile(r"(h|tên|ten|full|name|cán|can|người|thành)", re.IGNORECASE)
_OUTLINE = re.compile(r"([IVXLC]{1,6}|[A-H])\s*[.)/:\-–]*")
_OUTLINED = re.compile(r"([IVXLC]{1,6}|[A-H])\s*[.)/:\-–]+\s*(\S.*)", re.DOTALL)
_FACTS = (
    Field.BIRTH,
    Field.BIRTH_MALE,
    Field.BIRTH_FEMALE,
    Field.SEX,
    Field.PHONE,
    Field.POSITION,
    Field.ORGANISATION,
    Field.TAX_CODE,
    Field.COMMUNE,
    Field.DISTRICT,
    Field.CITIZEN_NUMBER,
    Field.ETHNICITY,
)


@dataclass
class Sorter:
    """Tells for each row in turn what it is. After the signatures only numbered rows hold people."""

    header: Header
    columns: Columns
    banners: frozenset[int] = frozenset()
    is_closing: bool = False
    _labels: list[set[str]] = field(init=False)
    _fact_columns: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._labels = [
            {search_key(part) for part in (*label.split(" / "), label)}
            for label in self.header.labels
        ]

        places = self.columns.places
        self._fact_columns = [column for kind in _FACTS for column in places.get(kind, ())]

    def kind(self, row: TableRow) -> str:
        """The word "person", or the code of why the row is left out."""
        filled = row.filled
        found = self._table_kind(row, filled)
        if found:
            self.is_closing = False
            return found
        if self._is_person(row, filled):
            self.is_closing = False
            return "person"
        return self._other_kind(row, filled)

    def _table_kind(self, row: TableRow, filled: dict[int, str]) -> str:
        if len(filled) > 1 and all(self._is_label(column, text) for column, text in filled.items()):
            return "repeated_heading"
        names = self.columns.places.get(Field.FULL_NAME, ())
        if any(map(_heads_names, (filled.get(column, "") for column in names))):
            return "repeated_heading"
        is_numbering = len(filled) > 2 and all(map(_COUNTED_COLUMN.fullmatch, filled.values()))
        return "numbering" if is_numbering and any(column in filled for column in names) else ""

    def _is_label(self, column: int, text: str) -> bool:
        if text[0].isdigit() or column >= len(self._labels):
            return False
        return search_key(text) in self._labels[column]

    def _is_person(self, row: TableRow, filled: dict[int, str]) -> bool:
        name = normal_text(self.columns.name(row))
        numbered = any(map(_RUNNING_NUMBER.fullmatch, self.columns.texts(row, Field.NUMBER)))
        facts = self._facts(row)
        texts = [name, *filled.values()]
        bare = numbering_and_name(name)[1]
        if NOT_A_PERSON.match(bare) and all(map(_COUNT.fullmatch, facts)):
            return False
        if numbered and (name or facts):
            return not (is_total(name) and len(facts) < 2)
        if self.is_closing or any(map(is_total, texts[:2])) or self._is_closing_row(name, filled):
            return False
        if name:
            return bool(facts) or self._is_alone(name)
        return len(facts) > 1

    def _facts(self, row: TableRow) -> list[str]:
        """What the row tells beside a name; cells merged from above tell nothing about a person."""
        return [
            text
            for column in self._fact_columns
            if column not in row.merged and (text := row.text(column))
        ]

    def _is_alone(self, name: str) -> bool:
        """A name and nothing else: a person if it begins like one, or if lists hold only names."""
        if len(self.columns.fields) - len(self.columns.places.get(Field.NUMBER, ())) < 2:
            return True
        _title, _sex, bare = title_and_name(name)
        words = bare.lower().split()
        return len(words) > 1 and words[0] in FAMILY_NAMES and not _REMARK.match(search_key(name))

    def _is_closing_row(self, name: str, filled: dict[int, str]) -> bool:
        births = {c for f in _FACTS[:3] for c in self.columns.places.get(f, ())}
        folded = [search_key(text) for text in filled.values()]
        if any(_DATE_LINE.search(text) for column, text in filled.items() if column not in births):
            return True
        if any(map(_CLOSING.match, folded)) or _OFFICE.match(search_key(name)):
            return True
        return bool(folded) and all(map(_OFFICE.match, folded))

    def _other_kind(self, row: TableRow, filled: dict[int, str]) -> str:
        texts = list(filled.values())
        if not texts:
            return "remark"
        if any(map(is_total, texts[:2])):
            return "subtotal"
        if self._is_closing_row(normal_text(self.columns.name(row)), filled):
            self.is_closing = True
            return "closing"
        if self._is_section(row, texts):
            self.is_closing = False
            return "section"
        if self.is_closing:
            return "closing"
        return "only_number" if all(map(_RUNNING_NUMBER.fullmatch, texts)) else "remark"

    def _is_section(self, row: TableRow, texts: list[str]) -> bool:
        if _OUTLINED.match(texts[0]) or (len(texts) > 1 and _OUTLINE.fullmatch(texts[0])):
            return True
        words = [text for text in texts if not _RUNNING_NUMBER.fullmatch(text)]
        if words and NOT_A_PERSON.match(numbering_and_name(words[0])[1]):
            return True
        is_banner = row.number in self.banners and not self.is_closing
        return is_banner and bool(words) and not _REMARK.match(search_key(words[0]))


def _heads_names(text: str) -> bool:
    if not _LIKE_A_HEADING.match(text):
        return False
    found = meaning(text)
    return found is not None and found.field == Field.FULL_NAME and found.weight == 3


@lru_cache(maxsize=5_000)
def is_total(text: str) -> bool:
    """True for "Tổng số: 45 người"; "Tống Công Minh" is a person."""
    if text.isascii():
        return bool(_PLAIN_TOTAL.fullmatch(search_key(text)))
    return bool(_TOTAL.fullmatch(text))


def section_text(texts: list[str]) -> tuple[str, str]:
    """The outline number of a section heading and its words: "I" and "Huyện Hưng Hà"."""
    found = _OUTLINED.match(texts[0])
    if found:
        return found[1], found[2]
    number, words = numbering_and_name(texts[0])
    if number:
        return number.strip(" .)/-"), words
    if len(texts) > 1 and (_OUTLINE.fullmatch(texts[0]) or _RUNNING_NUMBER.fullmatch(texts[0])):
        return texts[0].strip(" .)/:-–"), texts[1]
    return "", texts[0]
