"""Positions: beginning, ending, correcting, moving. What was held once stays in sight."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position
from lms.registry.people.changing import record_change
from lms.vietnamese import normal_text, search_key


def begin_position(  # noqa: PLR0913 - the particulars of a position belong together
    person: Person,
    organisation: Organisation,
    title: str,
    by: Viewer | None,
    *,
    started_on: date | None = None,
    ended_on: date | None = None,
    is_primary: bool | None = None,
) -> Position:
    """Let the person hold a position, also one of the past.

    The first one held is the primary one unless ``is_primary`` says otherwise; a new primary one replaces
    the old. Raises DomainError without a title, for days out of order, and for what is held already.
    """
    person.lock()
    _check(title, started_on, ended_on)
    held = person.positions_held
    if ended_on is None and any(
        one.organisation_id == organisation.id and search_key(one.title) == search_key(title)
        for one in held
    ):
        raise DomainError(_l("The person holds this position already."), field="title")
    position = Position(
        organisation=organisation,
        title=title,
        started_on=started_on,
        ended_on=ended_on,
        is_primary=not held if is_primary is None else is_primary,
    )
    person.positions.append(position)
    _keep_one_primary(position)
    record_change(person, "position begun", by, position=[None, _written(position)])
    return position


def end_position(position: Position, ended_on: date, by: Viewer | None) -> None:
    """Let the position end: ``ended_on`` is the first day on which it is not held.

    Raises DomainError when it ended before, or would end before it began.
    """
    _locked(position)
    if position.ended_on is not None:
        raise DomainError(_l("This position ended already; correct its days instead."))
    _check(position.title, position.started_on, ended_on)
    was = _fields(position)
    position.ended_on = ended_on
    _record(position, "position ended", by, was)


def correct_position(
    position: Position,
    by: Viewer | None,
    *,
    title: str,
    started_on: date | None,
    ended_on: date | None,
    is_primary: bool,
) -> None:
    """Mend what was written wrongly. Raises DomainError without a title or for days out of order."""
    _locked(position)
    _check(title, started_on, ended_on)
    was = _fields(position)
    position.title = normal_text(title)
    position.started_on, position.ended_on = started_on, ended_on
    position.is_primary = is_primary
    _keep_one_primary(position)
    if was != _fields(position):
        _record(position, "position corrected", by, was)


def remove_position(position: Position, by: Viewer | None) -> None:
    """Take away what was entered by mistake; the record of acts keeps it."""
    person = _locked(position)
    was = _written(position)
    person.positions.remove(position)
    record_change(person, "position removed", by, position=[was, None])


def move_person(
    person: Person,
    leaving: Organisation,
    organisation: Organisation,
    title: str,
    on: date,
    by: Viewer | None,
) -> Position:
    """Everything held in one organisation ends on a day, and a position in another begins on it.

    Raises DomainError when the organisations are one, nothing is held in the first, or the day is before
    what ends had begun.
    """
    person.lock()
    ending = [one for one in person.positions_held if one.organisation_id == leaving.id]
    if leaving.id == organisation.id:
        raise DomainError(
            _l("Choose another organisation than the present one."), field="organisation"
        )
    if not ending:
        raise DomainError(_l("The person holds no position in that organisation now."))
    was_primary = any(one.is_primary for one in ending)
    for one in ending:
        end_position(one, on, by)
    return begin_position(person, organisation, title, by, started_on=on, is_primary=was_primary)


def _locked(position: Position) -> Person:
    """Lock the person of a position and read both anew. Raises DomainError when it was removed meanwhile."""
    person = position.person
    db.session.expire(position)
    person.lock()
    if position not in person.positions:
        raise DomainError(_l("This position was removed meanwhile."))
    return person


def _check(title: str, started_on: date | None, ended_on: date | None) -> None:
    if not normal_text(title):
        raise DomainError(_l("Enter the position held in this organisation."), field="title")
    if started_on and ended_on and ended_on < started_on:
        raise DomainError(_l("A position cannot end before it begins."), field="ended_on")


def _keep_one_primary(position: Position) -> None:
    if position.is_primary and position.ended_on is None:
        for other in position.person.positions:
            if other is not position and other.ended_on is None:
                other.is_primary = False


def _record(position: Position, action: str, by: Viewer | None, was: dict[str, Any]) -> None:
    now = _fields(position)
    changes = {field: [was[field], now[field]] for field in was if was[field] != now[field]}
    name = f"{was['title']}, {position.organisation.name}"
    record_change(position.person, action, by, position_id=position.id, position=name, **changes)


def _fields(position: Position) -> dict[str, Any]:
    """What can be corrected, as the record of acts holds it."""
    return {
        "title": position.title,
        "started_on": position.started_on and position.started_on.isoformat(),
        "ended_on": position.ended_on and position.ended_on.isoformat(),
        "is_primary": position.is_primary,
    }


def _written(position: Position) -> str:
    """A position as the record of acts holds it: "Giám đốc, HTX Minh Tân (2020-01-01 – )"."""
    days = f" ({position.started_on or ''} – {position.ended_on or ''})"
    name = f"{position.title}, {position.organisation.name}"
    return name + days if position.started_on or position.ended_on else name
