"""Somebody signed out registers by a class's link, and has a place once the organisation sends them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from lms.demo import names
from tests.journeys.classroom import open_class
from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(120),
]
Visit = Callable[..., Visitor]
ORGANISATION = names.COOPERATIVES[0] + names.MARK
TITLE = "Lớp đăng ký qua đường dẫn"
NAME = "Hoàng Thị Thoa"


def test_a_person_registers_by_the_link_and_the_organisation_sends_them(visit: Visit) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    path = open_class(officer, "LINK-01", TITLE, 10)
    register(visit(PHONE), make_the_link(officer))
    contact = visit(PHONE)
    contact.sign_in("donvi")
    confirm(contact)
    officer.go(path)
    line = officer.page.get_by_role("row").filter(has_text=NAME)
    expect(line).to_contain_text(ORGANISATION)
    expect(line).to_contain_text("Thủ quỹ")


def make_the_link(officer: Visitor) -> str:
    """The path that stands on the poster and in the Zalo group."""
    officer.follow("Đăng ký qua đường dẫn, mã QR")
    officer.press("Tạo đường dẫn")
    assert officer.shown("Đường dẫn đã sẵn sàng.")
    address = officer.page.locator("main a[href*='/r/']").first.get_attribute("href") or ""
    return "/r/" + address.rpartition("/r/")[2]


def register(person: Visitor, path: str) -> None:
    person.go(path)
    assert person.shown(TITLE)
    page = person.page
    page.get_by_label("Họ và tên của Anh/Chị").fill(NAME)
    page.get_by_label("Năm", exact=True).fill("1988")
    page.get_by_label("Nữ").check()
    page.get_by_label("Số điện thoại của Anh/Chị").fill("123")
    page.get_by_label("Đơn vị của Anh/Chị").fill("lua vang")
    page.get_by_label("Chức vụ ở đơn vị").fill("Thủ quỹ")
    person.press("Gửi đăng ký")
    mend(person)
    assert person.shown("Đã nhận đăng ký của Anh/Chị")
    assert person.shown("xác nhận cử Anh/Chị đi học")


def mend(person: Visitor) -> None:
    """The number is wrong, and which organisation is meant has to be said; the rest stands as typed."""
    page = person.page
    assert page.title().startswith("Lỗi: ")
    assert page.get_by_label("Họ và tên của Anh/Chị").input_value() == NAME
    page.get_by_label("Số điện thoại của Anh/Chị").fill("0912 000 201")
    person.press("Gửi đăng ký")
    page.get_by_label(ORGANISATION).check()
    person.press("Gửi đăng ký")


def confirm(contact: Visitor) -> None:
    contact.page.get_by_role("link", name="đăng ký chờ xác nhận").click()
    contact.look()
    contact.follow(NAME)
    assert contact.shown("1988")
    assert contact.shown("0912 000 201")
    contact.press("Xác nhận cử đi học")
    assert contact.shown(f"Đã cử {NAME}; đã có chỗ trong lớp.")
