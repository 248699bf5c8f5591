"""Whom a registration may mean among the people of its organisation: asked, unless it is certain."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import selectinload

from lms.access import Right, Viewer
from lms.enrolments.positions import position_in
from lms.enrolments.registrations.models import Registration
from lms.extensions import db
from lms.registry.models import BirthPrecision, Person, PersonPhone, Position
from lms.registry.scope import is_held_today, visible_people

#: More people of one name are not told apart on a page.
MOST_OFFERED = 20


@dataclass(frozen=True)
class Fit:
    """Somebody of the same name. It is certain when year or telephone agrees, inside the organisation."""

    person: Person
    position: Position | None
    is_certain: bool

    @property
    def birth_year(self) -> int | None:
        return _year(self.person)


@dataclass(frozen=True)
class Meant:
    """What confirming will do: take ``person``; ask which of ``fits``; or, with neither, enter a new one."""

    person: Person | None
    fits: tuple[Fit, ...]

    @property
    def has_to_be_asked(self) -> bool:
        return self.person is None and bool(self.fits)


def people_meant(registration: Registration, viewer: Viewer) -> Meant:
    """Among those whom the viewer may see; the office is also shown people of other organisations."""
    fits = [_fit(registration, person) for person in _of_that_name(registration, viewer)]
    inside = [fit for fit in fits if fit.position is not None]
    certain = [fit for fit in inside if fit.is_certain]
    if len(certain) == 1:
        return Meant(certain[0].person, ())
    return Meant(None, tuple(certain or fits))


def _fit(registration: Registration, person: Person) -> Fit:
    held = position_in(person, [registration.organisation_id])
    return Fit(person, held, held is not None and _agrees(registration, person))


def _agrees(registration: Registration, person: Person) -> bool:
    """The same telephone number, or the same birth year; of two known years that differ, no."""
    year = _year(person)
    same_phone = registration.phone in {phone.digits for phone in person.phones}
    return same_phone or (year is not None and year == registration.birth_year)


def _of_that_name(registration: Registration, viewer: Viewer) -> list[Person]:
    """The people of the organisation with this name; for the office, namesakes elsewhere as well when
    telephone or birth year agrees."""
    sent = exists().where(
        Position.person_id == Person.id,
        Position.organisation_id == registration.organisation_id,
        is_held_today(),
    )
    elsewhere = [_same_phone(registration), _same_year(registration)]
    wanted: list[ColumnElement[bool]] = [sent, *(elsewhere if viewer.can(Right.ENROL) else [])]
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.search_key == registration.search_key,
                visible_people(viewer),
                or_(*wanted),
            )
            .options(
                selectinload(Person.phones),
                selectinload(Person.positions).joinedload(Position.organisation),
            )
            .order_by(sent.desc(), Person.id)
            .limit(MOST_OFFERED)
        )
    )


def _same_phone(registration: Registration) -> ColumnElement[bool]:
    return exists().where(
        PersonPhone.person_id == Person.id, PersonPhone.digits == registration.phone
    )


def _same_year(registration: Registration) -> ColumnElement[bool]:
    if registration.birth_date is None:
        return Person.id.is_(None)
    first = registration.birth_date.replace(month=1, day=1)
    last = registration.birth_date.replace(month=12, day=31)
    return Person.birth_date.between(first, last) & (
        Person.birth_precision != BirthPrecision.UNKNOWN
    )


def _year(person: Person) -> int | None:
    known = person.birth_date and person.birth_precision != BirthPrecision.UNKNOWN
    return person.birth_date.year if known and person.birth_date else None
