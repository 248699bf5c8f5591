"""By which map a report groups places: that of the day, today's, or the former districts ("khu vực").

Everything that happened keeps the unit of its day, so a report joins its rows to ``places(...)``::

    place = places(Geography.FORMER_DISTRICT)
    select(place.c.name, func.count(Enrolment.person_id.distinct()))
    .join(place, place.c.unit_id == Enrolment.unit_id).group_by(place.c.key, place.c.name)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import (
    CTE,
    Boolean,
    Integer,
    Select,
    String,
    column,
    literal,
    select,
    values,
)

from lms.extensions import db
from lms.registry.models import AdministrativeUnit
from lms.registry.units.history import BETWEEN_DISTRICTS, History, Unit, load_history
from lms.vietnamese import sort_key


class Geography(StrEnum):
    OF_THE_DAY = "of the day"
    TODAY = "today"
    FORMER_DISTRICT = "former district"


class Place(NamedTuple):
    """The group that a unit belongs to. ``key`` tells groups of equal name apart.

    ``is_certain`` is False where the unit's territory lies in several groups and this one has most of
    it, or is the one that people are counted under by default: a report says so.
    """

    key: str
    name: str
    is_certain: bool


def place_of_units(geography: Geography, on: date | None = None) -> dict[int, Place]:
    """The group of every unit, of any generation, as of ``on`` (today); in two statements."""
    history = load_history()
    return {unit_id: _place(history, unit_id, geography, on) for unit_id in history.units}


def places(geography: Geography, on: date | None = None) -> CTE:
    """The same as a table to join: unit_id, key, name, sort_key, is_certain."""
    rows = [
        (unit_id, place.key, place.name, sort_key(place.name), place.is_certain)
        for unit_id, place in place_of_units(geography, on).items()
    ]
    columns = (
        column("unit_id", Integer),
        column("key", String),
        column("name", String),
        column("sort_key", String),
        column("is_certain", Boolean),
    )
    return values(*columns).data(rows or [(-1, "", "", "", True)]).cte("place")


def former_district_names() -> list[str]:
    """The former districts that units are recorded under, in Vietnamese order; one statement."""
    rows = db.session.scalars(select(AdministrativeUnit.former_district).distinct())
    return _in_order(name for row in rows for name in row.split(BETWEEN_DISTRICTS))


def district_names_of(history: History) -> list[str]:
    """The same of a history that is read already."""
    return _in_order(name for unit in history.units.values() for name in unit.districts)


def units_of_district(name: str) -> Select[int]:
    """The ids of the units, of any generation, that lie in a former district wholly or partly."""
    between = literal(BETWEEN_DISTRICTS)
    listed = between + AdministrativeUnit.former_district + between
    return select(AdministrativeUnit.id).where(
        listed.contains(f"{BETWEEN_DISTRICTS}{name}{BETWEEN_DISTRICTS}", autoescape=True)
    )


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name}, key=sort_key)


def _place(history: History, unit_id: int, geography: Geography, on: date | None) -> Place:
    unit = history.units[unit_id]
    if geography == Geography.OF_THE_DAY:
        return Place(str(unit_id), _name_of_the_day(unit), True)
    if geography == Geography.TODAY:
        rolled = history.rolled_forward(unit_id, on)
        return Place(str(rolled.unit_id), history.units[rolled.unit_id].name, rolled.is_certain)
    district = history.main_district(unit_id)
    return Place(district, district, len(unit.districts) == 1)


def _name_of_the_day(unit: Unit) -> str:
    """Former units are named with their district, for several had one name."""
    return (
        unit.name
        if unit.ended_on is None
        else f"{unit.name}, {BETWEEN_DISTRICTS.join(unit.districts)}"
    )
