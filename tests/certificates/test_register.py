"""The register book: no gap, no number twice, whoever issues at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import database
from lms.certificates import issuing, register
from lms.certificates.models import Certificate, RegisterBook
from lms.extensions import db
from tests.certificates.story import certificates, ended_class, enrolled
from tests.people import Cast

ISSUERS = 20
DAY = date(2026, 3, 5)


def at_once(app: Flask, works: list[Callable[[], Any]]) -> list[Any]:
    """Do all of them at the same moment, each with a database session of its own."""
    db.session.commit()
    start = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait(20)
            try:
                return database.retrying(work)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(lambda work: Context().run(one, work), works))


def take(year: int) -> int:
    with database.transaction():
        return register.take_number(year)


def record(enrolment_id: int, by_id: int) -> int:
    with database.transaction():
        return issuing.record(enrolment_id, by_id, DAY, "test/1").certificate_id


def test_twenty_issuers_in_a_new_year_take_one_to_twenty(app: Flask) -> None:
    taken = at_once(app, [lambda: take(2026)] * ISSUERS)
    assert sorted(taken) == list(range(1, ISSUERS + 1))
    assert db.session.scalar(select(RegisterBook.last_number)) == ISSUERS


@pytest.mark.usefixtures("office")
def test_twenty_issuers_for_twenty_people_leave_no_gap(app: Flask, cast: Cast) -> None:
    training_class = ended_class(sessions=1)
    people = [enrolled(training_class, f"Lê Văn {n}", cast.officer).id for n in range(ISSUERS)]
    by = cast.officer.id
    at_once(app, [lambda id_=id_: record(id_, by) for id_ in people])
    lines = certificates()
    assert [line.number for line in lines] == list(range(1, ISSUERS + 1))
    assert {line.enrolment_id for line in lines} == set(people)
    assert len({line.code for line in lines}) == ISSUERS
    assert [line.words["number"] for line in lines] == [line.register_number for line in lines]


@pytest.mark.usefixtures("office")
def test_twenty_issuers_for_one_person_write_one_line(app: Flask, cast: Cast) -> None:
    person, by = enrolled(ended_class(sessions=1), cast.learner, cast.officer).id, cast.officer.id
    written = at_once(app, [lambda: record(person, by)] * ISSUERS)
    assert len(set(written)) == 1
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1
    assert db.session.scalar(select(RegisterBook.last_number)) == 1


def test_a_number_that_was_undone_is_given_to_the_next(app: Flask) -> None:
    assert take(2026) == 1
    with pytest.raises(ZeroDivisionError), database.transaction():
        assert register.take_number(2026) == 2
        _ = 1 / 0
    assert take(2026) == 2


def test_each_year_begins_at_one(app: Flask) -> None:
    assert [take(2025), take(2025), take(2026), take(2025)] == [1, 2, 1, 3]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "0001/2026/GCN-LMHTX"),
        (9999, "9999/2026/GCN-LMHTX"),
        (10000, "10000/2026/GCN-LMHTX"),
    ],
)
def test_the_printed_number(number: int, shown: str) -> None:
    assert register.register_number(number, 2026, "LMHTX") == shown
