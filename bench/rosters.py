"""A list of 10,000 rows and 12 columns: the dry run, and taking it over while others work.

The worker is the installation's own process. Meanwhile somebody reads a page through the server, and a
writer, as every form is, asks for the write lock a hundred times a second.
"""

from __future__ import annotations

import http.client
import io
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
from sqlalchemy import insert, select, text

from bench.installation import Installation, installation, served
from config import ROOT
from lms import clock, database
from lms.access import Role
from lms.accounts.actors import Actor, actor_of
from lms.accounts.models import SignInDelay
from lms.demo import names
from lms.extensions import db
from lms.jobs import Job, JobItem
from lms.registry.models import Organisation, OrganisationKind, Person
from lms.registry.units.reference import import_units
from lms.rosters import work
from lms.rosters.models import Roster
from lms.rosters.preview import deciding
from lms.rosters.preview.mapping import mapping_of
from lms.rosters.uploading import upload
from lms.vietnamese import marked_key, name_sort_key, search_key
from tests import factories

ROWS, ORGANISATIONS, KNOWN = 10_000, 300, 20_000
YEARS_OLDER = 30
ROUNDS = 3
SECONDS_TO_FINISH = 60
HEADING = (
    "STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Đơn vị công tác", "Xã/phường", "Huyện",
    "Điện thoại", "Số CCCD", "Dân tộc", "Ghi chú",
)  # fmt: skip
COMMUNES = ("Hưng Hà", "Long Hưng", "Ngự Thiên", "Tiên La", "Diên Hà", "Hồng Minh", "A Sào")


@dataclass
class Waits:
    """Milliseconds that somebody waited, while the list was taken over."""

    reading: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)


def main() -> None:
    """Both engines in one run; the dry run with what the process took in memory."""
    file = make_list()
    print("| | SQLite | PostgreSQL | target |\n| --- | --- | --- | --- |")
    columns = [_measure(engine, file) for engine in ("sqlite", "postgresql")]
    for name, target in _ROWS.items():
        print(f"| {name} | {' | '.join(column[name] for column in columns)} | {target} |")


_ROWS = {
    "dry run in a process that is up, seconds (median of three)": "under 3",
    "the command `roster check`, with its start, seconds (median of three)": "",
    "the same: largest resident memory, MB": "under 200",
    "taking the list over by a worker, seconds": "under 5",
    "of it: the longest that another writer waited, ms": "under 1000",
    "another's page meanwhile: median / slowest, ms": "",
}


def _measure(engine: str, file: bytes) -> dict[str, str]:
    with installation(engine) as place:
        import_units()
        _fill()
        path = place.settings.data_dir / "list.xlsx"
        path.write_bytes(file)
        alone = [_dry_run_alone(place, path) for _round in range(ROUNDS)]
        runs = [_dry_run(place, path) for _round in range(ROUNDS)]
        seconds, waits = _apply(place, file)
    return dict(
        zip(
            _ROWS,
            (
                f"{median(alone):.1f}",
                f"{median(run[0] for run in runs):.1f}",
                f"{max(run[1] for run in runs):.0f}",
                f"{seconds:.1f}",
                f"{max(waits.writing):.0f}",
                f"{median(waits.reading):.0f} / {max(waits.reading):.0f}",
            ),
            strict=True,
        )
    )


