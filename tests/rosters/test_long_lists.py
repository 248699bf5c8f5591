"""Lists that are too long to be worked on while somebody waits: a worker does it, and may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, update

from config import ROOT
from lms import clock, create_app, database
from lms.access import Role
from lms.accounts.actors import actor_of
from lms.extensions import db
from lms.jobs import Job, JobState, runner
from lms.registry.models import Person
from lms.rosters import work
from lms.rosters.batches.applying import prepare
from lms.rosters.models import Roster, RosterBatch, RosterEffect
from tests import factories
from tests.conftest import make_settings
from tests.people import Cast
from tests.reader import Page, Reader
from tests.rosters.files import upload, workbook
from tests.rosters.lists import uploaded_list

NAMES = ("Lê Văn Hai", "Đỗ Văn Tám", "Nguyễn Thị Hoa", "Trần Thị Bé")
ROWS = [(n, name, 1970 + n, "", "", "") for n, name in enumerate(NAMES)]


@pytest.fixture
def officer(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """For whom every list is a long one."""
    monkeypatch.setattr(work, "SHORT", 1)
    monkeypatch.setitem(app.extensions, "send_job", lambda _number: None)
    return Reader(app, cast.officer)


def work_on(page: Page, state: str = JobState.DONE) -> None:
    """Do what a worker does with the job of this page."""
    number = int(page.path.rsplit("/", 1)[-1])
    db.session.rollback()
    runner.run(number)
    db.session.rollback()
    assert db.session.scalar(select(Job.state).where(Job.id == number)) == state


def count(model: type[Person] | type[RosterEffect]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def read_by_worker(officer: Reader) -> str:
    """The address of the list after a worker has read it."""
    page = officer.get("/rosters/new")
    page = officer.submit(page, {"file": upload(workbook(*ROWS))}, action="/rosters")
    address = page.path.removesuffix("/columns")
    job = officer.submit(page, action="/columns")
    assert job.path.startswith("/jobs/")
    assert "đang được xử lý" in officer.get(address).text
    work_on(job)
    assert officer.get(job.path).links["Tiếp tục"] == f"{address}/rows"
    return address


def test_a_worker_reads_applies_and_takes_back_a_long_list(officer: Reader) -> None:
    before = count(Person)
    address = read_by_worker(officer)
    assert len(officer.get(f"{address}/rows").rows()) == len(ROWS)
    job = officer.submit(officer.get(f"{address}/rows"), action="/batch")
    assert count(Person) == before
    work_on(job)
    assert count(Person) == before + len(ROWS)
    assert officer.get(address).h1 == "Kết quả nhập danh sách"
    work_on(officer.submit(officer.get(f"{address}/undoing"), action="/undoing"))
    assert count(Person) == before


def test_pressing_twice_files_one_job(officer: Reader) -> None:
    address = read_by_worker(officer)
    page = officer.get(f"{address}/rows")
    first = officer.submit(page, action="/batch")
    assert officer.submit(page, action="/batch").path == first.path
    assert officer.submit(officer.get(f"{address}/rows"), action="/batch").path == first.path


def test_a_job_that_is_done_twice_applies_once(officer: Reader) -> None:
    address = read_by_worker(officer)
    job = officer.submit(officer.get(f"{address}/rows"), action="/batch")
    work_on(job)
    after = count(Person)
    with database.transaction():
        db.session.execute(update(Job).values(state=JobState.QUEUED, lease_until=None))
        db.session.execute(db.metadata.tables["job_item"].update().values(state="waiting"))
    work_on(job)
    assert count(Person) == after


def test_a_preview_that_went_stale_is_told_on_the_page_of_the_job(officer: Reader) -> None:
    address = read_by_worker(officer)
    job = officer.submit(officer.get(f"{address}/rows"), action="/batch")
    factories.person("Lê Văn Hai").birth_date = None
    before = count(Person)
    row = db.session.scalars(select(Person).where(Person.full_name == "Lê Văn Hai")).one()
    row.birth_date, row.birth_precision = clock.today().replace(year=1970), "year"
    db.session.commit()
    work_on(job)
    assert count(Person) == before and count(RosterEffect) == 0
    assert "đã thay đổi" in officer.get(job.path).text
    assert [one[0] for one in officer.get(f"{address}/rows?state=changed").rows()] == ["4"]


def test_the_register_may_change_while_a_worker_prepares(
    officer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between preparing and writing somebody is entered: it is prepared again, and told."""
    address = read_by_worker(officer)
    job = officer.submit(officer.get(f"{address}/rows"), action="/batch")
    calls: list[int] = []

    def prepare_slowly(roster: Roster) -> object:
        prepared = prepare(roster)
        calls.append(1)
        if len(calls) == 1:
            database.rollback()
            database.set_writing(True)
            person = factories.person("Lê Văn Hai")
            person.birth_date, person.birth_precision = clock.today().replace(year=1970), "year"
            db.session.commit()
            database.set_writing(False)
        return prepared

    monkeypatch.setattr("lms.rosters.work.prepare", prepare_slowly)
    work_on(job)
    assert len(calls) == 2 and count(RosterEffect) == 0
    assert [one[0] for one in officer.get(f"{address}/rows?state=changed").rows()] == ["4"]


@pytest.mark.slow
def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_everything(
    tmp_path: Path,
) -> None:
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        by = factories.account("Cán bộ", Role.OFFICER)
        roster = uploaded_list(by, workbook(*ROWS))
        before = count(Person)
        with database.transaction():
            job = work.submit(work.APPLY, roster, actor_of(by), "/", roster.revision).id
        first = start_worker(tmp_path, "tests.rosters.slow_worker")
        wait_until((tmp_path / "written").exists)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert (count(Person), count(RosterEffect)) == (before, 0)
        with database.transaction() as session:  # as if a minute had passed
            session.execute(update(Job).values(lease_until=clock.now() - timedelta(seconds=1)))
        second = start_worker(tmp_path, "lms.cli")
        try:
            wait_until(lambda: is_done(job))
        finally:
            second.terminate()
            second.wait(20)
        assert (count(Person), count(RosterEffect)) == (before + len(ROWS), len(ROWS))
        assert db.session.scalar(select(func.count()).select_from(RosterBatch)) == 1
        db.session.remove()
        db.engine.dispose()


def is_done(job_id: int) -> bool:
    db.session.rollback()
    with database.reading():
        state = db.session.scalar(select(Job.state).where(Job.id == job_id))
        db.session.rollback()
    return state == JobState.DONE


def start_worker(folder: Path, module: str) -> subprocess.Popen[bytes]:
    settings = make_settings(folder)
    environment = {
        **os.environ,
        "LMS_ENV": "testing",
        "LMS_DATA_DIR": str(folder),
        "SECRET_KEY": settings.secret_key,
        "CITIZEN_NUMBER_KEYS": ",".join(settings.citizen_keys),
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "-m", module, "worker"], cwd=ROOT, env=environment)


def wait_until(reached: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.05)
