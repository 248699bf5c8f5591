"""Entering people in the register: for the forms, the imports and the demo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import audit, database
from lms.access import Viewer
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
from lms.vietnamese import national_phone, normal_text


class Birth(NamedTuple):
    """A birth date as far as it is known; of a year alone ``day`` is its first day."""

    day: date | None = None
    precision: BirthPrecision = BirthPrecision.UNKNOWN


UNKNOWN_BIRTH = Birth()


def register_person(  # noqa: PLR0913 - the particulars of a person belong together
    full_name: str,
    by: Viewer | None,
    *,
    birth: Birth = UNKNOWN_BIRTH,
    sex: Sex = Sex.UNKNOWN,
    phone: str = "",
    phones: Sequence[str] = (),
    organisation: Organisation | None = None,
    position: str = "",
    started_on: date | None = None,
) -> Person:
    """Enter a person, with telephone numbers (the one to call first first) and a position where given.

    Raises DomainError when somebody of this name, birth date and one of these telephone numbers is in the
    register already, and ValueError for something that is not a telephone number.
    """
    numbers = [national_phone(number) for number in ([phone] if phone else []) + list(phones)]
    numbers = list(dict.fromkeys(numbers))
    database.take_lock("person")
    if numbers and _is_known(full_name, birth, numbers):
        raise DomainError(
            _l(
                "This person is in the register already: same name, birth date and telephone number."
            ),
            field="full_name",
        )
    person = Person(
        full_name=full_name, birth_date=birth.day, birth_precision=birth.precision, sex=sex
    )
    for place, number in enumerate(numbers):
        person.phones.append(PersonPhone(digits=number, position=place))
    if organisation is not None:
        person.positions.append(
            Position(organisation=organisation, title=position, started_on=started_on)
        )
    db.session.add(person)
    audit.record("person registered", person, by, full_name=person.full_name)
    return person


def _is_known(full_name: str, birth: Birth, numbers: list[str]) -> bool:
    born = Person.birth_date == birth.day if birth.day else Person.birth_date.is_(None)
    known = db.session.scalar(
        select(Person.id)
        .join(PersonPhone)
        .where(PersonPhone.digits.in_(numbers), Person.full_name == normal_text(full_name), born)
        .limit(1)
    )
    return known is not None
