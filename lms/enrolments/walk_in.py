"""People at the door: found by what they say of themselves, or entered; their organisation confirms later.

Trainers are no readers of the registry, so nobody is listed here: a whole telephone number, or a whole
name with the birth year, finds whoever has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import selectinload

from lms import clock
from lms.access import Right, Viewer
from lms.classes.models import ClassSession, TrainingClass
from lms.classes.scope import taught_classes
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.places import lock_places
from lms.enrolments.registrations.models import Registration, RegistrationState
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import (
    BirthPrecision,
    Organisation,
    Person,
    PersonPhone,
    Position,
    Sex,
)
from lms.registry.people.register import Birth, register_person
from lms.registry.scope import Scope, visible_people
from lms.vietnamese import national_phone, search_key

#: More people than share a telephone number, or a name and a year, are not told apart on a page.
MOST_FOUND = 10
_EVERYBODY = Scope(sees_whole_programme=True, organisation_ids=frozenset())


@dataclass(frozen=True)
class Newcomer:
    """What somebody nobody knows says at the door."""

    full_name: str
    birth: Birth
    sex: Sex
    phone: str
    organisation: str
    organisation_id: int | None
    position: str


def door_classes(viewer: Viewer) -> ColumnElement[bool]:
    """Whose door the viewer keeps: officers every class, trainers those they teach."""
    return true() if viewer.can(Right.ENROL) else taught_classes(viewer)


def load_session_at_the_door(session_id: int) -> ClassSession:
    """A session at whose door the signed-in person stands, or 404."""
    found = db.session.scalar(
        select(ClassSession)
        .join(ClassSession.training_class)
        .where(ClassSession.id == session_id, door_classes(current_user))
    )
    return found or abort(404)


def people_with_phone(number: str) -> list[Person]:
    """Who has this whole number. Raises ValueError for something that is no telephone number."""
    digits = national_phone(number)
    return _found(exists().where(PersonPhone.person_id == Person.id, PersonPhone.digits == digits))


def people_named(full_name: str, year: int) -> list[Person]:
    """Who has this whole name, with or without marks, and was born that year."""
    return _found(
        Person.search_key == search_key(full_name),
        Person.birth_date.between(date(year, 1, 1), date(year, 12, 31)),
        Person.birth_precision != BirthPrecision.UNKNOWN,
    )


def admit(
    training_class: TrainingClass, person: Person, by: Viewer, despite: str = ""
) -> Enrolment:
    """A place for somebody the registry knows; their organisation is asked to confirm.

    Raises DomainError when the class meets not today, is full, or has the person already; NotEligible
    when a rule forbids it and the office gave no reason (``despite``).
    """
    enrolment = enrol(
        training_class,
        person,
        by,
        way=WayIn.WALK_IN,
        despite=despite if by.can(Right.ENROL) else "",
    )
    phone = person.phones[0].digits if person.phones else ""
    _ask_organisation(enrolment, phone, enrolment.organisation_name, enrolment.organisation_id)
    return enrolment


def admit_newcomer(
    training_class: TrainingClass, who: Newcomer, by: Viewer, despite: str = ""
) -> Enrolment:
    """A place for somebody who is entered now.

    The words about an organisation that the registry does not know stand in the place as they were said.
    Raises DomainError like :func:`admit`, and when the person is in the register already.
    """
    lock_places(training_class)
    organisation = (
        db.session.get(Organisation, who.organisation_id) if who.organisation_id else None
    )
    person = register_person(
        who.full_name,
        by,
        birth=who.birth,
        sex=who.sex,
        phone=who.phone,
        organisation=organisation,
        position=who.position if organisation else "",
    )
    enrolment = enrol(
        training_class,
        person,
        by,
        way=WayIn.WALK_IN,
        despite=despite if by.can(Right.ENROL) else "",
    )
    if organisation is None:
        enrolment.position_title, enrolment.organisation_name = who.position, who.organisation
    phone = national_phone(who.phone) if who.phone else ""
    _ask_organisation(enrolment, phone, who.organisation, who.organisation_id)
    return enrolment


def refuse_another_day(class_session: ClassSession) -> None:
    """Raises DomainError unless the session is today."""
    if not class_session.is_today:
        raise DomainError(_l("People are taken at the door only on the day of a session."))


def _found(*conditions: ColumnElement[bool]) -> list[Person]:
    return list(
        db.session.scalars(
            select(Person)
            .where(visible_people(_EVERYBODY), *conditions)
            .options(
                selectinload(Person.phones),
                selectinload(Person.positions).joinedload(Position.organisation),
            )
            .order_by(Person.sort_key, Person.id)
            .limit(MOST_FOUND)
        )
    )


def _ask_organisation(
    enrolment: Enrolment, phone: str, organisation: str, organisation_id: int | None
) -> None:
    """The organisation's word follows. Who registered before and came unconfirmed is asked about once."""
    db.session.flush()
    row = db.session.scalar(
        select(Registration).where(
            Registration.class_id == enrolment.class_id,
            Registration.state == RegistrationState.WAITING,
            Registration.search_key == search_key(enrolment.full_name),
            Registration.phone == phone,
        )
    )
    row = row or db.session.scalar(
        select(Registration).where(Registration.enrolment_id == enrolment.id)
    )
    if row is None:
        row = Registration(class_id=enrolment.class_id, phone=phone)
        db.session.add(row)
    row.way, row.state, row.received_at = WayIn.WALK_IN, RegistrationState.WAITING, clock.now()
    row.decided_at, row.decided_by_id, row.reason = None, None, ""
    row.enrolment, row.full_name, row.sex = enrolment, enrolment.full_name, enrolment.sex
    row.birth_date, row.birth_precision = enrolment.birth_date, enrolment.birth_precision
    row.position_title = enrolment.position_title
    row.organisation_text, row.organisation_id = organisation, organisation_id
    db.session.flush()
