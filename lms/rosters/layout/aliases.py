"""The words that head the columns of lists, and the field each of them means."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from lms.rosters.rows import Field
from lms.vietnamese import search_key


class Part(IntEnum):
    """Which piece of a field a column holds, in the order in which pieces are read."""

    FIRST = 0  # family and middle names; the day of birth
    WHOLE = 1
    MIDDLE = 2  # the month of birth
    LAST = 3  # the given name; the year of birth


class Meaning(NamedTuple):
    """``weight`` is 3 for the very words, 2 for words that begin so, 1 for words that hold them."""

    field: Field
    weight: int
    part: Part = Part.WHOLE


#: Folded: no marks, no signs, no capitals. "*" before a phrase: only these very words.
_PHRASES = {
    Field.NUMBER: "*stt|*tt|*so tt|*so thu tu|*s t t|*no|*thu tu|*so",
    Field.FULL_NAME: "ho va ten|ho ten|ho ten hoc vien|ten hoc vien|*hoc vien|*ho va ten nguoi|"
    "*ho va ten khai sinh|*ten can bo|*can bo|*thanh vien|*nguoi tham du|*full name|*name|*h va ten",
    Field.BIRTH: "nam sinh|ngay sinh|ngay thang nam sinh|ngay thang sinh|sinh nam|sinh ngay|*ntns|*sinh|"
    "*ngay nam sinh|*n sinh|*nam sinh ngay sinh|*ngay sinh nam sinh|date of birth|*dob|*birthday",
    Field.SEX: "gioi tinh|*nam nu|*phai|*gioi|*gender|*sex|*nu nam",
    Field.PHONE: "dien thoai|so dien thoai|*sdt|sdt|so dt|*dt|dtdd|di dong|so di dong|*zalo|so zalo|"
    "*tel|*phone|phone number|*mobile|*d thoai|*so may|*dt lien he|*dt di dong|*so d thoai",
    Field.ORGANISATION: "don vi|ten don vi|noi cong tac|noi lam viec|co quan|ten co quan|ten htx|*htx|"
    "*hop tac xa|ten hop tac xa|ten to chuc|*to chuc|*qtdnd|*quy tdnd|ten quy|ten qtd|htx qtdnd|"
    "*quy tin dung|*quy tin dung nhan dan|*doanh nghiep|thuoc don vi|*cong tac tai|organization|"
    "*organisation|*dv cong tac|*cq don vi|*thuoc htx",
    Field.TAX_CODE: "*mst|mst|ma so thue|ma so htx|ma so hop tac xa|ma so doanh nghiep|ma so dn|"
    "*tax code|*ma so kinh doanh|ma so dkkd",
    Field.POSITION: "chuc vu|chuc danh|*cv|*nhiem vu|vi tri cong tac|vi tri viec lam|*vi tri|*position|"
    "*chuc trach|*title|cong viec",
    Field.COMMUNE: "dia chi|*xa|xa phuong|xa thi tran|phuong xa|ten xa|dia phuong|noi o|cho o|"
    "noi cu tru|noi thuong tru|ho khau|*thuong tru|*commune|*address|*xa p tt|*phuong",
    Field.DISTRICT: "*huyen|quan huyen|huyen thanh pho|huyen thi xa|huyen tp|huyen tx|*khu vuc|*district|"
    "ten huyen|*huyen cu|thanh pho huyen",
    Field.CITIZEN_NUMBER: "*cccd|cccd|so cccd|*cmnd|cmnd|so cmnd|so dinh danh|*can cuoc|can cuoc cong dan|"
    "so can cuoc|can cuoc|*cmt|so cmt|cmtnd|ma dinh danh|so cmtnd|*cc cccd",
    Field.ETHNICITY: "dan toc|*ethnicity",
    Field.NOTE: "ghi chu|*chu thich|*luu y|*note|*notes|*remark",
}
_EXACT: dict[str, Field] = {}
_OPEN: dict[str, Field] = {}
for _field, _line in _PHRASES.items():
    for _phrase in _line.split("|"):
        _EXACT[_phrase.lstrip("*")] = _field
        if not _phrase.startswith("*"):
            _OPEN[_phrase] = _field
_LONGEST_FIRST = sorted(_OPEN, key=len, reverse=True)
_STARTS = re.compile(f"(?:{'|'.join(_LONGEST_FIRST)})(?= |$)")
_HOLDS = re.compile(f"(?= ({'|'.join(one for one in _LONGEST_FIRST if ' ' in one)}) )")
_NAME_PARTS = {
    Part.FIRST: {"ho", "ho dem", "ho va dem", "ho va ten dem", "ho ten dem", "ho lot", "ho va lot",
                 "ho va chu dem", "ho chu dem", "ho dem ho", "last name", "family name"},
    Part.LAST: {"ten", "ten goi", "first name", "given name"},
}  # fmt: skip
#: Of a document or a payment, not of a person: "Ngày cấp CCCD", "Ký tên".
_NOT_OURS = re.compile(
    r"\b(ngay cap|noi cap|ngay vao|noi sinh|ky nhan|ky ten|chu ky|so tien|email)\b"
)
#: Holds the commune among other things: a column of communes alone is better.
_WHOLE_ADDRESS = re.compile("dia|noi|cho|ho khau|thuong tru|address")
_ASIDE = re.compile(r"\([^)]*\)?")
_MOST_WORDS, _MOST_CHARACTERS = 9, 80


@lru_cache(maxsize=20_000)
def meaning(label: str) -> Meaning | None:
    """What a heading of one row means, if anything."""
    if len(label) > _MOST_CHARACTERS:
        return None
    for text in (_ASIDE.sub(" ", label), label):
        found = _meaning(text)
        if found:
            return found
    return None


def _meaning(label: str) -> Meaning | None:
    folded = search_key(label)
    if not folded or len(folded.split()) > _MOST_WORDS:
        return None
    if folded in ("nam", "nu"):
        return _male_or_female(label, folded)
    for part, names in _NAME_PARTS.items():
        if folded in names:
            return Meaning(Field.FULL_NAME, 3, part)
    if folded in _EXACT:
        return Meaning(_EXACT[folded], 2 if _WHOLE_ADDRESS.match(folded) else 3)
    return None if _NOT_OURS.search(folded) else _open_meaning(folded)


def _male_or_female(label: str, folded: str) -> Meaning | None:
    """The men under "Nam"; "Năm" is a year, and by itself means nothing."""
    if folded == "nu":
        return Meaning(Field.BIRTH_FEMALE, 3)
    return (
        None if "ă" in unicodedata.normalize("NFC", label).lower() else Meaning(Field.BIRTH_MALE, 3)
    )


def _open_meaning(folded: str) -> Meaning | None:
    start = _STARTS.match(folded)
    if start:
        return Meaning(_OPEN[start[0]], 2)
    holds = _HOLDS.findall(f" {folded} ")
    return Meaning(_OPEN[max(holds, key=len)], 1) if holds else None


_DATE_PARTS = {"ngay": Part.FIRST, "thang": Part.MIDDLE, "nam": Part.LAST}
#: Under such a heading every column is the same: "Điện thoại" over "Cơ quan" and "Di động".
_SPREADING = {Field.PHONE, Field.CITIZEN_NUMBER, Field.TAX_CODE, Field.NUMBER, Field.NOTE}


def meaning_under(parent: Meaning | None, label: str) -> Meaning | None:
    """What a heading means below another one."""
    own = meaning(label)
    if parent is None:
        return own
    part = _DATE_PARTS.get(search_key(label))
    if parent.field == Field.BIRTH and part is not None and not _is_male(own):
        return Meaning(Field.BIRTH, 3, part)
    if parent.field in _SPREADING:
        return None if _NOT_OURS.search(search_key(label)) else parent
    if own and own.field == Field.FULL_NAME and parent.field != Field.FULL_NAME:
        return parent if own.part == Part.LAST and parent.field == Field.ORGANISATION else own
    return own


def _is_male(found: Meaning | None) -> bool:
    return found is not None and found.field == Field.BIRTH_MALE
