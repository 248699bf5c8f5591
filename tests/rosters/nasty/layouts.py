"""Headings, sections, totals and signatures as offices lay them out."""

from __future__ import annotations

from dataclasses import replace

from tests.rosters.nasty.kit import Nasty, as_excel_saves, xlsx

HEADING = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    None,
    "Chức vụ",
    "Đơn vị công tác",
    "Điện thoại",
    "Ghi chú",
]
BELOW = [None, None, "Nam", "Nữ"]
MERGED = ["A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5", "G4:G5", "H4:H5"]

_official = xlsx(
    [
        ["LIÊN MINH HỢP TÁC XÃ"],
        ["DANH SÁCH HỌC VIÊN THAM DỰ LỚP TẬP HUẤN"],
        [],
        HEADING,
        BELOW,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        ["I", "HUYỆN HƯNG HÀ", None, None, None, None, None, "2 người"],
        [1, "Nguyễn Văn An", 1968, None, "Giám đốc", "HTX DVNN Minh Tân", "0912345678"],
        [2, "Trần Thị Bình", None, 1975, "Kế toán", "HTX DVNN Độc Lập", "0977123456"],
        [None, "Cộng", 1, 1],
        ["II. QUỸ TDND"],
        [3, "Phạm Văn Dũng", 1980, None, "Chủ tịch HĐQT", "QTDND Thái Phương"],
        [4],
        ["Tổng số: 3 người"],
        [None, None, None, None, None, "Hưng Yên, ngày 12 tháng 5 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, None, None, "GIÁM ĐỐC"],
        [None, "(Ký, ghi rõ họ tên)"],
        [None, "Lê Thị Hoa", None, None, None, "Trương Thanh Sơn"],
    ],
    ["A1:H1", "A2:H2", *MERGED, "A11:H11"],
)
official = Nasty(
    "an official list", "danh sach.xlsx", _official,
    {
        8: {"full_name": "Nguyễn Văn An", "birth": "1968", "sex": "male", "group": "HUYỆN HƯNG HÀ",
            "district": "Huyện Hưng Hà", "position": "Giám đốc", "phones": ("0912345678",)},
        9: {"full_name": "Trần Thị Bình", "birth": "1975", "sex": "female"},
        12: {"full_name": "Phạm Văn Dũng", "group": "QUỸ TDND", "organisation": "QTDND Thái Phương",
             "district": ""},
    },
    {7: "section", 10: "subtotal", 11: "section", 13: "only_number", 14: "subtotal", 15: "closing",
     16: "closing", 17: "closing", 18: "closing"},
)  # fmt: skip

saved_by_excel = replace(
    official,
    name="the same as Excel saves it, with a table of texts",
    data=as_excel_saves(_official),
)

three_rows = Nasty(
    "a heading of three rows",
    "a.xlsx",
    xlsx(
        [
            ["Danh sách cử đi học"],
            ["TT", "Thông tin học viên", None, None, None, "Liên hệ", None],
            [None, "Họ và tên", "Ngày sinh", None, None, "Điện thoại", None],
            [None, None, "Ngày", "Tháng", "Năm", "Cơ quan", "Di động"],
            [1, "Nguyễn Văn An", 12, 5, 1968, "0227 3831 234", "0912345678"],
            [2, "Trần Thị Bình", None, None, 1970, None, "0977123456"],
        ],
        ["A2:A4", "B2:E2", "F2:G2", "B3:B4", "C3:E3", "F3:G3"],
    ),
    {
        5: {
            "full_name": "Nguyễn Văn An",
            "birth": "1968-05-12",
            "phones": ("02273831234", "0912345678"),
        },
        6: {"full_name": "Trần Thị Bình", "birth": "1970"},
    },
)

far_down = Nasty(
    "a heading far down, after letters and blank rows",
    "a.xlsx",
    xlsx(
        [
            *[[f"Căn cứ Công văn số {n} về việc cử học viên"] for n in range(1, 60)],
            *[[] for _blank in range(60)],
            ["Họ tên", "SĐT", "Đơn vị"],
            ["Nguyễn Văn An", "0912345678", "HTX Minh Tân"],
        ]
    ),
    {
        121: {
            "full_name": "Nguyễn Văn An",
            "phones": ("0912345678",),
            "organisation": "HTX Minh Tân",
        }
    },
)

any_order = Nasty(
    "columns in any order, some twice, some of no use",
    "a.xlsx",
    xlsx(
        [
            ["Ký nhận", "SĐT", "Tên HTX", "Ngày cấp CCCD", "Họ và tên học viên (chữ in hoa)", "Zalo",
             "Giới tính", "Số CCCD", "Địa chỉ", "Xã", "Huyện", "Chức danh", "Dân tộc", "Ghi chú", "Ghi chú"],
            [None, "0912345678", "HTX Minh Tân", "01/02/2021", "Nguyễn Văn An", "0977123456", "nam",
             "034068001234", "Thôn 3", "Minh Tân", "Hưng Hà", "GĐ", "Kinh", "một", "hai"],
        ]
    ),
    {2: {"full_name": "Nguyễn Văn An", "phones": ("0912345678", "0977123456"), "sex": "male",
         "organisation": "HTX Minh Tân", "citizen_number": "034068001234", "commune": "Minh Tân",
         "district": "Hưng Hà", "position": "GĐ", "ethnicity": "Kinh", "note": "một; hai"}},
)  # fmt: skip

two_name_columns = Nasty(
    "a name in two columns under one heading",
    "a.xlsx",
    xlsx(
        [
            ["STT", "Họ và tên", None, "Năm sinh"],
            [1, "Nguyễn Văn", "An", 1968],
            [2, "Trần Thị", "Bình", 1970],
        ],
        ["B1:C1"],
    ),
    {2: {"full_name": "Nguyễn Văn An"}, 3: {"full_name": "Trần Thị Bình"}},
)

family_and_given = Nasty(
    "family and given name under headings of their own, in the wrong order",
    "a.xlsx",
    xlsx([["Tên", "Họ và đệm", "Sinh năm"], ["An", "Nguyễn Văn", 1968], ["Bình", None, 1970]]),
    {2: {"full_name": "Nguyễn Văn An", "birth": "1968"}, 3: None},
)

unnamed_column = Nasty(
    "a given name beside its heading",
    "a.xlsx",
    xlsx([["HỌ VÀ TÊN", None, "NĂM SINH"], ["Nguyễn Văn", "An", 1968], ["Trần Thị", "Bình", 1970]]),
    {2: {"full_name": "Nguyễn Văn An"}, 3: {"full_name": "Trần Thị Bình"}},
)

sort_column = Nasty(
    "the given name once more, for sorting",
    "a.xlsx",
    xlsx([["Họ và tên", "Tên", "Năm sinh"], ["Nguyễn Văn An", "An", 1968]]),
    {2: {"full_name": "Nguyễn Văn An"}},
)

next_page = Nasty(
    "the heading again on the next page, with its columns in another order",
    "a.xlsx",
    xlsx(
        [
            ["STT", "Họ và tên", "Chức vụ", "Đơn vị"],
            [1, "Nguyễn Văn An", "Giám đốc", "HTX Minh Tân"],
            ["STT", "Họ và tên", "Chức vụ", "Đơn vị"],
            [2, "Trần Thị Bình", "Kế toán", "HTX Minh Tân"],
            ["STT", "Họ và tên", "Đơn vị", "Chức vụ"],
            [3, "Lê Văn Cường", "HTX Độc Lập", "Kiểm soát"],
        ]
    ),
    {
        2: {"position": "Giám đốc"},
        4: {"position": "Kế toán"},
        6: {"organisation": "HTX Độc Lập", "position": "Kiểm soát"},
    },
    {3: "repeated_heading", 5: "repeated_heading"},
)

sections = Nasty(
    "sections within sections",
    "a.xlsx",
    xlsx(
        [
            ["STT", "Họ và tên", "Năm sinh", "Xã"],
            ["A. KHỐI HỢP TÁC XÃ"],
            ["I. Huyện Hưng Hà (2 người)"],
            [None, "1. HTX DVNN Minh Tân"],
            [1, "Nguyễn Văn An", 1968, "Minh Tân"],
            [None, "2. HTX DVNN Độc Lập"],
            [1, "Trần Thị Bình", 1970],
            ["B", "QUỸ TÍN DỤNG NHÂN DÂN"],
            [1, "Lê Văn Cường", 1980],
        ]
    ),
    {
        5: {"organisation": "HTX DVNN Minh Tân", "district": "Huyện Hưng Hà", "commune": "Minh Tân"},
        7: {"organisation": "HTX DVNN Độc Lập", "district": "Huyện Hưng Hà",
            "codes": {"organisation_from_section", "district_from_section"}},
        9: {"organisation": "", "district": "", "group": "QUỸ TÍN DỤNG NHÂN DÂN"},
    },
    {2: "section", 3: "section", 4: "section", 6: "section", 8: "section"},
)  # fmt: skip

only_names = Nasty(
    "a list of nothing but names",
    "a.xlsx",
    xlsx([["Họ và tên"], ["Nguyễn Văn An"], ["Trần Thị Bình"], ["x"]]),
    {2: {"full_name": "Nguyễn Văn An"}, 3: {"full_name": "Trần Thị Bình"}, 4: None},
)

no_numbers = Nasty(
    "no running numbers, signatures below",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "Chức vụ", "Đơn vị", "Năm sinh"],
            ["Tống Công Minh", "Giám đốc", "HTX Minh Tân", 1970],
            ["Nguyễn Văn An", None, None, None],
            [None, "Kế toán", "HTX Minh Tân", 1980],
            ["Tổng cộng: 3 người"],
            ["Ghi chú: danh sách còn bổ sung"],
            [None, None, "XÁC NHẬN CỦA LIÊN MINH"],
            ["Nguyễn Thị Ký", None, "Trần Văn Dấu", None],
        ]
    ),
    {2: {"full_name": "Tống Công Minh"}, 3: {"full_name": "Nguyễn Văn An"}, 4: None},
    {5: "subtotal", 6: "remark", 7: "closing", 8: "closing"},
)

no_heading = Nasty(
    "no heading at all",
    "a.xlsx",
    xlsx([[1, "Nguyễn Văn An", 1968], [2, "Trần Thị Bình", 1970]]),
    refused="no_header",
)
ALL = [
    official, saved_by_excel, three_rows, far_down, any_order, two_name_columns, family_and_given,
    unnamed_column,
    sort_column, next_page, sections, only_names, no_numbers, no_heading,
]  # fmt: skip
