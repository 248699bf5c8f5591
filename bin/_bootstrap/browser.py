"""The Chromium that the tests drive: the system's, else the one Playwright brings."""

import os
import subprocess
from pathlib import Path

from _bootstrap import system
from _bootstrap.base import PYTHON, SCRATCH, VENV, SetupError, tail, timed
from _bootstrap.environment import LOCKS

MARK = SCRATCH / "playwright-chromium"


def provide() -> None:
    """Set TEST_CHROMIUM to the system's Chromium, or install Playwright's own.

    Raises SetupError when Playwright's cannot be installed.
    """
    path = system.chromium()
    if path:
        os.environ["TEST_CHROMIUM"] = path
    elif not is_downloaded():
        download()


def playwright_version() -> str:
    lines = LOCKS["dev"].read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("playwright=="))


def is_downloaded() -> bool:
    """Each version of Playwright drives its own build of Chromium."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    return (
        MARK.exists()
        and MARK.read_text(encoding="utf-8") == playwright_version()
        and any(Path(folder).glob("chromium*"))
    )


def download() -> None:
    if system.administrator() is None:
        raise SetupError(
            "Missing Chromium and no right to install what it needs: run "
            f'"sudo {VENV}/bin/playwright install-deps chromium" and start again.'
        )
    words = ("install", "--with-deps", "--only-shell", "chromium")
    try:
        timed("Installing Playwright's Chromium", PYTHON, "-m", "playwright", *words)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{tail(error)}\nPlaywright's Chromium could not be installed.") from error
    SCRATCH.mkdir(exist_ok=True)
    MARK.write_text(playwright_version(), encoding="utf-8")
