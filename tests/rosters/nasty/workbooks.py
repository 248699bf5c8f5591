"""Old workbooks, and files whose name says something else than what they are."""

from __future__ import annotations

from datetime import date

from tests.rosters.nasty.encoded import OLD, typed_in
from tests.rosters.nasty.kit import Nasty, People, Rows, csv_text, xls, xlsx

ROWS: Rows = [
    ["DANH SÁCH HỌC VIÊN"],
    ["STT", "Họ và tên", "Ngày sinh", "Điện thoại", "Đơn vị"],
    [1, "Nguyễn Thị Ưng", date(1968, 5, 12), 912345678, "HTX Minh Tân"],
    [2, "Đặng Hữu Phước", 1970, "0977123456", None],
    [3, "Vũ Văn Đủ", "12/5/75", None, "HTX Độc Lập"],
]
READ: People = {
    3: {"full_name": "Nguyễn Thị Ưng", "birth": "1968-05-12", "phones": ("0912345678",)},
    4: {"full_name": "Đặng Hữu Phước", "birth": "1970", "organisation": "HTX Minh Tân"},
    5: {"full_name": "Vũ Văn Đủ", "birth": "1975-05-12", "organisation": "HTX Độc Lập"},
}
_TYPED = [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in ROWS]
MERGES = [(0, 0, 0, 4), (2, 3, 4, 4)]

old = Nasty("an old workbook with merged cells", "danh sach.xls", xls(ROWS, merges=MERGES), READ)
old_hidden = Nasty(
    "an old workbook with a hidden row",
    "a.xls",
    xls(ROWS, merges=MERGES, hidden=[4]),
    {**READ, 4: {"codes": {"row_hidden"}}},
)
old_1904 = Nasty(
    "an old workbook that counts from 1904",
    "a.xls",
    xls(
        [["Họ và tên", "Ngày sinh"], ["Nguyễn Thị Ưng", date(1974, 1, 1)], ["Vũ Văn Đủ", 25568]],
        is_1904=True,
    ),
    {2: {"birth": "1974-01-01"}, 3: {"birth": "1974-01-01"}},
)
old_font = Nasty(
    "an old workbook in an old font", "a.xls", xls(typed_in("tcvn3")), OLD, font="tcvn3"
)
old_named_new = Nasty("an old workbook named .xlsx", "a.xlsx", xls(ROWS, merges=MERGES), READ)
new_named_old = Nasty("a new workbook named .xls", "a.xls", xlsx(ROWS, ["A1:E1", "E3:E4"]), READ)
text_named_old = Nasty(
    "a text file named .xls", "a.xls", csv_text(_TYPED, "\t").encode("utf-16"), READ
)
ALL = [old, old_hidden, old_1904, old_font, old_named_new, new_named_old, text_named_old]
