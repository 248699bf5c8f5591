"""What finding duplicates costs among 50,000 people of whom 2,000 are in the register twice."""

from __future__ import annotations

import random
import resource
from datetime import date
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from bench.installation import installation
from lms.clock import now
from lms.demo.names import FAMILY, GIVEN, MIDDLE
from lms.duplicates.index import PeopleIndex
from lms.duplicates.pairs import candidate_pairs
from lms.duplicates.particulars import particulars
from lms.extensions import db
from lms.registry.models import (
    Organisation,
    OrganisationKind,
    Person,
    PersonPhone,
    Position,
    Sex,
)
from lms.vietnamese import marked_key, name_sort_key, search_key

PEOPLE, TWICE, ORGANISATIONS, ASKED = 50_000, 2_000, 600, 10_000


def main() -> None:
    """Seconds, the best of three, on both databases."""
    print("| | SQLite | PostgreSQL |\n| --- | --- | --- |")
    rows = [_measured(engine) for engine in ("sqlite", "postgresql")]
    for what in rows[0]:
        print(f"| {what} | {rows[0][what]} | {rows[1][what]} |")


def _measured(engine: str) -> dict[str, str]:
    with installation(engine):
        fill()
        seconds, found = best(candidate_pairs)
        loading, index = best(PeopleIndex.load)
        asking, _found = best(lambda: [index.candidates(one) for one in asked()])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        f"pairs among {PEOPLE:,} people: seconds": f"{seconds:.2f}",
        "the same: pairs found": f"{len(found):,}",
        "loading the index for imports: seconds": f"{loading:.2f}",
        f"asking it for {ASKED:,} rows: seconds": f"{asking:.2f}",
        "most memory of the process, MB": f"{peak:.0f}",
    }


def best(work: Any) -> tuple[float, Any]:
    """The shortest of three runs, in seconds, with the last answer."""
    times, answer = [], None
    for _turn in range(3):
        begun = perf_counter()
        answer = work()
        times.append(perf_counter() - begun)
        db.session.rollback()
    return min(times), answer


def asked() -> list[Any]:
    """A file's rows: half of them of people who are known."""
    rng = random.Random(7)  # noqa: S311
    return [particulars(_name(rng), phones=[_phone(rng)]) for _row in range(ASKED)]


def fill() -> None:
    """Organisations, people, phones and positions, written in bulk."""
    rng = random.Random(5)  # noqa: S311
    db.session.add_all(
        Organisation(name=f"HTX số {n}", kind=OrganisationKind.COOPERATIVE)
        for n in range(1, ORGANISATIONS + 1)
    )
    db.session.flush()
    people = [_person(rng, number) for number in range(1, PEOPLE + 1)]
    for number in rng.sample(range(PEOPLE // 2), TWICE):
        twin = people[number]
        people[PEOPLE - 1 - number] |= {
            "full_name": twin["full_name"],
            "birth_date": twin["birth_date"],
        }
    db.session.execute(insert(Person), [_keyed(row) for row in people])
    db.session.execute(
        insert(PersonPhone),
        [{"person_id": n, "position": 0, "digits": _phone(rng)} for n in range(1, PEOPLE + 1)],
    )
    db.session.execute(
        insert(Position),
        [
            {
                "person_id": n,
                "organisation_id": rng.randint(1, ORGANISATIONS),
                "title": "Giám đốc",
                "is_primary": True,
            }
            for n in range(1, PEOPLE + 1)
        ],
    )
    db.session.commit()


def _person(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "full_name": _name(rng),
        "birth_date": date(rng.randint(1950, 2000), 1, 1),
        "birth_precision": "year",
        "sex": Sex.UNKNOWN,
        "created_at": now(),
    }


def _keyed(row: dict[str, Any]) -> dict[str, Any]:
    name = row["full_name"]
    return row | {
        "sort_key": name_sort_key(name),
        "search_key": search_key(name),
        "marked_key": marked_key(name),
    }


def _name(rng: random.Random) -> str:
    sex = rng.choice((Sex.MALE, Sex.FEMALE))
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"


def _phone(rng: random.Random) -> str:
    return f"09{rng.randrange(60_000):08d}"
