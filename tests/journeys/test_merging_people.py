"""An officer finds somebody twice in the register, makes one of the two records, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.classroom import look_for
from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(120),
]
Visit = Callable[..., Visitor]
NAME = "Tô Thị Nhài"


def test_two_records_become_one_and_two_again(visit: Visit) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    enter(officer, "0912 000 501")
    enter(officer, "0912 000 502")
    merge(officer)
    assert records(officer) == 1
    undo(officer)
    assert records(officer) == 2


def enter(officer: Visitor, phone: str) -> None:
    """The same person, as two officers would who do not know of each other."""
    officer.go("/people/new")
    page = officer.page
    page.get_by_label("Họ và tên").fill(NAME)
    page.get_by_label("Năm", exact=True).fill("1984")
    page.get_by_label("Số điện thoại").first.fill(phone)
    officer.press("Ghi vào danh sách")


def merge(officer: Visitor) -> None:
    officer.go("/duplicates")
    officer.follow(NAME)
    assert officer.shown("Hai hồ sơ này có phải một người?")
    officer.page.set_viewport_size(PHONE)
    officer.look()
    officer.page.set_viewport_size(DESK)
    officer.page.get_by_label("Vì sao đây là một người").fill("Đã gọi điện hỏi đơn vị")
    officer.press("Gộp hai hồ sơ")
    assert officer.shown("Hai hồ sơ nay đã thành một.")


def undo(officer: Visitor) -> None:
    officer.go("/merges")
    officer.follow(NAME)
    officer.follow("Hoàn tác lần gộp")
    officer.page.get_by_label("Lý do hoàn tác").fill("Thật ra là hai chị em")
    officer.press("Hoàn tác lần gộp")
    assert officer.shown("Đã hoàn tác; mọi thứ trở lại như trước khi gộp.")
    expect(officer.page.locator("main")).to_contain_text("Thật ra là hai chị em")


def records(officer: Visitor) -> int:
    """How often the register shows the name."""
    look_for(officer, NAME)
    return officer.page.locator("tbody").get_by_role("rowheader", name=NAME).count()
