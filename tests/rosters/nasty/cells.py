"""Names, dates, telephone numbers and other cells as people type them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import openpyxl

from tests.rosters.nasty.kit import Nasty, saved, xlsx

dates = Nasty(
    "dates of all kinds",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Ngày sinh"],
            ["Nguyễn Văn An", "1/2/75"],
            ["Nguyễn Văn Bình", "12.05.1968"],
            ["Nguyễn Văn Cảnh", "1-2-1975"],
            ["Nguyễn Văn Dũng", "12 tháng 5 năm 1968"],
            ["Nguyễn Văn Em", 1968],
            ["Nguyễn Văn Giang", "1968"],
            ["Nguyễn Văn Hà", 27030],
            ["Nguyễn Văn Khánh", "27030"],
            ["Nguyễn Văn Lâm", date(1968, 5, 12)],
            ["Nguyễn Văn Minh", datetime(1968, 5, 12, 7, 30)],
            ["Nguyễn Văn Nam", "31/02/1975"],
            ["Nguyễn Văn Oanh", "1/1/2031"],
            ["Nguyễn Văn Phúc", "00/00/1968"],
            ["Nguyễn Văn Quân", "không rõ"],
            ["Nguyễn Văn Sơn", "12/5/1915"],
            ["Nguyễn Văn Tâm", 12051968],
        ]
    ),
    {
        2: {"birth": "1975-02-01", "codes": {"birth_two_digits"}},
        3: {"birth": "1968-05-12"},
        4: {"birth": "1975-02-01"},
        5: {"birth": "1968-05-12"},
        6: {"birth": "1968"},
        7: {"birth": "1968"},
        8: {"birth": "1974-01-01", "codes": {"birth_from_number"}},
        9: {"birth": "1974-01-01", "codes": {"birth_from_number"}},
        10: {"birth": "1968-05-12"},
        11: {"birth": "1968-05-12"},
        12: {"birth": "", "wrong": True, "codes": {"birth_impossible"}},
        13: {"birth": "", "wrong": True, "codes": {"birth_ahead"}},
        14: {"birth": "1968", "codes": {"birth_year_only"}},
        15: {"birth": "", "wrong": False, "codes": {"birth_unreadable"}},
        16: {"birth": "1915-05-12", "wrong": False, "codes": {"birth_ancient"}},
        17: {"birth": "1968-05-12", "codes": {"birth_from_number"}},
    },
)

calendar_1904 = Nasty(
    "days counted from 1904",
    "a.xlsx",
    xlsx(
        [["Họ và tên", "Ngày sinh"], ["Nguyễn Văn An", date(1974, 1, 1)], ["Trần Thị Bình", 25568]],
        is_1904=True,
    ),
    {2: {"birth": "1974-01-01"}, 3: {"birth": "1974-01-01"}},
)


def _years_shown_as_dates() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Họ và tên", "Năm sinh"])
    sheet.append(["Nguyễn Văn An", 1968])
    sheet["B2"].number_format = "dd/mm/yyyy"
    return saved(book)


years_shown_as_dates = Nasty(
    "years typed into cells that show dates",
    "a.xlsx",
    _years_shown_as_dates(),
    {2: {"birth": "1968", "codes": {"birth_year_as_date"}}},
)

phones = Nasty(
    "telephone numbers of all kinds",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Số điện thoại", "Ghi chú"],
            ["Nguyễn Văn An", 912345678],
            ["Nguyễn Văn Bình", "0912.345.678/ 0977 123 456"],
            ["Nguyễn Văn Cảnh", "0912345678\n0977123456"],
            ["Nguyễn Văn Dũng", "Zalo 0912345678 hoặc 0977123456 (vợ)"],
            ["Nguyễn Văn Em", "+84 912 345 678"],
            ["Nguyễn Văn Giang", "9.12E+08", "gọi buổi tối"],
            ["Nguyễn Văn Hà", "01682345678"],
            ["Nguyễn Văn Khánh", "12345"],
            ["Nguyễn Văn Lâm", "0912345678; 0912345678"],
            ["Nguyễn Văn Minh", 84912345678],
            ["Nguyễn Văn Nam", "0912345678 - Zalo"],
        ]
    ),
    {
        2: {"phones": ("0912345678",), "codes": {"phone_zero_restored"}},
        3: {"phones": ("0912345678", "0977123456")},
        4: {"phones": ("0912345678", "0977123456")},
        5: {"phones": ("0912345678", "0977123456"), "note": "Telephone: vợ"},
        6: {"phones": ("0912345678",)},
        7: {"phones": (), "wrong": False, "codes": {"phone_digits_lost"},
            "note": "gọi buổi tối; Telephone: 9.12E+08"},
        8: {"phones": ("0382345678",), "codes": {"phone_renumbered"}},
        9: {"phones": (), "wrong": False, "note": "Telephone: 12345", "codes": {"phone_unusable"}},
        10: {"phones": ("0912345678",)},
        11: {"phones": ("0912345678",)},
        12: {"phones": ("0912345678",), "note": ""},
    },
)  # fmt: skip

names = Nasty(
    "names with all sorts around them",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Chức vụ"],
            ["Ông Nguyễn Văn An", "GĐ"],
            ["Bà: Trần Thị Bình (kế toán)", "KT"],
            ["Ông (Bà) Lê Văn Cường", "GĐ"],
            ["Đ/c TS. Phạm Văn Dũng", "GĐ"],
            ["Mr Vũ Văn Em", "GĐ"],
            [unicodedata.normalize("NFD", "Đỗ Thị Hằng"), "KT"],
            ["Nguyễn\u00a0Văn\u200b  Giang", "GĐ"],
            ["3. Hoàng Văn Hải", "GĐ"],
            ["Nguyễn Văn\nKhánh", "GĐ"],
            ["H'Hen Niê", "TV"],
            ["NGUYỄN VĂN LÂM", "GĐ"],
            ["Nguyeenx Vawn Minh", "GĐ"],
            ["Nguyen Van Nam", "GĐ"],
            ["Bùi Văn Oanh - Phó giám đốc", "PGĐ"],
            ["“Hồ Văn Phúc” *", "GĐ"],
        ]
    ),
    {
        2: {"full_name": "Nguyễn Văn An", "sex": "male"},
        3: {"full_name": "Trần Thị Bình", "sex": "female", "note": "kế toán"},
        4: {"full_name": "Lê Văn Cường", "sex": "unknown"},
        5: {"full_name": "Phạm Văn Dũng"},
        6: {"full_name": "Vũ Văn Em", "sex": "male"},
        7: {"full_name": "Đỗ Thị Hằng", "codes": {"name_tidied"}},
        8: {"full_name": "Nguyễn Văn Giang", "codes": {"name_tidied"}},
        9: {"full_name": "Hoàng Văn Hải", "codes": {"name_numbering_dropped"}},
        10: {"full_name": "Nguyễn Văn Khánh"},
        11: {"full_name": "H'Hen Niê"},
        12: {"full_name": "NGUYỄN VĂN LÂM"},
        13: {"full_name": "Nguyeenx Vawn Minh", "wrong": False, "codes": {"name_telex"}},
        14: {"full_name": "Nguyen Van Nam", "codes": {"name_without_marks"}},
        15: {"full_name": "Bùi Văn Oanh", "note": "Phó giám đốc", "codes": {"name_tail_moved"}},
        16: {"full_name": "Hồ Văn Phúc", "codes": {"name_tidied"}},
    },
)

half_names = Nasty(
    "names that cannot be taken whole",
    "a.xlsx",
    xlsx(
        [
            ["STT", "Họ và tên", "Chức vụ"],
            [1, "Nguyễn Văn An, Trần Thị Bình", "GĐ"],
            [2, "Nguyễn Văn An và Trần Thị Bình", "GĐ"],
            [3, "Nguy?n V?n An", "GĐ"],
            [4, "Nguyễn V\ufffdn An", "GĐ"],
            [5, "Nguye6n4 Va8n An", "GĐ"],
            [6, "An", "GĐ"],
            [7, None, "GĐ"],
            [8, "Nguyá»…n VÄƒn An", "GĐ"],
            [9, "HTX Minh Tân", "GĐ"],
            [10, "Nguyễn @ An", "GĐ"],
            [11, "Nguyễn " + "Rất " * 60 + "Dài", "GĐ"],
            [12, "Nguyễn Văn Đủ", "GĐ"],
        ]
    ),
    {**dict.fromkeys(range(2, 13)), 13: {"full_name": "Nguyễn Văn Đủ", "wrong": False}},
)

capitals = Nasty(
    "a whole column in capitals",
    "a.xlsx",
    xlsx(
        [
            ["HỌ VÀ TÊN", "CHỨC VỤ"],
            ["NGUYỄN VĂN AN", "GĐ"],
            ["H'HEN NIÊ", "TV"],
            ["K'SOR PHỚC", "TV"],
            ["Y MOAN ÊÑUÔL", "TV"],
            ["LÊ-THỊ BÌNH", "TV"],
        ]
    ),
    {
        2: {"full_name": "Nguyễn Văn An", "codes": {"name_recased"}},
        3: {"full_name": "H'Hen Niê"},
        4: {"full_name": "K'Sor Phớc"},
        5: {"full_name": "Y Moan Êñuôl"},
        6: {"full_name": "Lê-Thị Bình"},
    },
)

marks = Nasty(
    "marks under men and women, sexes in many words",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Nam", "Nữ", "Giới tính"],
            ["Nguyễn Văn An", "x", None, None],
            ["Trần Thị Bình", None, "X", None],
            ["Lê Văn Cường", None, None, "M"],
            ["Phạm Thị Dung", None, None, "nu"],
            ["Vũ Văn Em", None, None, 1],
            ["Đỗ Văn Giang", "x", None, "Nữ"],
            ["Bùi Văn Hà", 1968, None, None],
            ["Hồ Văn Khánh", 1968, 1970, None],
        ]
    ),
    {
        2: {"sex": "male"}, 3: {"sex": "female"}, 4: {"sex": "male"}, 5: {"sex": "female"},
        6: {"sex": "male"}, 7: {"sex": "unknown", "codes": {"sex_disagrees"}},
        8: {"sex": "male", "birth": "1968"}, 9: {"wrong": True, "codes": {"birth_twice"}},
    },
)  # fmt: skip

women_marked = Nasty(
    "only women are marked",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Năm sinh", "Nữ"],
            ["Nguyễn Văn An", 1968, None],
            ["Trần Thị Bình", 1970, "x"],
        ]
    ),
    {2: {"sex": "male", "codes": {"sex_from_blank"}}, 3: {"sex": "female"}},
)

ALL = [
    dates, calendar_1904, years_shown_as_dates, phones, names, half_names, capitals, marks, women_marked,
]  # fmt: skip