def make_list() -> bytes:
    """Everybody is new, among many namesakes."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(["DANH SÁCH HỌC VIÊN"])
    sheet.append(HEADING)
    for number, one in enumerate(names.people(ROWS)):
        sheet.append(_cells(number, one))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cells(number: int, one: names.MadeUpPerson) -> list[Any]:
    is_woman = one.sex == "female"
    return [
        number + 1,
        one.full_name,
        one.birth_date.year,
        "Nữ" if is_woman else "Nam",
        ("Giám đốc", "Kế toán", "Thành viên")[number % 3],
        f"HTX DVNN số {number % ORGANISATIONS}",
        COMMUNES[number % len(COMMUNES)],
        "",
        900_000_000 + number,
        f"034{int(is_woman)}{one.birth_date.year % 100:02d}{number:06d}",
        "Kinh",
        "",
    ]


def _fill() -> None:
    """Half of the organisations, and older people of the same names."""
    for number in range(ORGANISATIONS // 2):
        name = f"HTX Dịch vụ nông nghiệp số {number}"
        db.session.add(Organisation(name=name, kind=OrganisationKind.COOPERATIVE))
    rows = [
        {
            "full_name": one.full_name,
            "sort_key": name_sort_key(one.full_name),
            "search_key": search_key(one.full_name),
            "marked_key": marked_key(one.full_name),
            "birth_date": one.birth_date.replace(day=1, year=one.birth_date.year - YEARS_OLDER),
            "birth_precision": "day",
            "sex": one.sex,
        }
        for one in names.people(KNOWN)
    ]
    db.session.execute(insert(Person), rows)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def _dry_run_alone(place: Installation, path: Path) -> float:
    """Seconds of the dry run itself."""
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.dry_run", str(path)],
        cwd=ROOT, env=place.environ, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return float(answer.stdout)


def _dry_run(place: Installation, path: Path) -> tuple[float, float]:
    """Seconds from start to end of the command, and its largest resident memory in MB."""
    command = [sys.executable, "-m", "lms.cli", "roster", "check", str(path), "--format", "json"]
    begun, memory = time.perf_counter(), 0.0
    process = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=place.environ, stdout=subprocess.DEVNULL
    )
    while process.poll() is None:
        memory = _high_water(process.pid) or memory
        time.sleep(0.02)
    if process.returncode:
        raise RuntimeError(f"the dry run ended with {process.returncode}")
    return time.perf_counter() - begun, memory


def _high_water(process: int) -> float:
    """The largest resident memory of a process so far, in MB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1000 if found else 0.0


def _apply(place: Installation, file: bytes) -> tuple[float, Waits]:
    account = factories.account("Cán bộ", Role.OFFICER)
    by, cookie, waits = actor_of(account), place.cookie_of(account), Waits()
    db.session.rollback()  # reading the account has begun a transaction
    with served(place):
        roster_id, seen = _preview(file, by)
        stop = threading.Event()
        others = (
            lambda: waits.reading.append(_timed(lambda: _ask(place, cookie))),
            lambda: waits.writing.append(_timed(lambda: _write(place))),
        )
        threads = [threading.Thread(target=_repeat, args=(stop, other)) for other in others]
        for thread in threads:
            thread.start()
        seconds = _taken_over(roster_id, seen, by)
        stop.set()
        for thread in threads:
            thread.join()
    return seconds, waits


def _preview(file: bytes, by: Actor) -> tuple[int, int]:
    with database.transaction():
        roster = upload(file, "list.xlsx", by, None)
        roster.choices = mapping_of(roster).choices.as_json()
        db.session.flush()
        work.read(roster)
        deciding.enter_all_unknown(roster, by)
        deciding.judge_anew(roster)
        return roster.id, roster.revision


def _taken_over(roster_id: int, seen: int, by: Actor) -> float:
    begun = time.perf_counter()
    with database.transaction():
        roster = db.session.get_one(Roster, roster_id)
        job_id = work.submit(work.APPLY, roster, by, "/", seen).id
    while time.perf_counter() - begun < SECONDS_TO_FINISH:
        with database.reading():
            job = db.session.get_one(Job, job_id, populate_existing=True)
            state, finished = job.state, job.finished_at
            db.session.rollback()
        if finished is not None:
            with database.reading():
                failed = db.session.scalar(select(JobItem.reason).where(JobItem.job_id == job_id))
                db.session.rollback()
            if state != "done" or failed:
                raise RuntimeError(f"the list was not taken over: {failed}")
            return time.perf_counter() - begun
        time.sleep(0.02)
    raise TimeoutError(f"not taken over in {SECONDS_TO_FINISH} s")


def _repeat(stop: threading.Event, work_once: Callable[[], None]) -> None:
    while not stop.is_set():
        work_once()
        time.sleep(0.01)


def _ask(place: Installation, cookie: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", place.settings.port, timeout=20)
    connection.request("GET", "/people", headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"/people answered {answer.status}")


def _write(place: Installation) -> None:
    with place.app.app_context(), database.transaction() as session:
        session.add(SignInDelay(name_hash=f"bench {clock.now().timestamp()}"))


def _timed(work_once: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work_once()
    return 1000 * (time.perf_counter() - begun)
