"""A list of people as organisations send it: made to be looked at, not to be read by a machine."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lms.demo import names

#: The register knows this organisation, and somebody in it who may be the third of the list.
KNOWN_ORGANISATION = names.COOPERATIVES[5] + names.MARK
NEW_ORGANISATION = "HTX Măng tre Bến Sậy"
KNOWN_PERSON = list(names.people(6))[5]
#: As their names are to read afterwards, with the organisation; the second stands in the file twice.
TAKEN_OVER = {
    "Nguyễn Thị Thắm": KNOWN_ORGANISATION,
    "Trần Văn Bưởi": KNOWN_ORGANISATION,
    KNOWN_PERSON.full_name: KNOWN_ORGANISATION,
    "Phạm Thị Lụa": NEW_ORGANISATION,
    "Đặng Quốc Khải": NEW_ORGANISATION,
}
WRONG_NAME = "Lê Văn Sỹ"
HEADING = ("STT", "Họ và tên", "Năm sinh", None, "Chức vụ", "Số điện thoại", "Ghi chú")
WIDTH = len(HEADING)


def write_dirty_list(path: Path) -> Path:
    """A workbook of two sheets; the telephone numbers have lost their zeros, one year is impossible."""
    book = Workbook()
    costs = book.active
    assert isinstance(costs, Worksheet)
    costs.title = "Kinh phí"
    costs.append(["Nội dung", "Số tiền"])
    costs.append(["Nước uống", 1_200_000])
    sheet: Worksheet = book.create_sheet("Học viên")
    _title(sheet)
    _people(sheet)
    _feet(sheet)
    book.save(path)
    return path


def _title(sheet: Worksheet) -> None:
    for row, words in enumerate(
        ("LIÊN MINH HỢP TÁC XÃ TỈNH", "DANH SÁCH HỌC VIÊN THAM DỰ LỚP TẬP HUẤN"), 1
    ):
        sheet.cell(row, 1, words)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=WIDTH)
    sheet.append([])
    sheet.append(HEADING)
    sheet.append((None, None, "Nam", "Nữ", None, None, None))
    sheet.merge_cells(start_row=4, end_row=4, start_column=3, end_column=4)
    for column in (1, 2, 5, 6, 7):
        sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)


def _people(sheet: Worksheet) -> None:
    for row in (
        ("I", KNOWN_ORGANISATION),
        (1, "NGUYỄN THỊ THẮM", None, 1985, "Kế toán", 912000101),
        (2, "TRẦN VĂN BƯỞI", 1979, None, "Giám đốc", 912000102),
        (3, KNOWN_PERSON.full_name.upper(), None, None, "Thành viên", 912000103),
        (4, WRONG_NAME.upper(), 2079, None, "Kiểm soát viên", 912000104),
        (5, "TRẦN VĂN BƯỞI", 1979, None, "Giám đốc", 912000102, "ghi hai lần"),
        (None, "Cộng: 5 người"),
        ("II", NEW_ORGANISATION),
        (6, "PHẠM THỊ LỤA", None, 1990, "Kế toán", 912000105),
        (7, "ĐẶNG QUỐC KHẢI", 1982, None, "Giám đốc", 912000106),
        (None, "Cộng: 2 người"),
    ):
        sheet.append(row)


def _feet(sheet: Worksheet) -> None:
    sheet.append((None, "Tổng cộng: 7 người"))
    sheet.append([])
    sheet.append((None, "NGƯỜI LẬP BIỂU", None, None, "GIÁM ĐỐC"))
    sheet.append((None, "(Ký, ghi rõ họ tên)", None, None, "(Ký tên, đóng dấu)"))
