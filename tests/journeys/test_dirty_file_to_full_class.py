"""An officer goes from the list that an organisation sent to a full class, and nobody is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect

from tests.journeys import dirty_list
from tests.journeys.classroom import figure, open_class, upload
from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(180),
]
Visit = Callable[..., Visitor]


def test_an_officer_goes_from_a_dirty_file_to_a_full_class(visit: Visit, tmp_path: Path) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    path = open_class(officer, "NHAP-01", "Lớp nhập từ danh sách", len(dirty_list.TAKEN_OVER))
    upload(officer, dirty_list.write_dirty_list(tmp_path / "danh sách.xlsx"))
    choose_the_sheet_and_check_the_columns(officer)
    see_what_each_row_would_become(officer)
    decide_about_the_new_organisation(officer)
    decide_who_is_possibly_known(officer)
    take_over(officer)
    mended = mend_what_was_left(download_what_was_left(officer, tmp_path))
    officer.go(path)
    see_a_full_class(officer)
    import_the_mended_file(officer, mended)
    see_who_waits(officer, path)


def choose_the_sheet_and_check_the_columns(officer: Visitor) -> None:
    officer.page.get_by_label("Học viên").check()
    officer.press("Tiếp tục")
    columns = officer.page.locator("tbody select")
    held = [box.locator("option:checked").inner_text() for box in columns.all()]
    assert held == [
        "Số thứ tự",
        "Họ và tên",
        "Ngày hoặc năm sinh: nam",
        "Ngày hoặc năm sinh: nữ",
        "Chức vụ",
        "Số điện thoại",
        "Ghi chú",
    ]
    look_on_a_phone(officer)
    officer.press("Đọc các dòng")


def see_what_each_row_would_become(officer: Visitor) -> None:
    see_in_line(officer, "Nguyễn Thị Thắm", "1985", "Kế toán", "Mới")
    see_in_line(officer, dirty_list.KNOWN_PERSON.full_name, "Có thể đã có", "không kể dấu")
    see_in_line(officer, dirty_list.WRONG_NAME, "Lỗi", "2079")
    officer.page.get_by_text("dòng trong bảng không ghi tên người").click()
    assert officer.shown("Cộng: 5 người")
    assert officer.shown("(Ký, ghi rõ họ tên)")
    look_on_a_phone(officer)


def decide_about_the_new_organisation(officer: Visitor) -> None:
    officer.follow("Chọn đơn vị")
    officer.page.get_by_label(dirty_list.NEW_ORGANISATION).select_option(
        label="Thêm đơn vị mới (Hợp tác xã)"
    )
    officer.press("Lưu các lựa chọn")


def decide_who_is_possibly_known(officer: Visitor) -> None:
    officer.follow("Xem và quyết định")
    officer.follow("Quyết định dòng 9")
    assert officer.shown("Đã thêm lại số 0 bị mất ở đầu: 0912000103.")
    look_on_a_phone(officer)
    officer.page.get_by_label(dirty_list.KNOWN_PERSON.full_name).check()
    officer.press("Lưu quyết định")


def take_over(officer: Visitor) -> None:
    officer.press("Nhập 6 dòng vào hệ thống")
    assert officer.shown("Đã nhập danh sách.")
    expect(figure(officer, "Đã có chỗ")).to_contain_text("5")
    expect(figure(officer, "Dòng chưa nhập")).to_contain_text("1")


def download_what_was_left(officer: Visitor, folder: Path) -> Path:
    officer.page.get_by_label("Lý do xuất dữ liệu").fill("Gửi lại đơn vị để sửa")
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("button", name="Tải các dòng chưa nhập (XLSX)").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def mend_what_was_left(file: Path) -> Path:
    """As the organisation would: the last column says what is wrong with the one row."""
    book = load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    assert "Lý do" in [cell.value for cell in sheet[1]]
    [row] = [row for row in sheet.iter_rows() if row[1].value == dirty_list.WRONG_NAME.upper()]
    assert row[-1].value == "Ngày sinh “2079” ở trong tương lai."
    [year] = [cell for cell in row if cell.value == "2079"]
    year.value = "1979"
    book.save(file)
    return file


def see_a_full_class(officer: Visitor) -> None:
    assert officer.shown("Đã ghi danh 5/5 chỗ.")
    for name, organisation in dirty_list.TAKEN_OVER.items():
        see_in_line(officer, name, organisation)


def import_the_mended_file(officer: Visitor, file: Path) -> None:
    upload(officer, file)
    officer.press("Đọc các dòng")
    officer.press("Nhập 1 dòng vào hệ thống")
    expect(figure(officer, "Trong danh sách chờ")).to_contain_text("1")


def see_who_waits(officer: Visitor, path: str) -> None:
    officer.go(path)
    assert officer.page.get_by_role("heading", name="Danh sách chờ").is_visible()
    see_in_line(officer, dirty_list.WRONG_NAME, "1", dirty_list.KNOWN_ORGANISATION)
    officer.follow(dirty_list.WRONG_NAME)
    assert officer.shown("Số 1 trong danh sách chờ")


def see_in_line(officer: Visitor, name: str, *words: str) -> None:
    """The line of this name in a table says all of this."""
    line = officer.page.get_by_role("row").filter(has_text=name).first
    for word in words:
        expect(line).to_contain_text(word)


def look_on_a_phone(officer: Visitor) -> None:
    officer.page.set_viewport_size(PHONE)
    officer.look()
    officer.page.set_viewport_size(DESK)
