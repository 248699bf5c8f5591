"""The command line as its user sees it: one line for an error, and a truthful status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT


def lms(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"LMS_ENV": "testing", "LMS_DATA_DIR": str(folder), "DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "-m", "lms.cli", *words],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "status", "line"),
    [
        (("frobnicate",), 2, "Error: No such command 'frobnicate'. Try: bin/lms --help"),
        (
            ("report", "plan", "--nonsense"),
            2,
            "Error: No such option '--nonsense'. Try: bin/lms report plan --help",
        ),
        (
            ("report", "plan", "--from", "abc"),
            1,
            "Error: --from abc is not a year between 1990 and 2100",
        ),
        (
            ("report", "plan", "--from", "2024", "--to", "2021"),
            1,
            "Error: --from 2024 is after --to 2021",
        ),
    ],
)
def test_an_error_is_one_line(
    tmp_path: Path, words: tuple[str, ...], status: int, line: str
) -> None:
    ended = lms(tmp_path, *words)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "", line + "\n")


def test_a_database_that_was_never_prepared_is_told_in_one_line(tmp_path: Path) -> None:
    ended = lms(tmp_path, "report", "plan", "--from", "2021", "--to", "2024")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: the database refused: no such table")
    assert ended.stderr.endswith("Try: bin/lms db upgrade\n")
    assert ended.stderr.count("\n") == 1


def test_help_ends_well_and_a_group_alone_shows_its_commands(tmp_path: Path) -> None:
    assert lms(tmp_path, "--help").returncode == 0
    alone = lms(tmp_path, "courses")
    assert alone.returncode == 2
    assert "check" in alone.stderr and "import" in alone.stderr


def test_the_programmes_own_figures_from_nothing(tmp_path: Path) -> None:
    """Schema, history, report: each in a process of its own, as an operator types them."""
    assert lms(tmp_path, "db", "upgrade").returncode == 0
    assert lms(tmp_path, "history", "import").returncode == 0
    report = lms(tmp_path, "report", "plan", "--from", "2021", "--to", "2024", "--format", "json")
    assert report.returncode == 0
    assert '"turns": 730' in report.stdout
    assert lms(tmp_path, "health").returncode == 0
