"""The officer prints slips for a class; somebody opens the own account with the code, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lms.demo import names
from tests.journeys.classroom import open_class, take_over
from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(120),
]
Visit = Callable[..., Visitor]
NAME, NUMBER = "Lương Văn Quế", "0912 000 401"
ORGANISATION = names.COOPERATIVES[9] + names.MARK
TITLE = "Lớp phát phiếu mở tài khoản"


def test_a_slip_of_paper_opens_an_account_on_a_phone(visit: Visit, tmp_path: Path) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    open_class(officer, "PHIEU-01", TITLE, 10)
    person = (NAME, 1969, NUMBER, "Giám đốc", ORGANISATION)
    take_over(officer, tmp_path / "danh sách.xlsx", [person])
    code = print_the_slips(officer)
    learner = visit(PHONE)
    open_the_account(learner, code)
    learner.follow("Lớp học của tôi")
    assert learner.shown(TITLE)
    try_the_code_again(visit(PHONE), code)


def print_the_slips(officer: Visitor) -> str:
    officer.follow("Mở trang lớp")
    officer.follow("Phiếu mở tài khoản")
    officer.press("Lập 1 phiếu")
    slip = officer.page.locator(".slip").filter(has_text=NAME)
    assert slip.get_by_text(f"đăng nhập bằng: {NUMBER}").is_visible()
    return slip.locator("strong").inner_text()


def open_the_account(learner: Visitor, code: str) -> None:
    learner.go("/activation")
    learner.page.get_by_label("Mã trên phiếu").fill(code.lower())
    learner.press("Tiếp tục")
    assert learner.shown(NAME)
    learner.page.get_by_label("Đặt mật khẩu").fill("mùa gặt năm nay")
    learner.press("Mở tài khoản của tôi")
    assert learner.shown("Tài khoản đã mở")


def try_the_code_again(stranger: Visitor, code: str) -> None:
    stranger.go("/activation")
    stranger.page.get_by_label("Mã trên phiếu").fill(code)
    stranger.press("Tiếp tục")
    assert stranger.page.title().startswith("Lỗi: ")
