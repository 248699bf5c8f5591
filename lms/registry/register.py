"""Entering people and organisations in the register: for the forms, the imports and the demo."""

from __future__ import annotations

import re
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
    OrganisationKind,
    Person,
    PersonPhone,
    Position,
    Sex,
)
from lms.vietnamese import national_phone, normal_text

#: Ten digits; ten and three for a branch; twelve (personal number) since 1 July 2025. Kept as text.
_TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3}|[0-9]{2})?")


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


def register_organisation(
    name: str,
    kind: OrganisationKind,
    by: Viewer | None,
    *,
    tax_code: str = "",
    unit_id: int | None = None,
) -> Organisation:
    """Enter an organisation.

    Raises DomainError for something that is not a tax code, and for one that is taken.
    """
    tax_code = re.sub(r"\s", "", tax_code)
    if tax_code and not _TAX_CODE.fullmatch(tax_code):
        raise DomainError(
            _l("A tax code has 10 digits, 10 digits and 3 after a dash, or 12 digits."),
            field="tax_code",
        )
    database.take_lock("organisation")
    if tax_code and (holder := _holder_of(tax_code)):
        raise DomainError(_l("This tax code belongs to %(name)s.", name=holder), field="tax_code")
    organisation = Organisation(name=name, kind=kind, tax_code=tax_code or None, unit_id=unit_id)
    db.session.add(organisation)
    audit.record("organisation registered", organisation, by, name=organisation.name)
    return organisation


def _is_known(full_name: str, birth: Birth, numbers: list[str]) -> bool:
    born = Person.birth_date == birth.day if birth.day else Person.birth_date.is_(None)
    known = db.session.scalar(
        select(Person.id)
        .join(PersonPhone)
        .where(PersonPhone.digits.in_(numbers), Person.full_name == normal_text(full_name), born)
        .limit(1)
    )
    return known is not None


def _holder_of(tax_code: str) -> str | None:
    return db.session.scalar(select(Organisation.name).where(Organisation.tax_code == tax_code))
