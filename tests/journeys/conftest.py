"""A real installation with the demo, served as in production, and a real Chromium."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from config import ROOT
from tests.journeys.eyes import look_at

PHONE = ViewportSize(width=360, height=640)
DESK = ViewportSize(width=1280, height=800)
PASSWORD = "lua-vang-2024"
SECONDS_TO_START = 150
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """The served installation."""

    url: str
    folder: Path
    environ: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run bin/lms here."""
        return subprocess.run(
            [sys.executable, "-m", "lms.cli", *words],
            check=False,
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks see the demo as it was loaded; the journeys after them change it."""
    items.sort(key=lambda item: not item.path.match("journeys/test_pages.py"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What `bin/run` makes on a fresh machine, after installing."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LMS_")},
        "LMS_DATA_DIR": str(folder),
        "PORT": str(port),
        "DATABASE_URL": "",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "lms.cli", "start", "--demo-password", PASSWORD],
        cwd=ROOT,
        env=environ,
    )
    place = Site(f"http://127.0.0.1:{port}", folder, environ)
    try:
        wait_until_served(place.url, process)
        yield place
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Somebody in front of a screen; every page they come to is looked at."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self._heard("error", str(error)))
        self.complaints: list[str] = []

    def go(self, path: str) -> Page:
        self.page.goto(self.site.url + path)
        self.look()
        return self.page

    def sign_in(self, username: str) -> Page:
        self.go("/sign-in")
        self.page.get_by_label("Số điện thoại hoặc tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.press("Đăng nhập")
        return self.page

    def press(self, name: str) -> None:
        """Press the button of this name, and look at where it leads."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name: str, exact: bool = False) -> None:
        """Follow the first link of this name, and look at where it leads."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state()
        look_at(self.page)
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"

    def shown(self, text: str) -> bool:
        return self.page.get_by_text(text).first.is_visible()

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "the server responded with a status of" not in text:
            self.complaints.append(text)


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[type[Visitor]]:
    """Opens a new browser for somebody: ``visit(PHONE)`` or ``visit(DESK, java_script_enabled=False)``."""
    opened: list[BrowserContext] = []

    def open_browser(screen: ViewportSize, **options: object) -> Visitor:
        context = chromium.new_context(viewport=screen, locale="vi-VN", **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        opened.append(context)
        return Visitor(context, site)

    yield open_browser  # type: ignore[misc]
    for context in opened:
        context.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(url: str, process: subprocess.Popen[bytes]) -> None:
    for _wait in range(SECONDS_TO_START * 5):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310
                assert json.load(answer)["status"] == "ok"
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer in {SECONDS_TO_START} s")
