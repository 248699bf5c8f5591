"""Places, words for the person at the terminal, and how another program is run."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SCRATCH = ROOT / ".cache"


class SetupError(Exception):
    """Stops the command; its text is one sentence that says what to do."""


def say(line: str) -> None:
    """Report progress on standard error: standard output belongs to the command."""
    print(line, file=sys.stderr, flush=True)


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def run(*command: str | Path) -> None:
    """Run a program quietly; raises CalledProcessError carrying its output."""
    subprocess.run(  # noqa: S603 - every command is written in this package
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=True,
    )


def timed(heading: str, *command: str | Path) -> None:
    """Run a program quietly between a line that announces it and one with the seconds."""
    say(f"{heading} ...")
    start = time.monotonic()
    run(*command)
    say(f"  done in {time.monotonic() - start:.0f} s")


def tail(error: subprocess.CalledProcessError, lines: int = 15) -> str:
    return "\n".join((error.output or "").strip().splitlines()[-lines:])


def become(*command: str | Path) -> int:
    """Replace this process; the project is importable from any folder, its own files first."""
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])
    )
    sys.stdout.flush()
    words = [str(part) for part in command]
    os.execv(words[0], words)  # noqa: S606 - no shell is the point
