"""The people whom the office calls about an organisation. Accounts of contacts are another thing."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from lms import audit, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import (
    Organisation,
    OrganisationContact,
    Person,
    PersonPhone,
    Position,
)
from lms.registry.scope import is_held_today, listed_people


class ContactLine(NamedTuple):
    """A contact person as the organisation's page shows them."""

    id: int
    person_id: int
    name: str
    role: str
    phone: str


def add_contact(
    organisation: Organisation, person: Person, role: str, by: Viewer
) -> OrganisationContact:
    """Note that the office calls ``person`` about ``organisation``; again: the role is changed.

    Raises DomainError without a role.
    """
    if not role:
        raise DomainError(_l("Write for what this person is called."), field="role")
    database.take_lock("organisation")
    row = db.session.scalar(
        select(OrganisationContact).filter_by(organisation_id=organisation.id, person_id=person.id)
    )
    old = row.role if row else ""
    if row is None:
        row = OrganisationContact(organisation=organisation, person=person)
        db.session.add(row)
    row.role = role
    audit.record("contact added", organisation, by, person=person.id, role=[old, row.role])
    return row


def remove_contact(row: OrganisationContact, by: Viewer) -> None:
    """The person stays in the register; only the note is removed."""
    organisation, person_id, role = row.organisation, row.person_id, row.role
    db.session.delete(row)
    audit.record("contact removed", organisation, by, person=person_id, role=[role, ""])


def contacts_of(organisation_id: int) -> list[ContactLine]:
    """In the order of class lists; one statement."""
    contact = OrganisationContact
    first_phone = (
        select(PersonPhone.digits)
        .where(PersonPhone.person_id == contact.person_id)
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .correlate(contact)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(contact.id, contact.person_id, Person.full_name, contact.role, first_phone)
        .join(Person, Person.id == contact.person_id)
        .where(contact.organisation_id == organisation_id, listed_people())
        .order_by(Person.sort_key, Person.id)
    )
    return [
        ContactLine(id_, person, name, role, phone or "") for id_, person, name, role, phone in rows
    ]


def people_to_choose(organisation_id: int) -> list[SelectChoice]:
    """Who holds a position in the organisation today, by name, with the title."""
    rows = db.session.execute(
        select(Person.id, Person.full_name, Position.title)
        .join(Position, Position.person_id == Person.id)
        .where(Position.organisation_id == organisation_id, is_held_today(), listed_people())
        .order_by(Person.sort_key, Person.id, Position.id)
    )
    choices: dict[int, SelectChoice] = {}
    for id_, name, title in rows:
        choices.setdefault(id_, SelectChoice(str(id_), f"{name}, {title}" if title else name))
    return list(choices.values())
