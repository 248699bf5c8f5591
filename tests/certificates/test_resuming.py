"""Killed at any point, a job goes on: one line, one number, one file for each person."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from config import ROOT
from lms import files
from lms.audit import AuditEntry
from lms.certificates import issuing, printing
from lms.certificates.models import Certificate
from lms.extensions import db
from lms.jobs import Job, JobState, runner
from tests.certificates.story import ask, certificates, ended_class, enrolled, work_off
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("office")
#: Where the work stops: the module and the function in whose place the worker is killed.
POINTS = {
    "before the line": (issuing, "record"),
    "between the line and the page": (printing, "printed"),
    "before the file is stored": (files, "store"),
    "between the file and its hash": (issuing, "file"),
}


class Killed(BaseException):
    """Nothing catches this, as nothing catches a kill."""


def lease_over(job_id: int) -> None:
    """Let the silent worker's lease run out."""
    db.session.execute(update(Job).where(Job.id == job_id).values(lease_until=None))
    db.session.commit()


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_that_was_stopped_is_followed_by_another(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    training_class = ended_class()
    for name in ("Lê Thị An", "Trần Văn Bình", "Vũ Thị Yến"):
        enrolled(training_class, name, cast.officer)
    job = ask(training_class, cast.officer)
    job_id, (module, name) = job.id, POINTS[point]
    work, calls = getattr(module, name), []

    def stop_at_the_second(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise Killed
        return work(*arguments)

    monkeypatch.setattr(module, name, stop_at_the_second)
    with pytest.raises(Killed):
        work_off(job)
    before = [(line.number, line.code) for line in certificates()]
    lease_over(job_id)
    work_off(db.session.get_one(Job, job_id))

    lines = certificates()
    assert [(line.number, line.words["full_name"]) for line in lines] == [
        (1, "Lê Thị An"),
        (2, "Trần Văn Bình"),
        (3, "Vũ Thị Yến"),
    ]
    assert [(line.number, line.code) for line in lines][: len(before)] == before
    for line in lines:
        assert files.read(line.sha256 or "").startswith(b"%PDF-")
    acts = select(func.count()).select_from(AuditEntry)
    assert db.session.scalar(acts.where(AuditEntry.action == "certificate issued")) == 3
    assert db.session.scalar(acts.where(AuditEntry.action == "certificate numbered")) == 3
    assert db.session.get_one(Job, job_id).state == JobState.DONE


@pytest.mark.slow
def test_a_killed_process_leaves_nothing_half_done(app: Flask, cast: Cast) -> None:
    training_class = ended_class(sessions=1)
    for number in range(12):
        enrolled(training_class, f"Lê Văn {number}", cast.officer)
    job_id = ask(training_class, cast.officer).id
    db.session.commit()
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "LMS_ENV": "testing",
        "LMS_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job_id)], cwd=ROOT, env=environment
    )
    deadline = time.monotonic() + 60
    while _filed() < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert 2 <= _filed() < 12

    lease_over(job_id)
    assert job_id in runner.abandoned_jobs()
    runner.run(job_id)
    lines = certificates()
    assert [line.number for line in lines] == list(range(1, 13))
    assert len({line.enrolment_id for line in lines}) == 12
    assert all(files.read(line.sha256 or "") for line in lines)


WORKER = """
import sys
from lms import create_app
from lms.jobs import runner
app = create_app()
with app.app_context():
    runner.run(int(sys.argv[1]))
"""


def _filed() -> int:
    db.session.rollback()
    filed = select(func.count()).select_from(Certificate).where(Certificate.sha256.is_not(None))
    count = db.session.scalar(filed) or 0
    db.session.rollback()
    return count
