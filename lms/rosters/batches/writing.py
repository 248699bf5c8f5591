"""Writing a list into the register: a handful of statements for thousands of rows.

Everything is prepared before (lms.rosters.operations), so that others wait for the write lock only while
the rows go in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, insert, select, update

from lms import clock, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.privacy.ethnicity import record_ethnicity
from lms.registry.models import Organisation, Person, PersonPhone, Position
from lms.rosters.batches.operations import Operations, Target
from lms.rosters.matching.near import chunks


@dataclass
class Written:
    """The numbers of what was written: people by row of the list, organisations by key of their text.

    ``traces`` is what undoing needs to know of a row: see :mod:`lms.rosters.batches.undoing`.
    """

    people: dict[int, int]
    organisations: dict[str, int]
    traces: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    def person_of(self, target: Target) -> int:
        if target.person_id is not None:
            return target.person_id
        return self.people[target.row or 0]


def write(operations: Operations, organisations: Mapping[str, Organisation], by: Viewer) -> Written:
    """Carry the operations out; ``organisations`` are the new ones by the key of their text."""
    db.session.add_all(organisations.values())
    db.session.flush()
    written = Written(
        _enter_people(operations.entered), {key: one.id for key, one in organisations.items()}
    )
    for row, person_id in written.people.items():
        written.traces[row]["entered"] = person_id
    _change_people(operations, written)
    _add_phones(operations, written)
    _add_positions(operations, written)
    _record_ethnic_groups(operations, written, by)
    return written


def _enter_people(entered: Mapping[int, dict[str, Any]]) -> dict[int, int]:
    now = clock.now()
    rows = [columns | {"created_at": now} for columns in entered.values()]
    return dict(zip(entered, _insert(Person, rows), strict=True))


def _change_people(operations: Operations, written: Written) -> None:
    """New values with the revision counted up; the values before go into the trace."""
    if not operations.changed_people:
        return
    before = _values_of(operations.changed_people)
    changes: list[dict[str, Any]] = []
    for person_id in operations.changed_people:
        person, values = before[person_id], {"revision": before[person_id]["revision"] + 1}
        for row, more in operations.changed.get(person_id, ()):
            written.traces[row]["person"] = {
                name: [_plain(person[name]), _plain(value)] for name, value in more.items()
            }
            values |= more
        changes.append({"id": person_id, **values})
    for group in _by_columns(changes):
        db.session.execute(update(Person), group)


def _values_of(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    columns = [column for column in Person.__table__.columns if column.key != "created_at"]
    return {
        row["id"]: dict(row)
        for chunk in chunks(ids)
        for row in db.session.execute(
            select(*columns).where(Person.__table__.c.id.in_(chunk))
        ).mappings()
    }


def _by_columns(changes: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows that change the same columns go into one statement."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        groups[tuple(change)].append(change)
    return list(groups.values())


def _add_phones(operations: Operations, written: Written) -> None:
    places = _phones_counted(operations)
    rows = []
    for one in operations.phones:
        person_id = written.person_of(one.target)
        places[person_id] += 1
        rows.append({"person_id": person_id, "digits": one.digits, "position": places[person_id]})
    for one, id_ in zip(operations.phones, _insert(PersonPhone, rows), strict=True):
        written.traces[one.number].setdefault("phones", []).append([id_, one.digits])


def _phones_counted(operations: Operations) -> dict[int, int]:
    """The last place taken by a number of those who have some already."""
    known = {one.target.person_id for one in operations.phones if one.target.person_id}
    last: dict[int, int] = defaultdict(lambda: -1)
    for chunk in chunks(known):
        statement = (
            select(PersonPhone.person_id, func.max(PersonPhone.position))
            .where(PersonPhone.person_id.in_(chunk))
            .group_by(PersonPhone.person_id)
        )
        last.update({id_: place for id_, place in db.session.execute(statement)})  # noqa: C416
    return last


def _add_positions(operations: Operations, written: Written) -> None:
    rows = [
        {
            "person_id": written.person_of(one.target),
            "organisation_id": one.organisation_id or written.organisations[one.organisation_key],
            "title": one.title,
            "is_primary": one.is_primary,
        }
        for one in operations.positions
    ]
    for one, row, id_ in zip(operations.positions, rows, _insert(Position, rows), strict=True):
        written.traces[one.number].setdefault("positions", []).append(
            [id_, row["organisation_id"], one.title]
        )


def _record_ethnic_groups(operations: Operations, written: Written, by: Viewer) -> None:
    """One by one, each with its consent; a consent that was withdrawn meanwhile leaves the group out."""
    for person_id, (row, code) in operations.ethnic_groups.items():
        with suppress(DomainError):
            record_ethnicity(db.session.get_one(Person, person_id), code, by)
            written.traces[row]["ethnicity"] = code


def _insert(model: type[Model], rows: list[dict[str, Any]]) -> list[int]:
    """Write rows and return their numbers; far faster than asking the database for each."""
    if not rows:
        return []
    table = db.metadata.tables[model.__tablename__]
    ids = database.next_ids(table.name, len(rows))
    for row, id_ in zip(rows, ids, strict=True):
        row["id"] = id_
    db.session.execute(insert(table), rows)
    return ids


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
