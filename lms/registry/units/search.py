"""Finding a unit by an old or a new name, with what it became or was made of."""

from __future__ import annotations

from dataclasses import dataclass

from lms import clock
from lms.registry.units.addresses import place_key
from lms.registry.units.history import BETWEEN_DISTRICTS, History, Unit
from lms.vietnamese import sort_key

#: More than a page shows; who sees so many writes more of the name.
MOST_UNITS = 60


@dataclass(frozen=True)
class UnitLine:
    """A unit as the page shows it.

    ``made_of`` are the units that became a part of it, each with whether it did so only in part;
    ``today`` are the present units on the ground of one that has ended, the default one first.
    """

    unit: Unit
    place: str
    made_of: list[tuple[Unit, bool]]
    today: list[Unit]


def found_units(history: History, q: str, district: str = "") -> tuple[list[UnitLine], bool]:
    """The units of any generation whose name has the words of ``q``, and whether there are more.

    With a district alone: the units of today in it. Those of today stand first.
    """
    words = place_key(q).split()
    found = [
        unit
        for unit in history.units.values()
        if all(word in unit.key or word in place_key(unit.kind) for word in words)
        and (not district or district in unit.districts)
        and (words or unit.ended_on is None)
    ]
    found.sort(key=lambda unit: (unit.ended_on is not None, sort_key(unit.name), unit.id))
    return [_line(history, unit) for unit in found[:MOST_UNITS]], len(found) > MOST_UNITS


def _line(history: History, unit: Unit) -> UnitLine:
    rolled = history.rolled_forward(unit.id)
    has_ended = unit.ended_on is not None and unit.ended_on <= clock.today()
    return UnitLine(
        unit,
        ", ".join(part for part in (BETWEEN_DISTRICTS.join(unit.districts), unit.province) if part),
        _made_of(history, unit),
        [history.units[id_] for id_ in rolled.all_ids] if has_ended else [],
    )


def _made_of(history: History, unit: Unit) -> list[tuple[Unit, bool]]:
    parts = [
        (history.units[e.predecessor_id], not e.is_whole) for e in history.predecessors(unit.id)
    ]
    return sorted(parts, key=lambda part: sort_key(part[0].name))
