"""An officer took the wrong list over, and takes it back: class and register are as before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lms.demo import names
from tests.journeys.classroom import figure, look_for, open_class, take_over
from tests.journeys.conftest import DESK, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(120),
]
Visit = Callable[..., Visitor]
NEW = "Khúc Thị Mận"
#: The register knows this person with another number.
KNOWN = list(names.people(8))[7]
ORGANISATION = names.COOPERATIVES[7] + names.MARK
NUMBER = "0912 000 302"


def test_a_list_is_taken_back_and_everything_is_as_before(visit: Visit, tmp_path: Path) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    path = open_class(officer, "HOAN-01", "Lớp nhập nhầm danh sách", 10)
    take_over(
        officer,
        tmp_path / "nhầm.xlsx",
        [
            (NEW, 1991, 912000301, "Kế toán", ORGANISATION),
            (KNOWN.full_name, KNOWN.birth_date.year, NUMBER, "Giám đốc", ORGANISATION),
        ],
    )
    see_what_was_taken_over(officer)
    result = officer.page.url.removeprefix(officer.site.url)
    open_the_known_person(officer)
    expect(officer.page.locator("main")).to_contain_text(NUMBER)
    officer.go(result)
    take_it_back(officer)
    officer.go(path)
    assert officer.shown("Lớp chưa có học viên")
    look_for(officer, NEW)
    assert officer.shown("Không tìm thấy ai")
    open_the_known_person(officer)
    expect(officer.page.locator("main")).not_to_contain_text(NUMBER)


def see_what_was_taken_over(officer: Visitor) -> None:
    expect(figure(officer, "Người mới")).to_contain_text("1")
    expect(figure(officer, "Người được bổ sung thông tin")).to_contain_text("1")
    expect(figure(officer, "Đã có chỗ")).to_contain_text("2")


def take_it_back(officer: Visitor) -> None:
    officer.follow("Hoàn tác lần nhập này")
    officer.press("Hoàn tác ngay")
    assert officer.shown("Đã hoàn tác việc nhập danh sách.")
    assert not officer.page.get_by_role("link", name="Hoàn tác lần nhập này").is_visible()


def open_the_known_person(officer: Visitor) -> None:
    look_for(officer, KNOWN.full_name)
    officer.page.locator("main").get_by_role("link", name=KNOWN.full_name).first.click()
    officer.look()
    assert officer.page.get_by_role("heading", level=1, name=KNOWN.full_name).is_visible()
