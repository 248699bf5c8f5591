"""What hostile people type, and what somebody careful writes beside it."""

from __future__ import annotations

import unicodedata
from typing import Any

LONGEST = 200  # of a column that is typed into
WORDS: tuple[str | bytes, ...] = (
    "   ",
    "a\0b",
    b"\xed\xa0\x80",
    "ệ" * 3000,
    *("ệ" * length for length in (120, 160, LONGEST)),
    *(sign * LONGEST for sign in ("ﬃ", "한")),
    unicodedata.normalize("NFD", "Đỗ Thị Hoà"),
    "\u202eevil\u202c 👩‍👩‍👧 <b>'\"--;%s{0}{{7*7}}\\",
    "١٢٣٤٥٦٧٨٩٠",
)
NUMBERS = ("\0", "-1", "2147483648", "9" * 20, "9" * 5000, "1e309", "25:61")
ASKED = ("\0", b"\xff", "khong-co", "-1", "9" * 20, "9" * 5000, "ệ" * 3000)
DAYS = (
    ["1", "1", "1"],
    ["31", "12", "9999"],
    ["30", "2", "2026"],
    ["1", "1", "0"],
    ["\0", "", "a"],
)
#: For fields that offer a list, and hidden ones.
CHOICES: tuple[str | bytes, ...] = ("\0", "khong-co", "9" * 20, b"\xff")
#: Every try of a password costs what a hash costs.
SECRETS = ("\0", "ệ" * 3000)
QUERY = (
    "code",
    "district",
    "field",
    "format",
    "from",
    "kind",
    "full_name",
    "next",
    "number",
    "organisation",
    "page",
    "phone",
    "q",
    "return",
    "state",
    "status",
    "to",
    "year",
)
#: What somebody careful writes; other fields are sent as the page offers them.
CAREFUL: dict[str, Any] = {
    "full_name": "Nguyễn Văn An",
    "name": "Nguyễn Văn An",
    "title": "Chuyển đổi số",
    "topic": "Chuyển đổi số",
    "audience": "Cán bộ hợp tác xã",
    "venue": "Hội trường",
    "reason": "Ghi nhầm",
    "classes": "2",
    "turns": "50",
    "capacity": "40",
    "periods": "4",
    "start_time": "08:00",
    "end_time": "11:00",
    "decision_number": "12/QĐ",
    "decided_on": ["5", "2", "2024"],
    "dated_on": ["5", "2", "2026"],
    "received_on": ["5", "2", "2026"],
    "evidence": "Cặp hồ sơ 3",
    "words": "Đã trả lời",
    "details": "Năm sinh sai",
    "year": "2035",
    "role": "leader",
    "phone": "0912 345 678",
    "organisation_name": "HTX Tự Lập",
    "export_reason": "In danh sách",
    "position": "Giám đốc",
    "organisation_id": "",
}
NUMBERED = frozenset({"capacity", "classes", "end_time", "periods", "start_time", "turns", "year"})
#: What would leave the other forms nothing to do.
LAST = (
    "/erasure",
    "/refusal",
    "/fulfilment",
    "/withdrawal",
    "/revocation",
    "/list-closing",
    "/submission",
    "/ending",
    "/removal",
    "/closing",
    "/confirmation",
)
LEFT_OUT = frozenset({"csrf_token", "kept"})
