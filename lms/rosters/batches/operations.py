"""What has to be written to take a list over, put together before any lock is held. No database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lms.privacy.ethnic_groups import group_code
from lms.registry.models import Person
from lms.registry.people.register import Birth
from lms.rosters.matching.differences import Aspect
from lms.rosters.matching.judgements import Judged, Listed
from lms.rosters.models import Need
from lms.rosters.rows import Particulars, RowState

#: The columns of a person that a list can fill.
_OF_A_PERSON = tuple(
    column.key for column in Person.__table__.columns if column.key not in ("id", "created_at")
)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a row is about: somebody of the register, or the person entered from row ``row``."""

    person_id: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class NewPhone:
    target: Target
    digits: str
    number: int


@dataclass(frozen=True, slots=True)
class NewPosition:
    """``organisation_key`` names the text of one that is to be entered too; else ``organisation_id``."""

    target: Target
    organisation_id: int | None
    organisation_key: str
    title: str
    is_primary: bool
    number: int


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A row that is taken over."""

    number: int
    state: RowState
    target: Target


@dataclass
class Operations:
    """``entered`` holds columns by row, ``changed`` the new values of columns by person and row."""

    rows: list[TakenOver] = field(default_factory=list)
    entered: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    phones: list[NewPhone] = field(default_factory=list)
    positions: list[NewPosition] = field(default_factory=list)
    #: Ethnic groups of people who have consented, by person: the row and the number of the group.
    ethnic_groups: dict[int, tuple[int, str]] = field(default_factory=dict)
    #: Why rows are not taken over although nothing is wrong with them: the row that they repeat is not.
    waiting_for: dict[int, int] = field(default_factory=dict)

    @property
    def organisation_keys(self) -> set[str]:
        """The texts whose organisations have to be entered."""
        return {one.organisation_key for one in self.positions if one.organisation_id is None}

    @property
    def changed_people(self) -> list[int]:
        """Everybody of the register who gains something, in order."""
        gaining = [one.target for one in self.phones] + [one.target for one in self.positions]
        people = {target.person_id for target in gaining} | set(self.changed)
        return sorted(id_ for id_ in people if id_ is not None)


def operations_for(rows: Iterable[tuple[Listed, Judged]]) -> Operations:
    """Everything that follows from the rows, given in order; rows that wait for a decision are left."""
    made = Operations()
    targets: dict[int, Target] = {}
    for row, judged in rows:
        if row.said is None or judged.state == RowState.ERROR or judged.need != Need.NOTHING:
            continue
        target = _target(judged, targets)
        if target is None:
            made.waiting_for[row.number] = judged.whom.row or 0
            continue
        targets[row.number] = target
        made.rows.append(TakenOver(row.number, judged.state, target))
        if judged.state == RowState.NEW:
            _enter(made, row, row.said, judged)
        else:
            _add(made, row, row.said, judged, target)
    return made


def _target(judged: Judged, targets: dict[int, Target]) -> Target | None:
    whom = judged.whom
    if whom.row is not None:
        return targets.get(whom.row)
    if whom.person_id is not None:
        return Target(person_id=whom.person_id)
    return Target(row=judged.number)


def _enter(made: Operations, row: Listed, said: Particulars, judged: Judged) -> None:
    person = Person(
        full_name=said.full_name,
        sex=said.sex,
        birth_date=said.birth.day,
        birth_precision=said.birth.precision,
        citizen_number_hash=row.citizen_hash,
        citizen_number_encrypted=row.citizen_token,
    )
    values = {name: getattr(person, name) for name in _OF_A_PERSON}
    made.entered[row.number] = {k: v for k, v in values.items() if v is not None} | {
        "birth_date": said.birth.day,
        "citizen_number_hash": row.citizen_hash,
        "citizen_number_encrypted": row.citizen_token,
    }
    target = Target(row=row.number)
    for digits in dict.fromkeys(judged.new_phones):
        made.phones.append(NewPhone(target, digits, row.number))
    _add_position(made, said, judged, target)


def _add(made: Operations, row: Listed, said: Particulars, judged: Judged, target: Target) -> None:
    """What the row adds to somebody, who may be entered from an earlier row of the list."""
    aspects = {change.aspect for change in judged.changes}
    values = _values(aspects, row, said)
    if values and target.row is not None:
        made.entered[target.row].update(values)
    elif values and target.person_id is not None:
        made.changed.setdefault(target.person_id, []).append((row.number, values))
    for digits in dict.fromkeys(judged.new_phones):
        made.phones.append(NewPhone(target, digits, row.number))
    if Aspect.ETHNICITY in aspects and target.person_id is not None:
        made.ethnic_groups[target.person_id] = row.number, group_code(said.ethnicity) or ""
    if Aspect.POSITION in aspects:
        _add_position(made, said, judged, target)


def _values(aspects: set[Aspect], row: Listed, said: Particulars) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if Aspect.FULL_NAME in aspects:
        named = Person(full_name=said.full_name)
        names = ("full_name", "sort_key", "search_key", "marked_key")
        values |= {name: getattr(named, name) for name in names}
    if Aspect.BIRTH in aspects:
        birth = Birth(*said.birth)
        values |= {"birth_date": birth.day, "birth_precision": birth.precision}
    if Aspect.SEX in aspects:
        values["sex"] = said.sex
    if Aspect.CITIZEN_NUMBER in aspects:
        values["citizen_number_hash"] = row.citizen_hash
        values["citizen_number_encrypted"] = row.citizen_token
    return values


def _add_position(made: Operations, said: Particulars, judged: Judged, target: Target) -> None:
    place = judged.place
    if place is not None:
        known = place.id if place.id > 0 else None
        key = "" if known else judged.organisation_key
        made.positions.append(
            NewPosition(target, known, key, said.position, judged.is_primary, judged.number)
        )
