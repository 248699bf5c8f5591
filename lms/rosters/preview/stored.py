"""How rows are kept in the database as JSON, and read back. Citizen numbers are kept encrypted only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from lms.duplicates.index import Candidate
from lms.registry.models import BirthPrecision, Sex
from lms.registry.people.citizen_keys import citizen_keys
from lms.registry.people.citizen_number import masked, normal_citizen_number
from lms.registry.people.register import Birth
from lms.rosters.matching.differences import Aspect, Change
from lms.rosters.matching.judgements import Judged, Listed
from lms.rosters.rows import Field, LeftOut, Message, Particulars, ReadRow, Severity

_TEXTS = (
    "full_name", "organisation", "tax_code", "position", "commune", "district", "ethnicity", "note",
    "group",
)  # fmt: skip


def listed(row: ReadRow, *, is_kept: bool = True) -> Listed:
    """A row as it was read, its citizen number hashed and masked; encrypted too where it ``is_kept``.

    Raises NoKey where a number is to be kept and the machine has no key.
    """
    said = row.particulars
    if said is None or not said.citizen_number:
        return Listed(row.number, said, row.messages)
    try:
        digits = normal_citizen_number(said.citizen_number)
    except ValueError:
        return Listed(row.number, _with_number(said, ""), row.messages)
    keys = citizen_keys()
    if is_kept:
        keys.need_one()
    return Listed(
        row.number,
        _with_number(said, masked(digits)),
        row.messages,
        next(iter(keys.hashes(digits)), None),
        keys.close(digits) if is_kept else None,
    )


def with_citizen(row: Listed, other: Listed) -> Listed:
    """The row with the citizen number that another has."""
    if row.said is None or other.said is None:
        return row
    said = _with_number(row.said, other.said.citizen_number)
    return replace(
        row, said=said, citizen_hash=other.citizen_hash, citizen_token=other.citizen_token
    )


def said_as_json(row: Listed) -> dict[str, Any] | None:
    """What the row says, for RosterRow.said and RosterCorrection.said."""
    said = row.said
    if said is None:
        return None
    kept: dict[str, Any] = {name: value for name in _TEXTS if (value := getattr(said, name))}
    if said.birth.day is not None:
        kept["birth"] = [said.birth.day.isoformat(), said.birth.precision]
    if said.sex != Sex.UNKNOWN:
        kept["sex"] = said.sex
    if said.phones:
        kept["phones"] = list(said.phones)
    if row.citizen_hash:
        kept["citizen"] = [said.citizen_number, row.citizen_hash, row.citizen_token]
    return kept


def listed_from_json(
    number: int, kept: Mapping[str, Any] | None, messages: Iterable[Any]
) -> Listed:
    """The row that :func:`said_as_json` and :func:`messages_as_json` wrote."""
    told = messages_from_json(messages)
    if kept is None:
        return Listed(number, None, told)
    day, precision = kept.get("birth", (None, BirthPrecision.UNKNOWN))
    shown, hashed, token = kept.get("citizen", ("", None, None))
    said = Particulars(
        **{name: kept.get(name, "") for name in _TEXTS},
        birth=Birth(date.fromisoformat(day) if day else None, BirthPrecision(precision)),
        sex=Sex(kept.get("sex", Sex.UNKNOWN)),
        phones=tuple(kept.get("phones", ())),
        citizen_number=shown,
    )
    return Listed(number, said, told, hashed, token)


def messages_as_json(messages: Iterable[Message]) -> list[list[str]]:
    return [[m.code, m.severity, str(m.text), m.field or ""] for m in messages]


def messages_from_json(kept: Iterable[Any]) -> tuple[Message, ...]:
    return tuple(
        Message(code, Severity(severity), text, Field(field) if field else None)
        for code, severity, text, field in kept
    )


def outcome_as_json(judged: Judged) -> dict[str, Any]:
    """What would become of the row, without what has columns of its own."""
    whom = judged.whom
    kept: dict[str, Any] = {
        "row": whom.row,
        "people": [_candidate(one) for one in whom.people],
        "rows": [_candidate(one) for one in whom.rows],
        "changes": [[c.aspect, c.old, c.new] for c in judged.changes],
        "messages": messages_as_json(judged.messages),
        "unit": judged.unit_id,
        "place": judged.place.name if judged.place else "",
    }
    return {name: value for name, value in kept.items() if value}


def changes_from_json(kept: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(Change(Aspect(aspect), old, new) for aspect, old, new in kept.get("changes", ()))


def left_out_as_json(rows: Iterable[LeftOut]) -> list[dict[str, Any]]:
    return [asdict(row) | {"why": str(row.why)} for row in rows]


def _candidate(one: Candidate) -> list[Any]:
    return [one.person_id, list(one.reasons), list(one.doubts)]


def _with_number(said: Particulars, number: str) -> Particulars:
    return replace(said, citizen_number=number)
