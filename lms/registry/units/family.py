"""Whether an organisation is where a list says it is, whichever generation of names either uses."""

from __future__ import annotations

from functools import cached_property

from lms.registry.units.addresses import Level, Part, place_key, read_address
from lms.registry.units.history import History, load_history

#: What is written of a commune: what says that it is one, and what says nothing.
_COMMUNES = (Level.COMMUNE, Level.UNSAID)


class Places:
    """The names of each unit's ground. Read when first asked."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Part]] = {}
        self._names: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def agree(self, unit_id: int | None, text: str) -> bool | None:
        """Whether ``text`` may be the place of a unit; None where either says nothing of it.

        A commune has to be the unit, what it became, or one that became the same; a district alone has
        to be the unit's.
        """
        parts = self._parts_of(text)
        communes = {part.key for part in parts if part.level in _COMMUNES}
        if unit_id is None or not parts:
            return None
        names, districts = self._names_of(unit_id)
        if communes & names:
            return True
        if any(part.level == Level.COMMUNE for part in parts):
            return False
        return bool({part.key for part in parts} & districts)

    def _parts_of(self, text: str) -> list[Part]:
        if text not in self._parts:
            self._parts[text] = [part for part in read_address(text) if part.key]
        return self._parts[text]

    @cached_property
    def _history(self) -> History:
        return load_history()

    def _names_of(self, unit_id: int) -> tuple[frozenset[str], frozenset[str]]:
        if unit_id not in self._names:
            self._names[unit_id] = self._read(unit_id)
        return self._names[unit_id]

    def _read(self, unit_id: int) -> tuple[frozenset[str], frozenset[str]]:
        history = self._history
        today = history.rolled_forward(unit_id).all_ids
        family = {unit_id, *today, *(old for end in today for old in _before(history, end))}
        units = [history.units[member] for member in family]
        districts = history.units[unit_id].district_keys
        province = place_key(history.units[unit_id].province)
        return frozenset(unit.key for unit in units), districts | {province}


def _before(history: History, unit_id: int) -> set[int]:
    """All units of former generations that became a part of a unit."""
    earlier = {edge.predecessor_id for edge in history.predecessors(unit_id)}
    return earlier.union(*(_before(history, one) for one in earlier))
