"""Text files in all encodings, and old fonts in text files and workbooks."""

from __future__ import annotations

from tests.rosters.nasty.kit import Nasty, People, Rows, csv_text, windows_1258, xlsx
from tests.rosters.old_fonts import to_tcvn3, to_vni

ROWS: Rows = [
    ["STT", "Họ và tên", "Năm sinh", "Điện thoại", "Đơn vị", "Ghi chú"],
    [1, "Nguyễn Thị Ưng", 1968, "0912345678", 'HTX "Minh Tân", xã Độc Lập', "hai\ndòng"],
    [2, "Đặng Hữu Phước", "12/5/75", 977123456, "Quỹ tín dụng; chi nhánh 2", ""],
    [3, "Vũ Thị Thuỷ", 1980, "", "Hợp tác xã Sản xuất", ""],
]
READ: People = {
    2: {"full_name": "Nguyễn Thị Ưng", "birth": "1968", "phones": ("0912345678",),
        "organisation": 'HTX "Minh Tân", xã Độc Lập', "note": "hai dòng"},
    3: {"full_name": "Đặng Hữu Phước", "birth": "1975-05-12", "phones": ("0977123456",),
        "organisation": "Quỹ tín dụng; chi nhánh 2"},
    4: {"full_name": "Vũ Thị Thuỷ", "organisation": "Hợp tác xã Sản xuất"},
}  # fmt: skip


def _text_file(name: str, data: bytes) -> Nasty:
    return Nasty(name, "danh sach.csv", data, READ)


encodings = [
    _text_file("UTF-8 with commas", csv_text(ROWS).encode()),
    _text_file("UTF-8 with mark and semicolons", csv_text(ROWS, ";").encode("utf-8-sig")),
    _text_file("UTF-16 with mark and tabs, as Excel saves", csv_text(ROWS, "\t").encode("utf-16")),
    _text_file("UTF-16 LE without mark", csv_text(ROWS, "\t").encode("utf-16-le")),
    _text_file("UTF-16 BE without mark", csv_text(ROWS, ";").encode("utf-16-be")),
    _text_file("windows-1258 with semicolons", windows_1258(csv_text(ROWS, ";"))),
    _text_file("windows-1258 with tabs", windows_1258(csv_text(ROWS, "\t"))),
    _text_file("a declared separator", ("sep=|\r\n" + csv_text(ROWS, "|")).encode()),
]

cut_letters = Nasty(
    "UTF-8 with a name cut in the middle of a letter",
    "a.csv",
    csv_text([["Họ và tên", "Năm sinh"], ["Trần Thị Bình", 1970]]).encode()
    + "Nguyễn Văn Ấ".encode()[:-1]
    + b",1968\r\n"
    + csv_text([["Đặng Hữu Phước", 1980]] * 3).encode(),
    {2: {"full_name": "Trần Thị Bình"}, 3: None, **{row: {"birth": "1980"} for row in (4, 5, 6)}},
)

stray_quotes = Nasty(
    "quotation marks that are never closed",
    "a.csv",
    'Họ và tên,Năm sinh\r\n"Nguyễn Văn An,1968\r\nTrần Thị Bình,1970\r\n"Lê Văn Cường",1980\r\n'.encode(),
    {2: None, 3: {"full_name": "Trần Thị Bình"}, 4: {"full_name": "Lê Văn Cường", "birth": "1980"}},
)

kept_as_text = Nasty(
    "numbers kept as text the Excel way",
    "a.csv",
    'Họ và tên;SĐT;Số CCCD\r\nNguyễn Văn An;"=""0912345678""";="034068001234"\r\n'.encode(),
    {2: {"phones": ("0912345678",), "citizen_number": "034068001234"}},
)

old_rows: Rows = [
    ["TT", "Họ và tên", "Năm sinh", "Đơn vị"],
    [1, "Nguyễn Thị Ưng", 1968, "Hợp tác xã Độc Lập"],
    [2, "Vũ Văn Đủ", 1970, "Quỹ tín dụng Thái Phương"],
]
OLD: People = {
    2: {"full_name": "Nguyễn Thị Ưng", "organisation": "Hợp tác xã Độc Lập"},
    3: {"full_name": "Vũ Văn Đủ", "organisation": "Quỹ tín dụng Thái Phương"},
}


def typed_in(font: str) -> Rows:
    typed = {"tcvn3": to_tcvn3, "vni": to_vni}[font]
    return [[typed(cell) if isinstance(cell, str) else cell for cell in row] for row in old_rows]


old_fonts = [
    Nasty("TCVN3 in a workbook", "a.xlsx", xlsx(typed_in("tcvn3")), OLD, font="tcvn3"),
    Nasty("VNI in a workbook", "a.xlsx", xlsx(typed_in("vni")), OLD, font="vni"),
    Nasty(
        "TCVN3 in a text file",
        "a.csv",
        csv_text(typed_in("tcvn3")).encode("latin-1"),
        OLD,
        font="tcvn3",
    ),
    Nasty(
        "VNI in a text file",
        "a.csv",
        csv_text(typed_in("vni"), ";").encode("latin-1"),
        OLD,
        font="vni",
    ),
    Nasty("TCVN3 saved as UTF-8", "a.csv", csv_text(typed_in("tcvn3")).encode(), OLD, font="tcvn3"),
]

capital_font = Nasty(
    "names in .VnTimeH, whose small letters look like capitals",
    "a.xlsx",
    xlsx(
        [
            [to_tcvn3("Họ và tên"), to_tcvn3("Năm sinh")],
            [to_tcvn3("nguyễn thị ưng"), 1968],
            [to_tcvn3("vũ văn đủ"), 1970],
        ]
    ),
    {2: {"full_name": "Nguyễn Thị Ưng"}, 3: {"full_name": "Vũ Văn Đủ"}},
    font="tcvn3",
)

half_converted = Nasty(
    "an old font in one column, Unicode in the others",
    "a.xlsx",
    xlsx(
        [
            ["TT", "Họ và tên", "Năm sinh", "Đơn vị"],
            [1, to_tcvn3("Nguyễn Thị Ưng"), 1968, "Hợp tác xã Lê Lợi"],
            [2, to_tcvn3("Vũ Văn Đủ"), 1970, "Lê Hà"],
        ]
    ),
    {
        2: {"full_name": "Nguyễn Thị Ưng", "organisation": "Hợp tác xã Lê Lợi"},
        3: {"full_name": "Vũ Văn Đủ", "organisation": "Lê Hà"},
    },
    font="tcvn3",
)
ALL = [
    *encodings, cut_letters, stray_quotes, kept_as_text, *old_fonts, capital_font, half_converted,
]  # fmt: skip
