"""What the register keeps about a human being: shown to the person, and taken away when erased."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from lms import clock
from lms.extensions import db
from lms.formatting import as_birth, as_phone
from lms.personal_data import Fate, Part, Section, Subject, Value, section
from lms.registry.labels import sex_label
from lms.registry.models import (
    BirthPrecision,
    Organisation,
    OrganisationContact,
    Person,
    PersonPhone,
    Position,
    Sex,
)
from lms.registry.people.citizen_number import shown_citizen_number

#: Kept in the place of a name, with the number of the row; it stays what the papers call the person.
ERASED_NAME = "Người đã xóa dữ liệu #{number}"


def gather(subject: Subject) -> list[Section]:
    people = db.session.scalars(select(Person).where(Person.id.in_(subject.person_ids)))
    rows: list[Mapping[str, Value]] = [
        {
            "number": person.id,
            "full_name": person.full_name,
            "born": as_birth(person.birth_date, person.birth_precision),
            "sex": sex_label(person.sex),
            "citizen_number": shown_citizen_number(person).mask,
            "created_at": person.created_at,
        }
        for person in people
    ]
    labels = {
        "number": _("Number in the register"),
        "full_name": _("Full name"),
        "born": _("Birth date"),
        "sex": _("Sex"),
        "citizen_number": _("Citizen number"),
        "created_at": _("Entered in the register"),
    }
    return [
        Section("person", _("Particulars"), labels, rows),
        _phones(subject),
        _positions(subject),
        _contacts(subject),
    ]


def foresee(subject: Subject) -> Fate:
    if not subject.person_ids:
        return Fate()
    phones = _count(PersonPhone, subject)
    positions = _count(Position, subject)
    contacts = _count(OrganisationContact, subject)
    removed = [_("The name, the birth date, the sex and the citizen number in the register.")]
    if phones:
        removed.append(ngettext("%(num)d telephone number.", "%(num)d telephone numbers.", phones))
    if positions:
        removed.append(
            ngettext(
                "%(num)d position in an organisation.",
                "%(num)d positions in organisations.",
                positions,
            )
        )
    if contacts:
        removed.append(
            ngettext(
                "That the office calls the person about %(num)d organisation.",
                "That the office calls the person about %(num)d organisations.",
                contacts,
            )
        )
    kept = _(
        "A number without a name in the register, so that the figures of past years stay right."
    )
    return Fate(tuple(removed), (kept,))


def erase(subject: Subject) -> None:
    db.session.execute(
        delete(OrganisationContact).where(OrganisationContact.person_id.in_(subject.person_ids))
    )
    for person in db.session.scalars(select(Person).where(Person.id.in_(subject.person_ids))):
        person.full_name = ERASED_NAME.format(number=person.id)
        person.birth_date, person.birth_precision = None, BirthPrecision.UNKNOWN
        person.sex = Sex.UNKNOWN
        person.citizen_number_encrypted = person.citizen_number_hash = None
        person.revision += 1
        person.phones.clear()
        person.positions.clear()
        person.erased_at = clock.now()


def _phones(subject: Subject) -> Section:
    found = db.session.execute(
        select(PersonPhone.digits, PersonPhone.note)
        .where(PersonPhone.person_id.in_(subject.person_ids))
        .order_by(PersonPhone.id)
    )
    rows = [{"phone": as_phone(row.digits), "note": row.note} for row in found]
    labels = {"phone": _("Telephone number"), "note": _("Note")}
    return Section("phones", _("Telephone numbers"), labels, rows)


def _positions(subject: Subject) -> Section:
    labels = {
        "title": _("Position"),
        "organisation": _("Organisation"),
        "started_on": _("From"),
        "ended_on": _("To"),
    }
    statement = (
        select(
            Position.title,
            Organisation.name.label("organisation"),
            Position.started_on,
            Position.ended_on,
        )
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(Position.person_id.in_(subject.person_ids))
        .order_by(Position.id)
    )
    return section("positions", _("Positions"), labels, statement)


def _contacts(subject: Subject) -> Section:
    labels = {"organisation": _("Organisation"), "role": _("Role")}
    contact = OrganisationContact
    statement = (
        select(Organisation.name.label("organisation"), contact.role)
        .join(Organisation, Organisation.id == contact.organisation_id)
        .where(contact.person_id.in_(subject.person_ids))
        .order_by(contact.id)
    )
    return section("organisation_contacts", _("Contact person of"), labels, statement)


def _count(model: type[OrganisationContact | PersonPhone | Position], subject: Subject) -> int:
    statement = select(func.count(model.id)).where(model.person_id.in_(subject.person_ids))
    return db.session.scalar(statement) or 0


part = Part(
    tables=frozenset({"person", "person_phone", "position", "organisation_contact"}),
    gather=gather,
    foresee=foresee,
    erase=erase,
    acts_on=lambda subject: {"person": subject.person_ids},
)
