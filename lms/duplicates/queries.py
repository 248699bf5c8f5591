"""Who may be in the register twice, as pages show it: plain rows of the shown columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import or_, select

from lms.duplicates.index import Candidate, PeopleIndex
from lms.duplicates.likeness import Strength
from lms.duplicates.models import Distinction
from lms.duplicates.pairs import Pair, candidate_pairs
from lms.duplicates.particulars import load_particulars
from lms.extensions import db
from lms.formatting import as_birth
from lms.lists import PAGE_SIZE
from lms.registry.models import Organisation, Person, PersonPhone, Position
from lms.registry.scope import is_held_today
from lms.vietnamese import masked_phone

#: So many candidates stand on a person's own page.
HINTED = 3


class Known(NamedTuple):
    """A person as these lists show one: every value but the number is text."""

    id: int
    name: str
    birth: str
    position: str
    phone: str


class Suspicion(NamedTuple):
    """A pair with both people."""

    pair: Pair
    first: Known
    second: Known


@dataclass(frozen=True)
class PairsPage:
    """One page of pairs, how many there are of each strength, and the organisations to filter by."""

    rows: list[Suspicion]
    has_next: bool
    counts: dict[Strength, int]
    organisations: list[tuple[int, str]]


def pairs_page(page: int, organisation_id: int | None = None) -> PairsPage:
    """The pairs of page ``page`` (from 1), the strongest first."""
    pairs = candidate_pairs()
    everywhere = frozenset().union(*(pair.organisations for pair in pairs))
    if organisation_id is not None:
        pairs = [pair for pair in pairs if organisation_id in pair.organisations]
    start = (page - 1) * PAGE_SIZE
    cut = pairs[start : start + PAGE_SIZE]
    people = known_people({number for pair in cut for number in (pair.first_id, pair.second_id)})
    return PairsPage(
        [Suspicion(pair, people[pair.first_id], people[pair.second_id]) for pair in cut],
        len(pairs) > start + PAGE_SIZE,
        Counter(pair.likeness.strength for pair in pairs),
        _organisations(everywhere),
    )


def candidates_of(person: Person) -> list[tuple[Known, Candidate]]:
    """Who is likely the same as somebody of the register, the strongest first."""
    near = [Person.search_key == person.search_key]
    if person.citizen_number_hash:
        near.append(Person.citizen_number_hash == person.citizen_number_hash)
    people = load_particulars(or_(*near))
    own = people.pop(person.id)
    others = people.keys() - _found_to_differ(person.id)
    found = PeopleIndex({number: people[number] for number in others}).candidates(own)[:HINTED]
    known = known_people([candidate.person_id for candidate in found])
    return [(known[candidate.person_id], candidate) for candidate in found]


def known_people(numbers: Collection[int]) -> dict[int, Known]:
    """The people of these numbers, also merged ones, in one statement."""
    held = (
        select(Position.id)
        .where(Position.person_id == Person.id, is_held_today())
        .order_by(Position.is_primary.desc(), Position.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    first_phone = (
        select(PersonPhone.digits)
        .where(PersonPhone.person_id == Person.id)
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Person.id,
            Person.full_name,
            Person.birth_date,
            Person.birth_precision,
            Position.title,
            Organisation.name,
            first_phone,
        )
        .outerjoin(Position, Position.id == held)
        .outerjoin(Organisation, Organisation.id == Position.organisation_id)
        .where(Person.id.in_(numbers))
    )
    return {
        id_: Known(
            id_,
            name,
            as_birth(day, precision),
            ", ".join(words for words in (title, organisation) if words),
            masked_phone(digits or ""),
        )
        for id_, name, day, precision, title, organisation, digits in rows
    }


def distinction_of(two: tuple[int, int]) -> Distinction | None:
    """The finding that these are two people."""
    first, second = sorted(two)
    return db.session.scalar(
        select(Distinction).where(Distinction.first_id == first, Distinction.second_id == second)
    )


def _found_to_differ(person_id: int) -> set[int]:
    rows = db.session.execute(
        select(Distinction.first_id, Distinction.second_id).where(
            or_(Distinction.first_id == person_id, Distinction.second_id == person_id)
        )
    )
    return {number for row in rows for number in row} - {person_id}


def _organisations(numbers: Collection[int]) -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(numbers))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]
