"""Every page that a role can reach by following links: sound on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Response, ViewportSize

from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(300),
]
Visit = Callable[..., Visitor]
NARROWEST = ViewportSize(width=320, height=568)
#: A learner's first visit, as it goes over the wire.
MOST_BYTES, MOST_REQUESTS = 90_000, 7


#: Numbers, codes and names: what tells one page of a kind from another.
VARYING = re.compile(
    r"/(\d+|[A-Z]\d\d|[0-9A-Z-]{12,}|(?<=/r/)\w+|(?<=/verify/)[\w-]+|lessons/[^/]+)(?=/|$)"
)
#: A link to a file says so by `download`: the browser keeps the page, and the walk goes past it.
PAGES = """() => [...document.querySelectorAll("a[href^='/']")]
  .filter(a => !a.hasAttribute('download')).map(a => a.getAttribute('href'))"""


#: What such a page offers depends on the state of its object: several are looked at.
SAMPLES = {
    "/classes/x": 4,
    "/classes/x/certificates": 3,
    "/classes/x/nominations": 2,
    "/people/x": 2,
    "/sessions/x/attendance": 2,
}


def shape(path: str) -> str:
    """The kind of page behind an address: one of each kind is looked at."""
    return VARYING.sub("/x", urlsplit(path).path)


def come_to(visitor: Visitor, path: str, found_on: str) -> None:
    """Follow a link; one to a file that does not say so is a fault of the page that carries it."""
    try:
        visitor.go(path)
    except PlaywrightError as error:
        if "Download is starting" not in str(error):
            raise
        raise AssertionError(
            f"{found_on}: the link to {path} is a file without `download`"
        ) from None


def walk(visitor: Visitor) -> set[str]:
    """Follow links from the first page until every kind of page was seen; the kinds."""
    waiting, seen = [("/", "")], {"/": {"/"}}
    while waiting:
        path, found_on = waiting.pop(0)
        come_to(visitor, path, found_on)
        for link in visitor.page.evaluate(PAGES):
            alike = seen.setdefault(shape(link), set())
            if link not in alike and len(alike) < SAMPLES.get(shape(link), 1):
                alike.add(link)
                waiting.append((link, path))
    return set(seen)


#: Each role on the screen it uses most, and the widest range of pages on a phone too.
VISITS = [
    ("hocvien", PHONE),
    ("giangvien", PHONE),
    ("donvi", PHONE),
    ("canbo", DESK),
    ("canbo", PHONE),
    ("lanhdao", DESK),
    ("quantri", DESK),
]


#: Some of what each role has to come to, at the ends of its ways: a walk that misses them proves little.
ENDS = {
    "hocvien": {"/learning/x/x", "/my-data/consents/pictures", "/my-data/requests/x"},
    "giangvien": {"/courses/x/x", "/sessions/x/attendance"},
    "donvi": {
        "/classes/x/nominations/new",
        "/classes/x/official-list",
        "/classes/x/organisations/x/held-seats",
        "/nomination-results",
        "/nominations/x/withdrawal",
        "/own-people/x/phone",
        "/registrations/x/refusal",
    },
    "canbo": {
        "/classes/x/activation-slips",
        "/classes/x/enrolments/new",
        "/classes/x/official-list",
        "/classes/x/quotas/x",
        "/classes/x/registration-link/poster",
        "/data-requests/x/erasure",
        "/duplicates/x/x",
        "/exports",
        "/merges/x/reversal",
        "/notices",
        "/organisations/x/successions",
        "/people/x/positions/x/move",
        "/registrations/x/organisation",
        "/rosters/x",
        "/verify/x",
    },
    "lanhdao": {"/classes/x/certificates", "/plans/x", "/reports/plan"},
    "quantri": {"/accounts/x"},
}


@pytest.mark.parametrize(("username", "screen"), VISITS)
def test_every_page_of_a_role_is_sound(visit: Visit, username: str, screen: ViewportSize) -> None:
    visitor = visit(screen)
    visitor.sign_in(username)
    assert ENDS[username] - walk(visitor) == set()


def test_learners_pages_fit_the_narrowest_screen(visit: Visit) -> None:
    learner = visit(NARROWEST)
    learner.sign_in("hocvien")
    assert len(walk(learner)) >= 4


def test_errors_are_told_above_and_at_the_field_and_what_was_typed_stays(visit: Visit) -> None:
    visitor = visit(PHONE)
    visitor.go("/sign-in")
    visitor.page.get_by_label("Số điện thoại hoặc tên đăng nhập").fill("0912.345.678")
    visitor.press("Đăng nhập")
    assert visitor.page.title().startswith("Lỗi: ")
    summary = visitor.page.locator(".govuk-error-summary")
    assert summary.is_visible()
    assert summary.evaluate("e => e.contains(document.activeElement)")
    field = visitor.page.get_by_label("Số điện thoại hoặc tên đăng nhập")
    assert field.input_value() == "0912.345.678"


def test_a_learner_needs_no_javascript(visit: Visit) -> None:
    learner = visit(PHONE, java_script_enabled=False)
    page = learner.page
    page.goto(learner.site.url + "/sign-in")
    page.get_by_label("Số điện thoại hoặc tên đăng nhập").fill("hocvien")
    page.get_by_label("Mật khẩu", exact=True).fill("lua-vang-2024")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Lớp học của tôi").first.click()
    page.locator("main a").first.click()
    page.get_by_role("link", name="Khóa chặt cửa").first.click()
    page.get_by_role("button", name=re.compile("^Đã đọc xong")).click()
    assert page.get_by_role("heading", level=1).is_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    assert "/sign-in" in page.url


def test_a_first_visit_is_light(visit: Visit) -> None:
    visitor = visit(PHONE)
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    visitor.page.on("response", keep)
    visitor.page.goto(visitor.site.url + "/sign-in", wait_until="networkidle")
    sizes = {a.url: a.request.sizes() for a in answers}
    total = sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes.values())
    assert total <= MOST_BYTES, {url: s["responseBodySize"] for url, s in sizes.items()}
    assert len(answers) <= MOST_REQUESTS, sorted(sizes)
