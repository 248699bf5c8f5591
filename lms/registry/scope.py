"""Which people and organisations somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from lms import clock
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position


class Sighted(Protocol):
    """What of a viewer decides which people and organisations are seen."""

    @property
    def sees_whole_programme(self) -> bool: ...

    @property
    def organisation_ids(self) -> frozenset[int]: ...


@dataclass(frozen=True)
class Scope:
    """A viewer's sight, apart from who it is: viewers of equal sight share a statement."""

    sees_whole_programme: bool
    organisation_ids: frozenset[int]


def is_held_today() -> ColumnElement[bool]:
    """Whether a position is held today: Position.is_held_on, in SQL."""
    today = clock.today()
    return and_(
        or_(Position.started_on.is_(None), Position.started_on <= today),
        or_(Position.ended_on.is_(None), Position.ended_on > today),
    )


def unmerged_people() -> ColumnElement[bool]:
    """Everybody but those who were found to be somebody else: for every list, search and choice."""
    return Person.merged_into_id.is_(None)


def listed_people() -> ColumnElement[bool]:
    """Everybody but those who were merged, and those who were erased, of whom only a number is left."""
    return and_(unmerged_people(), Person.erased_at.is_(None))


def visible_people(viewer: Sighted) -> ColumnElement[bool]:
    """Officers and leaders: everybody. A contact: those who hold a position in the contact's
    organisations today. Others: nobody. Nobody sees those who were merged or erased."""
    if viewer.sees_whole_programme:
        return listed_people()
    if not viewer.organisation_ids:
        return false()
    held = select(Position.person_id).where(
        Position.organisation_id.in_(viewer.organisation_ids), is_held_today()
    )
    return and_(listed_people(), Person.id.in_(held))


def visible_organisations(viewer: Sighted) -> ColumnElement[bool]:
    """Officers and leaders: all. A contact: the contact's own. Others: none."""
    if viewer.sees_whole_programme:
        return true()
    return Organisation.id.in_(viewer.organisation_ids) if viewer.organisation_ids else false()


def visible_positions(viewer: Sighted) -> ColumnElement[bool]:
    """Officers and leaders: all. A contact: those in the contact's organisations. Others: none."""
    if viewer.sees_whole_programme:
        return true()
    return Position.organisation_id.in_(viewer.organisation_ids)


def load_person(person_id: int) -> Person:
    """A person whom the signed-in one may see, with phones and the visible positions; else 404."""
    person = db.session.scalar(
        select(Person)
        .where(Person.id == person_id, visible_people(current_user))
        .options(
            selectinload(Person.phones),
            selectinload(Person.positions.and_(visible_positions(current_user))).joinedload(
                Position.organisation
            ),
        )
    )
    return person or abort(404)


def load_survivor(person_id: int) -> Person:
    """As load_person, but the number of somebody who was merged leads to the one who survived."""
    return load_person(survivor_of(person_id))


def survivor_of(person_id: int) -> int:
    """The number under which somebody is in the register now, after whatever merges."""
    number: int | None = person_id
    while number is not None:
        person_id = number
        number = db.session.scalar(select(Person.merged_into_id).where(Person.id == person_id))
    return person_id


def load_organisation(organisation_id: int) -> Organisation:
    """An organisation that the signed-in person may see, with its unit; else 404."""
    organisation = db.session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id, visible_organisations(current_user))
        .options(joinedload(Organisation.unit))
    )
    return organisation or abort(404)
