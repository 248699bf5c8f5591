"""Cells that stand for those below: merged, left blank, or pointing upward; hidden rows and sheets."""

from __future__ import annotations

import openpyxl

from tests.rosters.nasty.kit import Nasty, saved, xlsx

HEADING = ["STT", "Họ và tên", "Đơn vị", "MST", "Chức vụ"]

merged = Nasty(
    "an organisation merged over its people",
    "a.xlsx",
    xlsx(
        [
            HEADING,
            [1, "Nguyễn Văn An", "HTX Minh Tân", "1000123456", "GĐ"],
            [2, "Trần Thị Bình", None, None, "KT"],
            [3, "Lê Văn Cường", None, None, "TV"],
            [4, "Phạm Văn Dũng", "HTX Độc Lập", None, "GĐ"],
            [None, None, None, None, "Bí thư"],
        ],
        ["C2:C4", "D2:D4", "B5:B6", "A5:A6"],
    ),
    {
        2: {"organisation": "HTX Minh Tân"},
        3: {"organisation": "HTX Minh Tân", "tax_code": "1000123456", "codes": {"merged_above"}},
        4: {"organisation": "HTX Minh Tân", "position": "TV"},
        5: {"organisation": "HTX Độc Lập"},
        6: {"full_name": "Phạm Văn Dũng", "position": "Bí thư"},
    },
)

left_blank = Nasty(
    "an organisation only on the first row of its people",
    "a.xlsx",
    xlsx(
        [
            HEADING,
            [1, "Nguyễn Văn An", "HTX Minh Tân", "1000123456", "GĐ"],
            [2, "Trần Thị Bình"],
            [3, "Lê Văn Cường"],
            [4, "Phạm Văn Dũng", "HTX Độc Lập"],
            ["II", "Huyện Hưng Hà"],
            [5, "Vũ Văn Em"],
        ]
    ),
    {
        2: {"organisation": "HTX Minh Tân"},
        3: {
            "organisation": "HTX Minh Tân",
            "tax_code": "1000123456",
            "codes": {"organisation_from_above"},
        },
        4: {"organisation": "HTX Minh Tân"},
        5: {"organisation": "HTX Độc Lập", "tax_code": ""},
        7: {"organisation": ""},
    },
    {6: "section"},
)

one_blank = Nasty(
    "an organisation missing once in a full column",
    "a.xlsx",
    xlsx(
        [HEADING]
        + [[n, f"Nguyễn Văn {c}", f"HTX số {n}", None, "GĐ"] for n, c in enumerate("ABCDEGH", 1)]
        + [[8, "Trần Thị Bình", None, None, "KT"]]
    ),
    {
        **{n: {"organisation": f"HTX số {n - 1}"} for n in range(2, 9)},
        9: {"organisation": "HTX số 7", "codes": {"organisation_perhaps_from_above"}},
    },
)

dittos = Nasty(
    "marks that mean the same as above",
    "a.xlsx",
    xlsx(
        [
            HEADING,
            [1, "Nguyễn Văn An", "HTX Minh Tân", None, "Giám đốc"],
            [2, "Trần Thị Bình", "nt", None, '"'],
            [3, "Lê Văn Cường", "-nt-", None, "Như trên"],
            [4, "Phạm Văn Dũng", "''", None, "..nt.."],
            [5, "Vũ Văn Em", "HTX Độc Lập", None, "-"],
        ]
    ),
    {
        2: {"organisation": "HTX Minh Tân", "position": "Giám đốc"},
        3: {"organisation": "HTX Minh Tân", "position": "Giám đốc", "codes": {"same_as_above"}},
        4: {"organisation": "HTX Minh Tân", "position": "Giám đốc"},
        5: {"organisation": "HTX Minh Tân", "position": "Giám đốc"},
        6: {"organisation": "HTX Độc Lập", "position": "-"},
    },
)

addresses = Nasty(
    "commune and district in one address",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Địa chỉ", "Năm sinh"],
            ["Nguyễn Văn An", "Thôn 3, xã Minh Tân, huyện Hưng Hà, tỉnh Thái Bình", 1968],
            ["Trần Thị Bình", "Minh Tân - Hưng Hà", 1970],
            ["Lê Văn Cường", "Xã Độc Lập", 1980],
        ]
    ),
    {
        2: {"commune": "xã Minh Tân", "district": "huyện Hưng Hà", "codes": {"address_divided"}},
        3: {"commune": "Minh Tân", "district": "Hưng Hà"},
        4: {"commune": "Xã Độc Lập", "district": ""},
    },
)


def _hidden() -> bytes:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Nháp"
    cover.append(["Họ và tên", "Năm sinh"])
    cover.append(["Người Cũ", 1950])
    cover.sheet_state = "hidden"
    sheet = book.create_sheet("Danh sách")
    for row in (["Họ và tên", "Năm sinh"], ["Nguyễn Văn An", 1968], ["Trần Thị Bình", 1970]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    book.active = sheet
    return saved(book)


hidden = Nasty(
    "a hidden row on the second sheet, the first one hidden",
    "a.xlsx",
    _hidden(),
    {2: {"codes": {"row_hidden"}, "wrong": False}, 3: {"full_name": "Trần Thị Bình"}},
    sheet=1,
)
ALL = [merged, left_blank, one_blank, dittos, addresses, hidden]
