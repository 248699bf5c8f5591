"""On a phone the contact of an organisation sends its people, within the quota, and sees nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from lms.demo import names
from tests.journeys.classroom import open_class, set_quota
from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(120),
]
Visit = Callable[..., Visitor]
OWN = names.COOPERATIVES[0] + names.MARK
PEOPLE = list(names.people(2 * len(names.organisations()) + 1))
#: Of the contact's organisation, and somebody of another one.
FIRST, SECOND, THIRD = (person.full_name for person in PEOPLE[:: len(names.organisations())])
STRANGER = PEOPLE[1].full_name
TITLE = "Lớp có suất cho đơn vị"


def test_a_contact_sends_people_within_the_quota_on_a_phone(visit: Visit) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    path = open_class(officer, "SUAT-01", TITLE, 10)
    set_quota(officer, path, OWN, 2)
    contact = visit(PHONE)
    contact.sign_in("donvi")
    contact.follow("Cử người đi học", exact=True)
    contact.follow(TITLE)
    assert contact.shown("Đơn vị được cử 2 người: đã cử 0, giữ chỗ 0. Còn cử được 2 người.")
    send_too_many(contact)
    send_two(contact)
    see_own_people_only(contact)
    see_them_at_the_office(officer, path)


def send_too_many(contact: Visitor) -> None:
    """All of them or nobody, and why; what was ticked stays ticked."""
    contact.page.locator("main").get_by_role("link", name="Cử người đi học").click()
    contact.look()
    for name in (FIRST, SECOND, THIRD):
        contact.page.get_by_label(name).check()
    contact.press("Cử những người đã đánh dấu")
    assert contact.shown("Đơn vị đã dùng hết 2 suất của lớp này.")
    assert contact.page.get_by_label(THIRD).is_checked()


def send_two(contact: Visitor) -> None:
    contact.page.get_by_label(THIRD).uncheck()
    contact.press("Cử những người đã đánh dấu")
    assert contact.shown("Đã cử 2 người.")
    assert contact.shown("Đã dùng hết suất.")
    own = contact.page.locator(".govuk-summary-list").last
    expect(own).to_contain_text(FIRST)
    expect(own).to_contain_text(SECOND)


def see_own_people_only(contact: Visitor) -> None:
    contact.follow("Cán bộ của tôi")
    assert contact.shown(THIRD)
    contact.page.get_by_label("Tên hoặc một phần tên").fill(STRANGER)
    contact.press("Tìm")
    assert contact.shown("Không tìm thấy ai")
    assert not contact.page.get_by_role("link", name=STRANGER).is_visible()


def see_them_at_the_office(officer: Visitor, path: str) -> None:
    officer.go(path)
    assert officer.shown("Đã ghi danh 2/10 chỗ.")
    for name in (FIRST, SECOND):
        expect(officer.page.get_by_role("row").filter(has_text=name)).to_contain_text(OWN)
