"""Who of the register is likely the same as somebody: for imports, forms and a person's page.

Load the index once, then ask it for as many people as a file has: no statement is sent in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from lms.duplicates.likeness import Doubt, Reason, Strength, likeness
from lms.duplicates.particulars import Particulars, load_particulars

#: So many namesakes say nothing any more; the likest are named.
MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register who may be the one asked about."""

    person_id: int
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]
    strength: Strength


class PeopleIndex:
    """People by name and by citizen number, in memory: about 1 kB each."""

    def __init__(self, people: Mapping[int, Particulars]) -> None:
        self._people = dict(people)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_number: dict[str, list[int]] = defaultdict(list)
        for person_id, known in self._people.items():
            self._put(person_id, known)

    @classmethod
    def load(cls, condition: ColumnElement[bool] | None = None) -> PeopleIndex:
        """The people who meet a condition on Person; everybody when it is left out."""
        return cls(load_particulars(condition))

    def add(self, person_id: int, known: Particulars) -> None:
        """Let rows that follow find somebody who was entered after loading."""
        self._people[person_id] = known
        self._put(person_id, known)

    def candidates(self, asked: Particulars) -> list[Candidate]:
        """Who is likely the same, the strongest first, then the oldest of the register."""
        near = set(self._by_name.get(asked.name_key, ()))
        near.update(self._by_number.get(asked.citizen_hash or "", ()))
        found = []
        for person_id in near:
            alike = likeness(asked, self._people[person_id])
            if alike is not None:
                found.append(Candidate(person_id, alike.reasons, alike.doubts, alike.strength))
        found.sort(key=lambda one: (-one.strength, len(one.doubts), one.person_id))
        return found[:MOST_CANDIDATES]

    def _put(self, person_id: int, known: Particulars) -> None:
        self._by_name[known.name_key].append(person_id)
        if known.citizen_hash:
            self._by_number[known.citizen_hash].append(person_id)


def likely_same_many(asked: Iterable[Particulars]) -> list[list[Candidate]]:
    """For each of the particulars who is likely the same, in the same order."""
    index = PeopleIndex.load()
    return [index.candidates(one) for one in asked]


def likely_same(asked: Particulars) -> list[Candidate]:
    """Who is likely the same as one person, the strongest first."""
    return likely_same_many([asked])[0]
