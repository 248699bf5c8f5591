"""What positions are called, and to which group a title belongs in reports.

A title is kept as it was printed. The group is read from it: management as the Law on Cooperatives
17/2023/QH15, article 56, names it (members' council, director, supervisory board), professional staff, and
members with the workers.
"""

from __future__ import annotations

import re
from enum import StrEnum

from lms.vietnamese import search_key


class PositionGroup(StrEnum):
    LEADERSHIP = "leadership"
    PROFESSIONAL = "professional"
    MEMBERS = "members"
    OTHER = "other"


#: Offered where a title is typed; any other words may be written.
SUGGESTED_TITLES = (
    "Chủ tịch HĐQT",
    "Chủ tịch HĐQT kiêm Giám đốc",
    "Phó chủ tịch HĐQT",
    "Thành viên HĐQT",
    "Giám đốc",
    "Tổng giám đốc",
    "Phó giám đốc",
    "Trưởng ban kiểm soát",
    "Thành viên ban kiểm soát",
    "Kiểm soát viên",
    "Kế toán trưởng",
    "Kế toán",
    "Thủ quỹ",
    "Cán bộ tín dụng",
    "Tổ trưởng",
    "Tổ phó",
    "Cán bộ kỹ thuật",
    "Cán bộ thị trường",
    "Nhân viên bán hàng",
    "Thành viên",
    "Người lao động",
)

#: Words of a title without marks, as :func:`lms.vietnamese.search_key` leaves them; the first that occurs
#: decides, so that of two positions held by one person the higher counts.
_WORDS = {
    PositionGroup.LEADERSHIP: (
        "chu tich", "pho chu tich", "ct", "pct", "hoi dong quan tri", "hdqt", "cthdqt", "pcthdqt",
        "hoi dong thanh vien", "hdtv", "giam doc", "gd", "pgd", "tgd", "tong giam doc",
        "chu nhiem", "pho chu nhiem", "kiem soat", "bks", "tbks", "ks", "ksv",
        "to truong", "to pho", "truong nhom", "dai dien",
    ),
    PositionGroup.PROFESSIONAL: (
        "ke toan", "kt", "ktt", "ktv", "thu quy", "tq", "tin dung", "cbtd", "nvtd", "thu kho",
        "truong phong", "pho phong", "can bo", "cb", "chuyen vien", "nhan vien", "nv", "ky thuat", "ky su",
        "thi truong", "ban hang", "kinh doanh", "van phong", "van thu", "thu ky", "tro ly",
        "hanh chinh",
    ),
    PositionGroup.MEMBERS: (
        "thanh vien", "tv", "xa vien", "nguoi lao dong", "nld", "lao dong", "cong nhan", "nong dan",
        "ho san xuat", "lai xe", "bao ve",
    ),
}  # fmt: skip
_PATTERNS = {group: re.compile(rf"\b(?:{'|'.join(words)})\b") for group, words in _WORDS.items()}

#: Who helps the chair or the director is neither: the words after are another's title.
_HELPER = re.compile(r"\b(tro ly|thu ky)\b.*?(?=\bkiem (?!soat)|$)")


def position_group(title: str) -> PositionGroup:
    """The group of a title in free text; the highest of several ("Chủ tịch HĐQT kiêm Giám đốc")."""
    words = _HELPER.sub(r"\1 ", search_key(title))
    found = (group for group, pattern in _PATTERNS.items() if pattern.search(words))
    return next(found, PositionGroup.OTHER)
