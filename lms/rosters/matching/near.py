"""The people of the register whom the rows of a list may mean, read in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import select

from lms.duplicates.particulars import Particulars, load_particulars
from lms.extensions import db
from lms.privacy.consents import ETHNICITY, consenting_people
from lms.privacy.models import PersonEthnicity
from lms.registry.models import Person, PersonPhone, Position
from lms.registry.people.register import Birth
from lms.registry.scope import is_held_today

#: So many values stand in one statement; databases allow more, and gain nothing by it.
CHUNK = 1000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Near:
    """``revisions`` is what of the register the answers rest on: when it differs, they may."""

    people: dict[int, Particulars]
    revisions: dict[int, int]


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """A position of somebody; ``is_held`` today."""

    organisation_id: int
    title: str
    is_primary: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says of a person, as far as a list can add to it."""

    id: int
    full_name: str
    birth: Birth
    sex: str
    citizen_hash: str | None
    phones: tuple[str, ...]
    positions: tuple[HeldPosition, ...]
    #: The number of the ethnic group; None where the person has not consented to its being kept.
    ethnic_group: str | None = None

    @property
    def holds_primary(self) -> bool:
        return any(held.is_primary and held.is_held for held in self.positions)


def near(names: Collection[str], citizen_hashes: Collection[str], ids: Collection[int]) -> Near:
    """Everybody who has one of the names (search keys) or citizen numbers, and those of ``ids``."""
    people: dict[int, Particulars] = {}
    found = _ids_near(names, citizen_hashes, ids)
    for chunk in chunks(found):
        people.update(load_particulars(Person.id.in_(chunk)))
    return Near(people, _revisions(found))


def revisions_near(
    names: Collection[str], citizen_hashes: Collection[str], ids: Collection[int]
) -> dict[int, int]:
    """The revisions of everybody whom :func:`near` would load, at less cost."""
    return _revisions(_ids_near(names, citizen_hashes, ids))


def registered(ids: Collection[int], *, with_ethnicity: bool = False) -> dict[int, Registered]:
    """What the register says of these people, by number; ethnic groups only where a list names some."""
    phones, positions = _phones(ids), _positions(ids)
    groups = _ethnic_groups(ids) if with_ethnicity else {}
    columns = (
        Person.id,
        Person.full_name,
        Person.birth_date,
        Person.birth_precision,
        Person.sex,
        Person.citizen_number_hash,
    )
    return {
        row.id: Registered(
            row.id,
            row.full_name,
            Birth(row.birth_date, row.birth_precision),
            row.sex,
            row.citizen_number_hash,
            tuple(phones[row.id]),
            tuple(positions[row.id]),
            groups.get(row.id),
        )
        for chunk in chunks(ids)
        for row in db.session.execute(select(*columns).where(Person.id.in_(chunk)))
    }


def chunks(values: Collection[T]) -> Iterator[Sequence[T]]:
    """The values in lists that a statement can hold."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _ids_near(
    names: Collection[str], citizen_hashes: Collection[str], ids: Collection[int]
) -> list[int]:
    """In order. Names are not indexed by themselves: for many of them everybody's is looked at once."""
    found = set(ids)
    if len(names) <= CHUNK:
        found.update(db.session.scalars(select(Person.id).where(Person.search_key.in_(names))))
    else:
        wanted = set(names)
        rows = db.session.execute(select(Person.id, Person.search_key))
        found.update(id_ for id_, name in rows if name in wanted)
    for chunk in chunks(citizen_hashes):
        number = Person.citizen_number_hash
        found.update(db.session.scalars(select(Person.id).where(number.in_(chunk))))
    return sorted(found)


def _revisions(ids: Collection[int]) -> dict[int, int]:
    return {
        id_: revision
        for chunk in chunks(ids)
        for id_, revision in db.session.execute(
            select(Person.id, Person.revision).where(Person.id.in_(chunk))
        )
    }


def _phones(ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for chunk in chunks(ids):
        statement = (
            select(PersonPhone.person_id, PersonPhone.digits)
            .where(PersonPhone.person_id.in_(chunk))
            .order_by(PersonPhone.position, PersonPhone.id)
        )
        for person_id, digits in db.session.execute(statement):
            found[person_id].append(digits)
    return found


def _positions(ids: Collection[int]) -> dict[int, list[HeldPosition]]:
    found: dict[int, list[HeldPosition]] = defaultdict(list)
    for chunk in chunks(ids):
        statement = (
            select(
                Position.person_id,
                Position.organisation_id,
                Position.title,
                Position.is_primary,
                is_held_today(),
            )
            .where(Position.person_id.in_(chunk))
            .order_by(Position.id)
        )
        for row in db.session.execute(statement):
            found[row[0]].append(HeldPosition(*row[1:]))
    return found


def _ethnic_groups(ids: Collection[int]) -> dict[int, str]:
    """The recorded group, or nothing yet, of those who have consented to its being kept."""
    found: dict[int, str] = {}
    for chunk in chunks(ids):
        statement = (
            select(Person.id, PersonEthnicity.group_code)
            .outerjoin(PersonEthnicity, PersonEthnicity.person_id == Person.id)
            .where(Person.id.in_(chunk), Person.id.in_(consenting_people(ETHNICITY)))
        )
        found.update({row.id: row.group_code or "" for row in db.session.execute(statement)})
    return found
