"""The first start: whatever interrupts it, the next one finishes what it began."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from lms import database, serving
from lms.access import Role
from lms.accounts.create import NewAccount, create_account
from lms.accounts.models import Account
from lms.cli import cli
from lms.demo import commands as demo_commands
from lms.extensions import db
from lms.plans.models import HistoricalResult

OFFICER = NewAccount("Bùi Thị Hạnh", frozenset({Role.OFFICER}), username="canbo")


@pytest.fixture
def loaded(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was loaded; a demo is one account, and "stop" interrupts its loading after that."""
    monkeypatch.setenv("LMS_DATA_DIR", str(tmp_path))
    done: list[str] = []

    def load(password: str | None) -> None:
        with database.transaction():
            create_account(OFFICER, None)
        done.append(password or "")
        if password == "stop":
            raise KeyboardInterrupt

    monkeypatch.setattr(demo_commands, "load", load)
    return done


def accounts() -> int | None:
    return db.session.scalar(select(func.count(Account.id)))


def test_a_first_start_makes_both_keys_and_a_later_one_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMS_DATA_DIR", str(tmp_path))
    for name in ("SECRET_KEY", "CITIZEN_NUMBER_KEYS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(serving, "_prepare", lambda *_: None)
    monkeypatch.setattr(serving, "serve", lambda _settings: 0)
    made = []
    for _start in range(2):
        result = CliRunner().invoke(cli, ["start"])
        assert result.exit_code == 0, result.output
        made.append([(tmp_path / f).read_text() for f in ("secret.key", "citizen-numbers.key")])
    assert made[0] == made[1] and all(made[0])


def test_an_interrupted_first_start_is_begun_anew_by_the_next(loaded: list[str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        serving._prepare(True, "stop")
    serving._prepare(True, "again")
    assert (loaded, accounts()) == (["stop", "again"], 1)


def test_a_later_start_loads_nothing_and_removes_nothing(loaded: list[str]) -> None:
    serving._prepare(True, "once")
    serving._prepare(True, "twice")
    assert (loaded, accounts()) == (["once"], 1)


def test_an_installation_that_somebody_uses_gets_no_demo(loaded: list[str]) -> None:
    with database.transaction():
        create_account(OFFICER, None)
    serving._prepare(True, "late")
    assert (loaded, accounts()) == ([], 1)


def test_the_years_before_are_imported_even_when_the_first_start_did_not_come_that_far(
    loaded: list[str],
) -> None:
    serving._prepare(False, None)  # the tables were there before
    assert db.session.scalar(select(func.count(HistoricalResult.id))) == 3 and loaded == []


def test_ending_a_server_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not end in time is killed together with the workers it started."""
    monkeypatch.setattr(serving, "SECONDS_TO_STOP", 0.5)
    deaf = "trap '' TERM; sleep 60 & echo $!; wait; wait"
    process = serving._spawn(["sh", "-c", deaf], stdout=subprocess.PIPE)
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    serving._end(process)
    process.stdout.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{worker}/stat").exists() and time.monotonic() < deadline:
        if Path(f"/proc/{worker}/stat").read_text().split()[2] == "Z":
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{worker}/stat").exists()
    assert process.returncode is not None
