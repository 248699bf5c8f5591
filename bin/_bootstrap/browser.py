"""The Chromium that the tests drive: the system's, else the one Playwright brings."""

import os
import subprocess
from pathlib import Path

from _bootstrap import system
from _bootstrap.base import PYTHON, SCRATCH, VENV, SetupError, run, tail, timed
from _bootstrap.environment import LOCKS

MARK = SCRATCH / "playwright-chromium"
START = (
    "from playwright.sync_api import sync_playwright as p\n"
    "with p() as it: it.chromium.launch(args=['--no-sandbox']).close()"
)


def provide() -> None:
    """Set TEST_CHROMIUM to the system's Chromium, or install Playwright's own.

    Raises SetupError when Playwright's cannot be installed.
    """
    path = system.chromium()
    if path:
        os.environ["TEST_CHROMIUM"] = path
    elif not is_marked():
        if not starts():
            download()
        SCRATCH.mkdir(exist_ok=True)
        MARK.write_text(playwright_version(), encoding="utf-8")


def is_marked() -> bool:
    """Each version of Playwright drives its own build of Chromium."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    return (
        MARK.exists()
        and MARK.read_text(encoding="utf-8") == playwright_version()
        and any(Path(folder).glob("chromium*"))
    )


def playwright_version() -> str:
    lines = LOCKS["dev"].read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("playwright=="))


def starts() -> bool:
    try:
        run(PYTHON, "-c", START)
    except subprocess.CalledProcessError:
        return False
    return True


def download() -> None:
    """Without the right to install, its libraries may still be there already."""
    with_libraries = [] if system.administrator() is None else ["--with-deps"]
    words = ("install", "--only-shell", *with_libraries, "chromium")
    try:
        timed("Installing Playwright's Chromium", PYTHON, "-m", "playwright", *words)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{tail(error)}\nPlaywright's Chromium could not be installed.") from error
    if not starts():
        raise SetupError(
            "Chromium does not start for want of its libraries and there is no right to install: "
            f'run "sudo {VENV}/bin/playwright install-deps chromium" and start again.'
        )
