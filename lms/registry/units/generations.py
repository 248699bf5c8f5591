"""Further generations of units, from a file of the office: what was before, and what comes after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from lms import database
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, AdministrativeUnitSuccession
from lms.registry.units.file import Identity, Row, UnitFile, identity_of


@dataclass(frozen=True)
class GenerationCounts:
    """What an import added, and how many units that were valid without end it ended."""

    units_added: int
    units_ended: int
    successions_added: int


def import_generation(path: Path) -> GenerationCounts:
    """Add what the file says and the database has not, in one transaction.

    Raises UnitFileError with every mistake; then nothing is changed.
    """
    file = UnitFile(path)
    rows = file.rows()
    with database.transaction():
        return _Applying(file, rows).carry_out()


class _Applying:
    """Against the units that are there; a mistake found here still undoes everything."""

    def __init__(self, file: UnitFile, rows: list[Row]) -> None:
        self.file = file
        self.rows = rows
        self.units: dict[Identity, AdministrativeUnit] = {}
        self.by_code: dict[str, list[AdministrativeUnit]] = {}
        for unit in db.session.scalars(select(AdministrativeUnit)):
            self._know(unit)

    def carry_out(self) -> GenerationCounts:
        added = sum(self._add(row) for row in self.rows)
        ended = sum(self._end(row) for row in self.rows)
        self.file.refuse_problems()
        db.session.flush()
        edges = [edge for row in self.rows if row.successor_code for edge in self._edges(row)]
        self._check_defaults()
        self.file.refuse_problems()
        db.session.add_all(edges)
        return GenerationCounts(added, ended, len(edges))

    def _know(self, unit: AdministrativeUnit) -> None:
        self.units[identity_of(unit.code, unit.valid_from, unit.valid_to)] = unit
        self.by_code.setdefault(unit.code, []).append(unit)

    def _add(self, row: Row) -> bool:
        known = self.units.get(row.identity)
        if known is not None:
            if known.name != row.unit["name"]:
                self.file.note(
                    row.line,
                    f"this unit is recorded as {known.name}; write it so, or mend the dates",
                )
            return False
        unit = AdministrativeUnit(
            code=row.unit["code"],
            name=row.unit["name"],
            former_district=row.unit["district"],
            former_province=row.unit["province"],
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        db.session.add(unit)
        self._know(unit)
        return True

    def _end(self, row: Row) -> bool:
        unit = self.units[row.identity]
        if unit.valid_to == row.valid_to or row.valid_to is None:
            return False
        if unit.valid_to is not None:
            self.file.note(row.line, f"this unit is recorded as ended on {unit.valid_to}")
            return False
        unit.valid_to = row.valid_to
        return True

    def _edges(self, row: Row) -> list[AdministrativeUnitSuccession]:
        """The edge that the row stands for, unless it is recorded already."""
        day = row.valid_to
        assert day is not None  # noqa: S101 - checked when the row was read
        unit = self.units[row.identity]
        found = [u for u in self.by_code.get(row.successor_code, []) if _is_valid(u, day)]
        found = [u for u in found if u is not unit]
        if len(found) != 1:
            what = "several units have" if found else "no unit has"
            self.file.note(row.line, f"{what} the code {row.successor_code} on {day}")
            return []
        known = select(AdministrativeUnitSuccession.id).filter_by(
            predecessor_id=unit.id, successor_id=found[0].id
        )
        if db.session.scalar(known) is not None:
            return []
        return [
            AdministrativeUnitSuccession(
                predecessor_id=unit.id,
                successor_id=found[0].id,
                is_whole=row.is_whole,
                is_default=row.is_default,
                effective_on=day,
            )
        ]

    def _check_defaults(self) -> None:
        """Of the parts of a divided unit one is where its people are counted unless told otherwise."""
        parts: dict[Identity, list[Row]] = {}
        for row in self.rows:
            if row.successor_code:
                parts.setdefault(row.identity, []).append(row)
        for rows in parts.values():
            if sum(row.is_default for row in rows) != 1:
                self.file.note(rows[0].line, "one part of this unit must have is_default 1")
            if len(rows) > 1 and any(row.is_whole for row in rows):
                self.file.note(rows[0].line, "the parts of a divided unit have is_whole 0")


def _is_valid(unit: AdministrativeUnit, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or day < unit.valid_to
    )
