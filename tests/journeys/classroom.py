"""A class of its own for a journey, made by the officer on the pages, so that no journey needs another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator

from lms import clock
from tests.journeys.conftest import Visitor


def open_class(officer: Visitor, code: str, title: str, places: int) -> str:
    """The path of a class with a session in three weeks that takes enrolments."""
    officer.go("/classes/new")
    page = officer.page
    page.get_by_label("Mã lớp").fill(code)
    page.get_by_label("Tên lớp").fill(title)
    page.get_by_label("Chuyên đề").select_option(index=1)
    page.get_by_label("Số chỗ", exact=True).fill(str(places))
    page.get_by_label("Địa điểm", exact=True).fill("Hội trường Liên minh")
    officer.press("Tạo lớp")
    officer.follow("Thêm buổi học")
    _fill_session(officer)
    officer.press("Thêm buổi học này")
    officer.press("Mở ghi danh")
    return urlsplit(page.url).path


def _fill_session(officer: Visitor) -> None:
    page, day = officer.page, clock.today() + timedelta(days=21)
    for label, number in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        page.get_by_label(label, exact=True).fill(str(number))
    page.get_by_label("Giờ bắt đầu").fill("08:00")
    page.get_by_label("Giờ kết thúc").fill("11:30")
    page.get_by_label("Chủ đề").fill("Buổi sáng")
    page.get_by_label("Số tiết").fill("4")


def set_quota(officer: Visitor, class_path: str, organisation: str, seats: int) -> None:
    """At most so many people of the organisation; no seat is held."""
    officer.go(class_path)
    officer.follow("Suất của các đơn vị")
    officer.follow("Đặt suất")
    officer.page.get_by_label("Đơn vị", exact=True).fill(organisation)
    officer.page.get_by_role("radio", name=organisation).check()
    officer.page.get_by_label("Số người tối đa").fill(str(seats))
    officer.press("Đặt suất")


def upload(officer: Visitor, file: Path) -> None:
    """A list of people, from the page of the class in front of the officer."""
    officer.follow("Nhập danh sách vào lớp này")
    officer.page.get_by_label("Tệp").set_input_files(file)
    officer.press("Tải lên và tiếp tục")


def take_over(officer: Visitor, file: Path, people: Iterable[Sequence[object]]) -> None:
    """Enrol everybody of a plain list: name, birth year, telephone number, position, organisation."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    rows = [("Họ và tên", "Năm sinh", "Số điện thoại", "Chức vụ", "Đơn vị"), *people]
    for row in rows:
        sheet.append(list(row))
    book.save(file)
    upload(officer, file)
    officer.press("Đọc các dòng")
    officer.press(f"Nhập {len(rows) - 1} dòng vào hệ thống")


def figure(visitor: Visitor, label: str) -> Locator:
    """A key figure of the page, by what it counts."""
    return visitor.page.locator(".figures > div").filter(has_text=label)


def look_for(officer: Visitor, name: str) -> None:
    """Search the register."""
    officer.go("/people")
    officer.page.get_by_role("searchbox").fill(name)
    officer.press("Tìm")
