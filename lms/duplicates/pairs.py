"""The pairs of people in the register who may be one, in one pass over it.

People are put into groups that share what a reason needs (a citizen number; a name with a year, a
telephone number or an organisation), and only those of one group are compared. In a group that is
larger than any truth (a whole list entered without names) everybody is compared with its oldest
member only, so that the work grows with the number of people and never with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from lms.duplicates.likeness import Likeness, likeness
from lms.duplicates.particulars import Particulars

#: Larger groups are compared with their oldest member only.
LARGEST_GROUP = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people by number, the smaller first, and how alike they are."""

    first_id: int
    second_id: int
    likeness: Likeness

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The strongest first, with the fewest doubts, then the newest."""
        alike = self.likeness
        return -alike.strength, len(alike.doubts), -self.second_id, -self.first_id


def find_pairs(people: Mapping[int, Particulars]) -> list[Pair]:
    """Every pair that may be one human being, the strongest first."""
    near: set[tuple[int, int]] = set()
    for members in _groups(people).values():
        near.update(_pairs_within(members))
    found = []
    for first_id, second_id in near:
        alike = likeness(people[first_id], people[second_id])
        if alike is not None:
            found.append(Pair(first_id, second_id, alike))
    return sorted(found, key=lambda pair: pair.order)


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
