"""The communes and wards of the province: reference data, loaded from the files in data/ (see NOTICE)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, or_, select

from lms import clock, database
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, AdministrativeUnitSuccession
from lms.registry.units.file import Identity, identity_of
from lms.vietnamese import normal_text, sort_key

DATA = Path(__file__).parent / "data"
#: The day from which the province has its present units; the units of before end on it (exclusive).
REFORMED_ON = date(2025, 7, 1)


@dataclass(frozen=True)
class UnitCounts:
    """How many rows there are now, and how many of them this import added."""

    units: int
    former_units: int
    successions: int
    added: int


def import_units() -> UnitCounts:
    """Add the units and successions that are missing, in one transaction; rows that are there stay."""
    present = _read("hungyen_communes_2025.csv")
    edges = _read("hungyen_old_to_new.csv")
    with database.transaction():
        units = [*_present_units(present), *_former_units(edges)]
        known = _unit_ids()
        new_units = [u for u in units if _identity(u) not in known]
        _insert(AdministrativeUnit, new_units)
        added = len(new_units) + _add_successions(edges, _unit_ids() if new_units else known)
    return UnitCounts(len(present), len(units) - len(present), len(edges), added)


def present_units() -> list[tuple[int, str]]:
    """The units of today with their former district: (id, "Tân Hưng (xã; Huyện Tiên Lữ cũ)").

    Sorted by the bare name, so that typing its first letters finds it in a select.
    """
    today = clock.today()
    unit = AdministrativeUnit
    rows = db.session.execute(
        select(unit.id, unit.name, unit.former_district).where(
            unit.valid_from <= today, or_(unit.valid_to.is_(None), unit.valid_to > today)
        )
    ).all()
    split = [(row.id, *row.name.split(" ", 1), row.former_district) for row in rows]
    split.sort(key=lambda unit: sort_key(unit[2]))
    return [
        (id_, _("%(name)s (%(kind)s; former %(past)s)", name=name, kind=kind.lower(), past=past))
        for id_, kind, name, past in split
    ]


def _present_units(rows: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "code": row["code"],
            "name": normal_text(row["name"]),
            "sort_key": sort_key(row["name"]),
            "former_district": row["former_districts"],
            "former_province": row["former_province"],
            "valid_from": REFORMED_ON,
            "valid_to": None,
        }
        for row in rows
    ]


def _former_units(edges: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """A unit that was divided has several edges, so it is kept once by its code."""
    units = {
        edge["old_commune_code"]: {
            "code": edge["old_commune_code"],
            "name": normal_text(edge["old_commune"]),
            "sort_key": sort_key(edge["old_commune"]),
            "former_district": edge["old_district"],
            "former_province": edge["old_province"],
            "valid_from": None,
            "valid_to": REFORMED_ON,
        }
        for edge in edges
    }
    return list(units.values())


def _add_successions(edges: Iterable[dict[str, str]], ids: dict[Identity, int]) -> int:
    succession = AdministrativeUnitSuccession
    known = {
        (row.predecessor_id, row.successor_id)
        for row in db.session.execute(select(succession.predecessor_id, succession.successor_id))
    }
    rows = [
        {
            "predecessor_id": ids[identity_of(edge["old_commune_code"], None, REFORMED_ON)],
            "successor_id": ids[identity_of(edge["new_commune_code"], REFORMED_ON, None)],
            "is_whole": edge["is_split"] == "0",
            "is_default": edge["is_default"] == "1",
            "effective_on": REFORMED_ON,
        }
        for edge in edges
    ]
    new = [row for row in rows if (row["predecessor_id"], row["successor_id"]) not in known]
    _insert(succession, new)
    return len(new)


def _unit_ids() -> dict[Identity, int]:
    unit = AdministrativeUnit
    rows = db.session.execute(select(unit.code, unit.valid_from, unit.valid_to, unit.id))
    return {identity_of(*row[:3]): row.id for row in rows}


def _identity(unit: dict[str, Any]) -> Identity:
    return identity_of(unit["code"], unit["valid_from"], unit["valid_to"])


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), rows)


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
