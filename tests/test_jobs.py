"""Long work: done once, whatever happens to the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, update

from config import ROOT
from lms import clock, create_app, database
from lms.accounts.actors import actor_of
from lms.accounts.models import SignInDelay
from lms.errors import DomainError
from lms.extensions import db
from lms.jobs import Job, JobItem, JobState, handler, runner, submit
from tests import job_worker
from tests.conftest import make_settings
from tests.people import Cast
from tests.reader import Reader

KIND = "test"
SECRET = "a secret of the tests, long enough to be one"
_during: dict[str, Callable[[Job, JobItem], None]] = {}


@handler(KIND)
def _work(job: Job, item: JobItem) -> None:
    """Puts one row for each item; a test may let something happen in the middle of one."""
    db.session.add(SignInDelay(name_hash=f"{item.key} {time.monotonic_ns()}"))
    db.session.flush()
    _during.get(item.key, lambda _job, _item: None)(job, item)


@pytest.fixture(autouse=True)
def _nothing_happens() -> Iterator[None]:
    _during.clear()
    yield
    _during.clear()


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs that were handed to the dispatcher, in place of handing them out."""
    numbers: list[int] = []
    monkeypatch.setitem(app.extensions, "send_job", numbers.append)
    return numbers


@pytest.fixture
def job(sent: list[int], cast: Cast) -> int:
    """A job of four items, filed by the officer."""
    return file_job(cast)


def file_job(cast: Cast) -> int:
    with database.transaction():
        items = [(key, f"Mục {key}") for key in "abcd"]
        return submit(KIND, "Thử", items, by=actor_of(cast.officer), back_url="/").id


def items(job_id: int) -> list[tuple[str, str, str]]:
    db.session.rollback()
    query = select(JobItem.key, JobItem.state, JobItem.reason).where(JobItem.job_id == job_id)
    return [tuple(row) for row in db.session.execute(query.order_by(JobItem.position))]


def state(job_id: int) -> str:
    db.session.rollback()
    with database.reading():
        found = db.session.scalars(select(Job.state).where(Job.id == job_id)).one()
        db.session.rollback()
    return found


def effects() -> list[str]:
    """The keys for which there is an effect, one for each time it took place."""
    db.session.rollback()
    return sorted(h.split()[0] for h in db.session.scalars(select(SignInDelay.name_hash)))


def test_a_job_is_handed_out_once_its_act_is_on_disk(sent: list[int], cast: Cast) -> None:
    officer = actor_of(cast.officer)
    with pytest.raises(ZeroDivisionError), database.transaction():
        submit(KIND, "Thử", [("a", "A")], by=officer, back_url="/")
        raise ZeroDivisionError
    assert sent == []
    assert sent == [] and file_job(cast) == sent[0]


def test_a_kind_nobody_handles_is_refused_when_it_is_filed(app: Flask) -> None:
    with pytest.raises(KeyError):
        submit("no such kind", "Thử", [], by=None, back_url="/")


def test_every_item_is_done_once(job: int) -> None:
    runner.run(job)
    runner.run(job)
    assert items(job) == [(key, "done", "") for key in "abcd"]
    assert (state(job), effects()) == (JobState.DONE, list("abcd"))


def test_an_item_that_cannot_be_done_says_why_and_holds_up_nobody(job: int) -> None:
    def refuse(_job: Job, _item: JobItem) -> None:
        raise DomainError("Chưa đủ điều kiện.")

    def break_down(_job: Job, _item: JobItem) -> None:
        raise ZeroDivisionError

    _during.update(b=refuse, c=break_down)
    runner.run(job)
    assert [row[1] for row in items(job)] == ["done", "failed", "failed", "done"]
    assert items(job)[1][2] == "Chưa đủ điều kiện."
    assert "ZeroDivisionError" not in items(job)[2][2] and items(job)[2][2]
    assert (state(job), effects()) == (JobState.DONE, ["a", "d"])


def test_its_page_shows_figures_and_reasons_to_the_one_who_asked_for_it(
    job: int, cast: Cast, app: Flask
) -> None:
    def refuse(_job: Job, _item: JobItem) -> None:
        raise DomainError("Chưa đủ điều kiện.")

    _during.update(b=refuse)
    runner.run(job)
    page = Reader(app, cast.officer).get(f"/jobs/{job}")
    assert page.rows() == [["Mục b", "Chưa đủ điều kiện."]]
    progress = next(page.root.iter("progress"))
    assert (progress.get("value"), progress.get("max")) == ("4", "4")


