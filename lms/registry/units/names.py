"""Which commune or ward a list means: by name, former district and the day the list speaks of.

Before the reform of 1 July 2025 a bare name is not enough where several units had it, or where it lives
on as the name of other territory: then the candidates are given, for asking. From that day on the names
of today count; an older name is followed to what the unit became when only one thing can be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms import clock
from lms.registry.units.addresses import (
    Level,
    Part,
    district_key,
    place_key,
    read_address,
)
from lms.registry.units.history import History, Unit, load_history


class Outcome(StrEnum):
    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name of a place came to.

    ``unit`` is set only when resolved; it was valid on the day asked about. ``former`` is the unit whose
    older name was written, when ``unit`` was found through it. ``candidates`` are for asking.
    """

    outcome: Outcome
    unit: Unit | None = None
    former: Unit | None = None
    candidates: tuple[Unit, ...] = ()

    @property
    def is_resolved(self) -> bool:
        return self.outcome == Outcome.RESOLVED


UNKNOWN = Resolution(Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A commune as it is written, and what is written around it."""

    key: str
    kind: str
    district: str
    is_certainly_district: bool
    province: str
    on: date


class Gazetteer:
    """All units by their names. Read once; then every name of a list is looked up without the database."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._by_key: dict[str, list[Unit]] = {}
        for unit in history.units.values():
            self._by_key.setdefault(unit.key, []).append(unit)
        self._districts = {key for unit in history.units.values() for key in unit.district_keys}
        self._provinces = {place_key(unit.province) for unit in history.units.values()}
        self._known: dict[tuple[str, str, date], Resolution] = {}

    def resolve(self, name: str, district: str = "", on: date | None = None) -> Resolution:
        """The unit of ``name``, which may be a whole address, on the day ``on`` (today)."""
        asked = name, district, on or clock.today()
        if asked not in self._known:
            self._known[asked] = self._resolve(*asked)
        return self._known[asked]

    def _resolve(self, name: str, district: str, on: date) -> Resolution:
        parts = read_address(name)
        place = self._commune_of(parts)
        if place is None:
            return UNKNOWN
        asked = self._asked(parts, place, district, on)
        return self._found(asked, self._in_province(asked))

    def _commune_of(self, parts: Sequence[Part]) -> int | None:
        """Which part is the commune: one that says so, else the first that has a commune's name."""
        tests: tuple[Callable[[Part], bool], ...] = (
            lambda part: part.level == Level.COMMUNE and part.key in self._by_key,
            lambda part: part.level == Level.UNSAID and part.key in self._by_key,
            lambda part: part.whole in self._by_key,
        )
        found = (n for test in tests for n, part in enumerate(parts) if test(part))
        return next(found, None)

    def _asked(self, parts: Sequence[Part], place: int, district: str, on: date) -> _Asked:
        part = parts[place]
        around = [other for other in parts[place + 1 :] if other.key]
        said = next((o.key for o in around if o.level == Level.DISTRICT), "")
        unsaid = [o.key for o in around if o.level == Level.UNSAID]
        guessed = next((key for key in unsaid if key in self._districts), "")
        province = next((o.key for o in around if o.level == Level.PROVINCE), "")
        province = province or next((key for key in unsaid if key in self._provinces), "")
        is_whole = part.level == Level.LOWER
        return _Asked(
            part.whole if is_whole else part.key,
            part.kind,
            district_key(district) or said or guessed,
            bool(said),
            province,
            on,
        )

    def _in_province(self, asked: _Asked) -> list[Unit]:
        """The units of the name; a written province tells the former ones apart."""
        units = self._by_key[asked.key]
        return [
            unit
            for unit in units
            if unit.ended_on is None
            or asked.province not in self._provinces
            or place_key(unit.province) == asked.province
        ]

    def _found(self, asked: _Asked, units: list[Unit]) -> Resolution:
        on_that_day = [unit for unit in units if unit.is_valid_on(asked.on)]
        if not on_that_day:
            return self._by_older_name(asked, units)
        fitting = _of_kind(on_that_day, asked.kind)
        if not fitting:
            return _ambiguous(on_that_day)
        if asked.district:
            return self._in_district(asked, units, fitting)
        if len(fitting) > 1 or self._lives_on_elsewhere(fitting[0], asked):
            return _ambiguous([*fitting, *self._later(asked)])
        return Resolution(Outcome.RESOLVED, fitting[0])

    def _in_district(self, asked: _Asked, units: list[Unit], fitting: list[Unit]) -> Resolution:
        there = [unit for unit in fitting if asked.district in unit.district_keys]
        if len(there) == 1:
            return Resolution(Outcome.RESOLVED, there[0])
        if there:
            return _ambiguous(there)
        if asked.district in self._provinces and not asked.is_certainly_district:
            plain = _Asked(asked.key, asked.kind, "", False, asked.district, asked.on)
            return self._found(plain, self._in_province(plain))
        older = [u for u in units if u.ended_on and asked.district in u.district_keys]
        older = [unit for unit in older if not unit.is_valid_on(asked.on)]
        return self._by_older_name(asked, older) if older else _ambiguous(fitting)

    def _by_older_name(self, asked: _Asked, units: list[Unit]) -> Resolution:
        """The name is of units that had ended by that day, or began after it."""
        ended = [unit for unit in units if unit.ended_on and unit.ended_on <= asked.on]
        if asked.district:
            ended = [u for u in ended if asked.district in u.district_keys] or ended
        ended = _of_kind(ended, asked.kind) or ended
        became = [self.history.rolled_forward(unit.id, asked.on) for unit in ended]
        if len(ended) == 1 and became[0].is_certain and self._agrees(asked, ended[0]):
            return Resolution(
                Outcome.RESOLVED, self.history.units[became[0].unit_id], former=ended[0]
            )
        later = [self.history.units[unit_id] for rolled in became for unit_id in rolled.all_ids]
        return _ambiguous(later or units)

    def _agrees(self, asked: _Asked, unit: Unit) -> bool:
        return (not asked.district or asked.district in unit.district_keys) and (
            not asked.kind or asked.kind == unit.kind
        )

    def _lives_on_elsewhere(self, unit: Unit, asked: _Asked) -> bool:
        """Whether the name was later given to anything but what the unit became."""
        later = self._later(asked)
        became = self.history.rolled_forward(unit.id)
        return bool(later) and (
            not became.is_certain or {u.id for u in later} - set(became.path) != set()
        )

    def _later(self, asked: _Asked) -> list[Unit]:
        units = _of_kind(self._by_key[asked.key], asked.kind)
        return [unit for unit in units if unit.began_on and unit.began_on > asked.on]


def load_gazetteer() -> Gazetteer:
    """The names of all units, read in two statements."""
    return Gazetteer(load_history())


def resolve_unit(name: str, district: str = "", on: date | None = None) -> Resolution:
    """The unit that ``name`` stands for on a day; for many names use one ``load_gazetteer()``.

    ``name`` may carry "xã", "P.", "thị trấn" and the rest of an address, have no marks, be in any case.
    """
    return load_gazetteer().resolve(name, district, on)


def _of_kind(units: Iterable[Unit], kind: str) -> list[Unit]:
    return [unit for unit in units if not kind or unit.kind == kind]


def _ambiguous(units: Iterable[Unit]) -> Resolution:
    candidates = tuple(dict.fromkeys(units))
    return Resolution(Outcome.AMBIGUOUS, candidates=candidates) if candidates else UNKNOWN
