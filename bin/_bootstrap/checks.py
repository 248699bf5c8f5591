"""The checks of bin/test, in the order in which they are cheap to fail."""

import os
import subprocess
import sys
import time

from _bootstrap.base import ROOT, VENV, become

BIN = VENV / "bin"
STATIC = {
    "Faults in the code (ruff check)": ("ruff", "check", "."),
    "Layout of the code (ruff format)": ("ruff", "format", "--check", "."),
    "Types (mypy)": ("mypy",),
    "Order of imports (import-linter)": ("lint-imports", "--no-logo"),
    "Templates (djlint)": ("djlint", "templates", "--lint", "--profile=jinja"),
}
# Two processes fill the two cores of the smallest machine we build on; tests that share one
# thing say so with xdist_group.
ALL_TESTS = ("-n", "2", "--dist", "loadgroup")


def static() -> int:
    """Run the static checks; the exit code of the first that fails, else 0."""
    for heading, (tool, *words) in STATIC.items():
        print(f"== {heading}", flush=True)
        start = time.monotonic()
        code = subprocess.run(  # noqa: S603
            [BIN / tool, *words], cwd=ROOT, stdin=subprocess.DEVNULL, check=False
        ).returncode
        print(f"   {time.monotonic() - start:.1f} s", flush=True)
        if code:
            print(f"Stopped at: {heading}", file=sys.stderr)
            return code
    return 0


def tests(arguments: list[str]) -> int:
    """Become pytest, so that its summary is the last line; paths are from the checkout's root."""
    print("== Tests (pytest), on SQLite and on PostgreSQL", flush=True)
    os.chdir(ROOT)
    return become(BIN / "pytest", *(arguments or ALL_TESTS))
