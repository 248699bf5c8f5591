"""The pairs of people in the register who may be one.

People are put into groups that share what a reason needs (a citizen number; a name with a year, a
telephone number or an organisation), and only those of one group are compared. The database finds who is
in such a group with others; only their particulars are read. In a group that is larger than any truth (a
whole list entered under one name) everybody is compared with its oldest member only, so that the work
grows with the number of people and never with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, extract, func, select

from lms.duplicates.likeness import Likeness, likeness
from lms.duplicates.models import Distinction
from lms.duplicates.particulars import Particulars, load_particulars
from lms.extensions import db
from lms.registry.models import BirthPrecision, Person, PersonPhone, Position
from lms.registry.scope import listed_people

#: Larger groups are compared with their oldest member only.
LARGEST_GROUP = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people by number, the smaller first, how alike they are, and where either has a position."""

    first_id: int
    second_id: int
    likeness: Likeness
    organisations: frozenset[int]

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The strongest first, with the fewest doubts, then the newest."""
        alike = self.likeness
        return -alike.strength, len(alike.doubts), -self.second_id, -self.first_id


def candidate_pairs() -> list[Pair]:
    """Every pair of the register that may be one human being and was not found to be two."""
    near: Any = bindparam("near", sorted(_near_ids()), expanding=True, literal_execute=True)
    known_to_differ = {
        (row.first_id, row.second_id)
        for row in db.session.execute(select(Distinction.first_id, Distinction.second_id))
    }
    return [
        pair
        for pair in find_pairs(load_particulars(Person.id.in_(near)))
        if (pair.first_id, pair.second_id) not in known_to_differ
    ]


def find_pairs(people: Mapping[int, Particulars]) -> list[Pair]:
    """Every pair that may be one human being, the strongest first."""
    near: set[tuple[int, int]] = set()
    for members in _groups(people).values():
        near.update(_pairs_within(members))
    found = []
    for first_id, second_id in near:
        one, other = people[first_id], people[second_id]
        alike = likeness(one, other)
        if alike is not None:
            found.append(Pair(first_id, second_id, alike, one.organisations | other.organisations))
    return sorted(found, key=lambda pair: pair.order)


def _near_ids() -> set[int]:
    """Those who share a number, or a name with something else, with anybody."""
    year = extract("year", Person.birth_date)
    is_born = Person.birth_precision != BirthPrecision.UNKNOWN
    phones, positions = PersonPhone.person_id, Position.person_id
    statements = (
        _shared(Person.id, (Person.citizen_number_hash,), Person.citizen_number_hash.is_not(None)),
        _shared(Person.id, (Person.search_key, year), is_born),
        _shared(phones, (Person.search_key, PersonPhone.digits), phones == Person.id),
        _shared(positions, (Person.search_key, Position.organisation_id), positions == Person.id),
    )
    return {person_id for statement in statements for person_id in db.session.scalars(statement)}


def _shared(owner: Any, values: tuple[Any, ...], condition: ColumnElement[bool]) -> Select[int]:
    """Whose values stand in another row too. One pass over the rows, whatever the planner knows of them:
    asked through a subquery, PostgreSQL compared every row with every group until it had counted them."""
    sharing = func.count().over(partition_by=values).label("sharing")
    rows = select(owner.label("person_id"), sharing).where(listed_people(), condition).subquery()
    return select(rows.c.person_id).where(rows.c.sharing > 1)


def _groups(people: Mapping[int, Particulars]) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for person_id, known in people.items():
        for key in _keys(known):
            groups[key].append(person_id)
    return groups


def _keys(known: Particulars) -> Iterator[Hashable]:
    if known.citizen_hash:
        yield known.citizen_hash
    name = known.name_key
    if not name:
        return
    if known.birth_year is not None:
        yield name, known.birth_year
    for digits in known.phones:
        yield name, digits
    for organisation_id in known.organisations:
        yield name, "organisation", organisation_id


def _pairs_within(members: list[int]) -> Iterable[tuple[int, int]]:
    if len(members) < 2:
        return ()
    members.sort()
    if len(members) > LARGEST_GROUP:
        return ((members[0], other) for other in members[1:])
    return combinations(members, 2)
