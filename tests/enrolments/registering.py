"""What tests of registrations share: a link, somebody's words, and a registration that arrived."""

from __future__ import annotations

from datetime import date
from typing import Any

from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.enrolments.registrations.links import make_link
from lms.enrolments.registrations.models import Registration, RegistrationLink
from lms.enrolments.registrations.receiving import Registrant, receive
from lms.extensions import db
from lms.registry.models import BirthPrecision, Organisation, Person, Sex
from lms.registry.people.register import Birth
from tests import factories

#: What somebody careful writes behind a link.
WORDS: dict[str, Any] = {
    "full_name": "Nguyễn Thị Lan",
    "born": ["", "", "1975"],
    "sex": "female",
    "phone": "0912 345 678",
    "organisation_name": "HTX Tự Lập",
    "position": "Kế toán",
}


def link(training_class: TrainingClass, by: Account) -> RegistrationLink:
    row = make_link(training_class, by, None)
    db.session.commit()
    return row


def somebody(year: int | None = 1975, **words: Any) -> Registrant:
    """A registrant born in ``year``."""
    born = Birth(None) if year is None else Birth(_day(year), BirthPrecision.YEAR)
    given = {
        "full_name": "Nguyễn Thị Lan",
        "birth": born,
        "sex": Sex.FEMALE,
        "phone": "0912345678",
        "position": "Kế toán",
        "organisation": "HTX Tự Lập",
    }
    return Registrant(**{**given, **words})


def registration(
    to: TrainingClass | RegistrationLink,
    sender: Organisation | None = None,
    by: Account | None = None,
    **words: Any,
) -> Registration:
    """A registration that arrived through the link (one is made for a class)."""
    if isinstance(to, TrainingClass):
        assert by is not None
        to = link(to, by)
    receive(to, somebody(organisation_id=sender.id if sender else None, **words))
    db.session.commit()
    return db.session.query(Registration).order_by(Registration.id.desc()).first()  # type: ignore[return-value]


def born(person: Person, year: int) -> Person:
    """The same person, with a birth year."""
    person.birth_date, person.birth_precision = _day(year), BirthPrecision.YEAR
    db.session.commit()
    return person


def member(organisation: Organisation, name: str = "Nguyễn Thị Lan", **options: Any) -> Person:
    """Somebody of the organisation."""
    year = options.pop("year", None)
    person = factories.person(name, organisation, **options)
    return born(person, year) if year else person


def _day(year: int) -> date:
    return date(year, 1, 1)
