"""How long finding people takes among 50,000: the query of the list page, on both engines."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import cycle, islice
from time import perf_counter
from typing import Any

from sqlalchemy import insert, text

from bench.installation import installation
from lms import database
from lms.access import Role
from lms.accounts.actors import Actor, actor_of
from lms.demo import names
from lms.extensions import db
from lms.registry.models import BirthPrecision, Organisation, Person, PersonPhone, Position
from lms.registry.people.citizen_number import set_citizen_number
from lms.registry.people.queries import people_page
from lms.vietnamese import marked_key, name_sort_key, search_key
from tests import factories

PEOPLE, ORGANISATIONS = 50_000, 600
FIRST_ID = 1000  # leaves room for those who were there before
ROUNDS = 30
NUMBER = "034165001234"
#: What is typed, in words for the table. Each is asked with the caches warm, as after the first minute.
QUESTIONS = {
    "no words: the first page": "",
    "a family name that every third person has": "nguyen",
    "the same with its marks, which come first": "nguyễn",
    "a given name": "huong",
    "family, middle and given name": "nguyễn thị hương",
    "beginnings of words": "ng th hu",
    "a name that nobody has": "nguyen thi zo",
    "five digits of a telephone number": "01234",
    "a citizen number": NUMBER,
}


def main() -> None:
    """Median and slowest of thirty, in milliseconds, of the rows of one page with everything they show."""
    figures = {engine: _measure(engine) for engine in ("sqlite", "postgresql")}
    print(f"{PEOPLE} people\n\n| asked for | SQLite, ms | PostgreSQL, ms |\n| --- | --- | --- |")
    for name in QUESTIONS:
        cells = (f"{median:.1f} ({slowest:.1f})" for median, slowest in _of(figures, name))
        print(f"| {name} | {' | '.join(cells)} |")


def _of(
    figures: dict[str, dict[str, tuple[float, float]]], name: str
) -> Iterator[tuple[float, float]]:
    return (figures[engine][name] for engine in ("sqlite", "postgresql"))


def _measure(engine: str) -> dict[str, tuple[float, float]]:
    with installation(engine):
        officer = actor_of(factories.account("Cán bộ", Role.OFFICER))
        fill(PEOPLE)
        set_citizen_number(db.session.get_one(Person, FIRST_ID), NUMBER, officer)
        db.session.commit()
        if engine == "postgresql":
            _tidy()
        with database.reading():
            return {name: _timed(officer, q) for name, q in QUESTIONS.items()}


def _tidy() -> None:
    """What PostgreSQL does by itself within a minute after so many rows were written."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _timed(officer: Actor, q: str) -> tuple[float, float]:
    taken = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        people_page(officer, q, 1)
        taken.append(1000 * (perf_counter() - begun))
    return statistics.median(taken), max(taken[1:])


def fill(count: int) -> None:
    """People with a telephone number and a position each, in the shortest way."""
    organisations = [
        Organisation(name=f"{name} {number}", kind=kind)
        for number, (name, kind) in enumerate(islice(cycle(names.organisations()), ORGANISATIONS))
    ]
    db.session.add_all(organisations)
    db.session.flush()
    people = list(enumerate(names.people(count), FIRST_ID))
    held_in = cycle([row.id for row in organisations])
    positions = [
        {"person_id": id_, "organisation_id": next(held_in), "title": "Giám đốc"}
        for id_, _someone in people
    ]
    phones = [{"person_id": id_, "digits": someone.phone} for id_, someone in people]
    db.session.execute(insert(Person), [_row(id_, someone) for id_, someone in people])
    db.session.execute(insert(PersonPhone), phones)
    db.session.execute(insert(Position), positions)
    db.session.commit()


def _row(id_: int, someone: names.MadeUpPerson) -> dict[str, Any]:
    return {
        "id": id_,
        "full_name": someone.full_name,
        "sort_key": name_sort_key(someone.full_name),
        "search_key": search_key(someone.full_name),
        "marked_key": marked_key(someone.full_name),
        "sex": someone.sex,
        "birth_date": someone.birth_date,
        "birth_precision": BirthPrecision.DAY,
    }
