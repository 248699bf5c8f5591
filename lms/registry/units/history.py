"""What became of each commune and ward: the units of all generations and the edges between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from lms import clock
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, AdministrativeUnitSuccession
from lms.registry.units.addresses import place_key, without_kind

#: Between the former districts of a unit that was made of communes of several.
BETWEEN_DISTRICTS = "; "
_DISTRICT_KINDS = ("Huyện ", "Thành phố ", "Thị xã ")


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or ward between two days; ``began_on`` None: nobody knows since when.

    Where the first day is not recorded, it is the one on which an earlier unit of the same code ended.
    """

    id: int
    code: str
    name: str
    kind: str
    key: str
    districts: tuple[str, ...]
    district_keys: frozenset[str]
    province: str
    began_on: date | None
    ended_on: date | None

    def is_valid_on(self, day: date) -> bool:
        return (self.began_on is None or self.began_on <= day) and (
            self.ended_on is None or day < self.ended_on
        )


class Edge(NamedTuple):
    predecessor_id: int
    successor_id: int
    is_whole: bool
    is_default: bool
    effective_on: date


@dataclass(frozen=True, slots=True)
class RolledForward:
    """Where a unit's territory is on a later day.

    ``unit_id`` follows the default successor of each division; then ``is_certain`` is False, and
    ``all_ids`` are all units that have a part of it. ``path`` are the ids from the unit to ``unit_id``.
    """

    unit_id: int
    is_certain: bool
    all_ids: tuple[int, ...]
    path: tuple[int, ...]


class History:
    """All units and edges, in memory: there are some hundreds."""

    def __init__(self, units: Iterable[Unit], edges: Iterable[Edge]) -> None:
        self.units = {unit.id: unit for unit in units}
        self.edges = list(edges)
        self._out: dict[int, list[Edge]] = {}
        self._in: dict[int, list[Edge]] = {}
        for edge in self.edges:
            self._out.setdefault(edge.predecessor_id, []).append(edge)
            self._in.setdefault(edge.successor_id, []).append(edge)

    def successors(self, unit_id: int) -> list[Edge]:
        """The default one first."""
        return sorted(self._out.get(unit_id, ()), key=lambda edge: not edge.is_default)

    def predecessors(self, unit_id: int) -> list[Edge]:
        return self._in.get(unit_id, [])

    def rolled_forward(self, unit_id: int, on: date | None = None) -> RolledForward:
        """Where the unit's territory is on ``on`` (today), through as many generations as there are."""
        day = on or clock.today()
        path, is_certain = [unit_id], True
        while edges := self._effective(path[-1], day):
            default = edges[0]
            is_certain = is_certain and default.is_whole and len(edges) == 1
            path.append(default.successor_id)
        ends = (path[-1], *self._ends(unit_id, day))
        return RolledForward(path[-1], is_certain, tuple(dict.fromkeys(ends)), tuple(path))

    def main_district(self, unit_id: int) -> str:
        """Of the former districts of a unit, the one that gave it most communes; "" if none is known."""
        districts = self.units[unit_id].districts
        given = [
            district
            for edge in self.predecessors(unit_id)
            if edge.is_whole
            for district in self.units[edge.predecessor_id].districts
        ]
        return max(districts, key=given.count, default="")

    def _effective(self, unit_id: int, day: date) -> list[Edge]:
        return [edge for edge in self.successors(unit_id) if edge.effective_on <= day]

    def _ends(self, unit_id: int, day: date) -> list[int]:
        edges = self._effective(unit_id, day)
        if not edges:
            return [unit_id]
        return [end for edge in edges for end in self._ends(edge.successor_id, day)]


def load_history() -> History:
    """Every unit and every edge, in two statements."""
    edges = [Edge(*row) for row in db.session.execute(_EDGES)]
    rows = db.session.execute(_UNITS).all()
    codes = {row.id: row.code for row in rows}
    since = {
        edge.successor_id: edge.effective_on
        for edge in edges
        if codes[edge.predecessor_id] == codes[edge.successor_id]
    }
    return History((_unit(row, since.get(row.id)) for row in rows), edges)


def roll_forward(unit_id: int, on: date | None = None) -> RolledForward:
    """Where one unit's territory is on ``on`` (today); for many, use one ``load_history()``."""
    return load_history().rolled_forward(unit_id, on)


def present_units_of(unit: AdministrativeUnit) -> list[str]:
    """What a unit that has ended is today, the default first; nothing for a unit of today."""
    if unit.valid_to is None or unit.valid_to > clock.today():
        return []
    history = load_history()
    rolled = history.rolled_forward(unit.id)
    return [history.units[id_].name for id_ in rolled.all_ids if id_ != unit.id]


_unit_table, _succession_table = AdministrativeUnit, AdministrativeUnitSuccession
_EDGES = select(
    _succession_table.predecessor_id,
    _succession_table.successor_id,
    _succession_table.is_whole,
    _succession_table.is_default,
    _succession_table.effective_on,
).order_by(_succession_table.id)
_UNITS = select(
    _unit_table.id,
    _unit_table.code,
    _unit_table.name,
    _unit_table.former_district,
    _unit_table.former_province,
    _unit_table.valid_from,
    _unit_table.valid_to,
).order_by(_unit_table.sort_key, _unit_table.id)


def _unit(row: Row[*tuple[Any, ...]], since: date | None) -> Unit:
    kind, bare = without_kind(row.name)
    districts = tuple(d for d in row.former_district.split(BETWEEN_DISTRICTS) if d)
    return Unit(
        row.id,
        row.code,
        row.name,
        kind,
        place_key(bare),
        districts,
        frozenset(place_key(_bare_district(d)) for d in districts),
        row.former_province,
        row.valid_from or since,
        row.valid_to,
    )


def _bare_district(name: str) -> str:
    for kind in _DISTRICT_KINDS:
        name = name.removeprefix(kind)
    return name
