"""What two people are compared by, read for many of them in three statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from lms.extensions import db
from lms.registry.models import BirthPrecision, Person, PersonPhone, Position, Sex
from lms.registry.people.register import UNKNOWN_BIRTH, Birth
from lms.registry.scope import listed_people
from lms.vietnamese import search_key

NOTHING: frozenset[int] = frozenset()
NO_PHONES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Particulars:
    """A person as comparison sees one: names without marks, numbers in national digits."""

    name_key: str
    birth_year: int | None = None
    #: Only of those whose day of birth is known.
    birth_day: date | None = None
    sex: str = Sex.UNKNOWN
    phones: frozenset[str] = NO_PHONES
    #: Of every position ever held.
    organisations: frozenset[int] = NOTHING
    citizen_hash: str | None = None
    #: As it is written, with its marks.
    full_name: str = ""


def particulars(
    full_name: str,
    birth: Birth = UNKNOWN_BIRTH,
    *,
    sex: str = Sex.UNKNOWN,
    phones: Collection[str] = (),
    organisation_id: int | None = None,
    citizen_hash: str | None = None,
) -> Particulars:
    """The particulars of somebody who is not in the register yet; phones in national digits."""
    return Particulars(
        search_key(full_name),
        *_birth(birth.day, birth.precision),
        sex,
        frozenset(phones),
        frozenset(() if organisation_id is None else (organisation_id,)),
        citizen_hash or None,
        full_name,
    )


def load_particulars(condition: ColumnElement[bool] | None = None) -> dict[int, Particulars]:
    """The particulars of the people who meet a condition on Person (everybody), by their number.

    Those who were merged into somebody else are left out.
    """
    wanted = listed_people() if condition is None else and_(listed_people(), condition)
    people = select(
        Person.id,
        Person.search_key,
        Person.birth_date,
        Person.birth_precision,
        Person.sex,
        Person.citizen_number_hash,
        Person.full_name,
    ).where(wanted)
    phones = _gathered(PersonPhone.digits, PersonPhone.person_id, condition)
    organisations = _gathered(Position.organisation_id, Position.person_id, condition)
    return {
        id_: Particulars(
            name_key,
            *_birth(day, precision),
            sex,
            phones.get(id_, NO_PHONES),
            organisations.get(id_, NOTHING),
            citizen_hash,
            full_name,
        )
        for id_, name_key, day, precision, sex, citizen_hash, full_name in db.session.execute(
            people
        )
    }


def _gathered(value: Any, owner: Any, condition: ColumnElement[bool] | None) -> dict[int, Any]:
    statement = select(owner, value)
    if condition is not None:
        statement = statement.join(Person, Person.id == owner).where(condition)
    found: dict[int, frozenset[Any]] = {}
    alone: dict[Any, frozenset[Any]] = {}  # most people have one, and share it with colleagues
    for owner_id, one in db.session.execute(statement):
        single = alone.get(one) or alone.setdefault(one, frozenset((one,)))
        known = found.get(owner_id)
        found[owner_id] = single if known is None else known | single
    return found


def _birth(day: date | None, precision: str) -> tuple[int | None, date | None]:
    if day is None or precision == BirthPrecision.UNKNOWN:
        return None, None
    return day.year, day if precision == BirthPrecision.DAY else None
