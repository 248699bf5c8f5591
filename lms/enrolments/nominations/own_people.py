"""What a contact may change in the registry: enter own people, and correct where they are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.access import Viewer
from lms.enrolments.nominations.scope import own_people
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person, PersonPhone
from lms.registry.people.phones import add_phone, put_phone_first, remove_phone
from lms.registry.people.register import register_person
from lms.vietnamese import national_phone, search_key


def enter_person(full_name: str, by: Viewer, **particulars: Any) -> Person:
    """A new person of the contact's organisation (see register_person).

    Raises DomainError when the person is known: a contact is told so only of own people.
    """
    if _is_own(full_name, particulars.get("phone", ""), by):
        raise DomainError(
            _l("Somebody of this name and telephone number is among your people already."),
            field="full_name",
        )
    try:
        return register_person(full_name, by, **particulars)
    except DomainError:
        raise DomainError(
            _l("The office has to enter this person. Please call it."), field="full_name"
        ) from None


def correct_phone(person: Person, number: str, by: Viewer) -> None:
    """From now on the person is called under this number; the one before is taken away."""
    digits = national_phone(number)
    former = person.phones[0] if person.phones else None
    if former is not None and former.digits == digits:
        return
    known = next((phone for phone in person.phones if phone.digits == digits), None)
    if known is None:
        known = add_phone(person, number, by)
    put_phone_first(known, by)
    if former is not None:
        remove_phone(former, by)


def _is_own(full_name: str, phone: str, by: Viewer) -> bool:
    if not phone:
        return False
    found = (
        select(Person.id)
        .join(PersonPhone)
        .where(
            own_people(by),
            Person.search_key == search_key(full_name),
            PersonPhone.digits == national_phone(phone),
        )
    )
    return db.session.scalar(found.limit(1)) is not None