def test_cancelling_stops_after_the_present_item(job: int, cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.officer)

    def between() -> None:
        reader.submit(reader.get(f"/jobs/{job}"), action="/cancellation")

    real = runner._next_item
    calls: list[int] = []

    def next_item(job_id: int, worker: str) -> int | None:
        calls.append(1)
        if len(calls) == 3:
            between()
        return real(job_id, worker)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "_next_item", next_item)
        runner.run(job)
    assert [row[1] for row in items(job)] == ["done", "done", "waiting", "waiting"]
    assert (state(job), effects()) == (JobState.CANCELLED, ["a", "b"])
    runner.run(job)
    assert effects() == ["a", "b"]


def test_a_worker_that_lost_its_lease_leaves_no_effect(job: int) -> None:
    """In the middle of item b the job is another worker's: what b did is undone, and nothing follows."""

    def lose(_job: Job, _item: JobItem) -> None:
        db.session.execute(update(Job).where(Job.id == job).values(worker="another"))

    _during.update(b=lose)
    runner.run(job)
    assert [row[1] for row in items(job)] == ["done", "waiting", "waiting", "waiting"]
    assert effects() == ["a"]


def test_a_worker_that_lost_its_lease_does_not_mark_items_failed(
    job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_job: Job, _item: JobItem) -> None:
        raise ZeroDivisionError

    def taken_over(*arguments: object) -> None:
        database.rollback()
        with database.transaction() as session:
            session.execute(update(Job).values(worker="another"))
            session.execute(update(JobItem).where(JobItem.key == "a").values(state="done"))
        fail(*arguments)

    fail = runner._fail
    _during.update(a=break_down)
    monkeypatch.setattr(runner, "_fail", taken_over)
    runner.run(job)
    assert items(job)[0] == ("a", "done", "")


def test_a_job_somebody_works_on_is_not_handed_out_again_until_its_worker_is_silent(
    job: int,
) -> None:
    assert runner.abandoned_jobs() == [job]
    assert runner._claim(job, "first")
    assert not runner._claim(job, "second")
    assert runner.abandoned_jobs() == []
    with clock.travelled_to(clock.now() + runner.LEASE + timedelta(seconds=1)):
        assert runner.abandoned_jobs() == [job]
        assert runner._claim(job, "second")


def test_a_dispatcher_that_is_away_does_not_undo_the_act(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "huey", {"run": None})
    number = file_job(cast)
    assert state(number) == JobState.QUEUED and runner.abandoned_jobs() == [number]


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_leaves_one_effect_for_each_item(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with database.transaction():
            named = [(f"{n}", f"Mục {n}") for n in range(6)]
            number = submit(job_worker.KIND, "Thử", named, by=None, back_url="/").id
        first = start_worker(tmp_path)
        wait_until(lambda: len(effects_of(number)) >= 2)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        done = len(effects_of(number))
        assert 2 <= done < 6 and state(number) == JobState.RUNNING
        with database.transaction() as session:  # as if a minute had passed
            session.execute(update(Job).values(lease_until=clock.now() - timedelta(seconds=1)))
        second = start_worker(tmp_path)
        try:
            wait_until(lambda: state(number) == JobState.DONE)
        finally:
            second.terminate()
            second.wait(20)
        assert effects_of(number) == [f"{n}" for n in range(6)]
        assert [row[1] for row in items(number)] == ["done"] * 6
        db.session.remove()
        db.engine.dispose()


def start_worker(folder: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "LMS_ENV": "testing",
        "LMS_DATA_DIR": str(folder),
        "SECRET_KEY": SECRET,
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.job_worker", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def wait_until(reached: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.05)


def effects_of(number: int) -> list[str]:
    """Read without waiting for the worker, which holds the write lock most of the time."""
    with database.reading():
        rows = [row.split() for row in db.session.scalars(select(SignInDelay.name_hash))]
        db.session.rollback()
    return sorted(key for job, key, _moment in rows if job == str(number))
