"""Requests a second of a signed-in list page of 50 rows, and the first byte of a learner's page."""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
import time
from collections.abc import Callable

from bench.installation import Installation, installation, resident_megabytes, served
from lms.access import Role
from lms.demo import names
from lms.extensions import db
from lms.registry.models import Organisation, Person, PersonPhone, Position
from tests import factories

PEOPLE = 2000
CONNECTIONS, SECONDS, ROUNDS = 50, 5, 3
IDLE_REQUESTS = 50


def main() -> None:
    """Both engines in one run, so that their ratio stands."""
    figures = {engine: _measure(engine) for engine in ("sqlite", "postgresql")}
    print("| engine | list of 50 rows, req/s | p50 ms | p99 ms | first byte, ms | worker, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for engine, (rate, p50, p99, first, memory) in figures.items():
        print(f"| {engine} | {rate:.0f} | {p50:.0f} | {p99:.0f} | {first:.1f} | {memory:.0f} |")
    ratio = figures["sqlite"][0] / figures["postgresql"][0]
    print(f"\nsqlite / postgresql: {ratio:.2f}")


def _measure(engine: str) -> tuple[float, float, float, float, float]:
    with installation(engine) as place:
        _fill()
        officer = place.cookie_of(factories.account("Cán bộ", Role.OFFICER))
        lesson, learner = _lesson(place)
        with served(place) as server:
            rounds = [_wrk(place.url + "/people", officer) for _round in range(ROUNDS)]
            rate, p50, p99 = (statistics.median(column) for column in zip(*rounds, strict=True))
            first = statistics.median(
                _first_byte(place, lesson, learner) for _n in range(IDLE_REQUESTS)
            )
            memory = max(resident_megabytes(server.pid).values())
    return rate, p50, p99, first, memory


def _fill() -> None:
    organisations = [Organisation(name=name, kind=kind) for name, kind in names.organisations()]
    for number, someone in enumerate(names.people(PEOPLE)):
        row = Person(
            full_name=someone.full_name,
            sex=someone.sex,
            birth_date=someone.birth_date,
            birth_precision="day",
        )
        row.phones.append(PersonPhone(digits=someone.phone))
        organisation = organisations[number % len(organisations)]
        row.positions.append(Position(organisation=organisation, title="Giám đốc"))
        db.session.add(row)
    db.session.commit()


def _lesson(place: Installation) -> tuple[str, str]:
    officer = factories.account("Người ghi danh", Role.OFFICER)
    learner = factories.account("Học viên", Role.LEARNER)
    taught = factories.training_class()
    enrolled = factories.enrolment(taught, learner, by=officer)
    return f"/learning/{enrolled.id}/lessons/bai-1", place.cookie_of(learner)


def _wrk(url: str, cookie: str) -> tuple[float, float, float]:
    """Requests a second, p50 and p99 in ms; fails when any answer was not 200."""
    command = [
        *("wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"),
        *("-H", f"Cookie: {cookie}", url),
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    if "Non-2xx" in text:
        raise RuntimeError(f"not every answer was 200:\n{text}")
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", text))
    return rate, _milliseconds("50%", text), _milliseconds("99%", text)


def _milliseconds(share: str, text: str) -> float:
    value, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return float(value) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"no {pattern} in:\n{text}")
    return match.group(1)


def _first_byte(place: Installation, path: str, cookie: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", place.settings.port, timeout=5)
    connection.connect()
    milliseconds = timed(lambda: _ask(connection, path, cookie))
    connection.close()
    return milliseconds


def _ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> None:
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read(1)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")


def timed(work: Callable[[], None]) -> float:
    """Milliseconds that ``work`` takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
