"""What registrations keep about a human being: shown to the person, and taken away when erased.

A registration belongs to whoever holds its place in the class, and to the person of the same name and
telephone number while it has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, exists, or_, select, update

from lms.enrolments.models import Enrolment
from lms.enrolments.registrations.labels import STATES
from lms.enrolments.registrations.models import Registration
from lms.extensions import db
from lms.formatting import as_birth, as_phone
from lms.personal_data import Fate, Part, Section, Subject, Value
from lms.registry.labels import sex_label
from lms.registry.models import BirthPrecision, Person, PersonPhone, Sex


def gather(subject: Subject) -> list[Section]:
    labels = {
        "training_class": _("Class"),
        "received_at": _("Time"),
        "state": _("State"),
        "full_name": _("Full name"),
        "born": _("Birth date"),
        "sex": _("Sex"),
        "phone": _("Telephone"),
        "position": _("Position"),
        "organisation": _("Organisation"),
        "reason": _("Reason"),
    }
    rows = [_row(one) for one in _registrations(subject)]
    return [Section("registrations", _("Registrations for classes"), labels, rows)]


def foresee(subject: Subject) -> Fate:
    count = len(_registrations(subject))
    if not count:
        return Fate()
    removed = ngettext(
        "%(num)d registration for a class.", "%(num)d registrations for classes.", count
    )
    return Fate(removed=(removed,))


def erase(subject: Subject) -> None:
    """Unanswered ones go; of the others the answer stays, without whom it was about."""
    found = _registrations(subject)
    placed = [one.id for one in found if one.enrolment_id is not None]
    others = [one.id for one in found if one.enrolment_id is None]
    db.session.execute(delete(Registration).where(Registration.id.in_(others)))
    for registration_id in placed:
        db.session.execute(
            update(Registration)
            .where(Registration.id == registration_id)
            .values(
                full_name="",
                sort_key="",
                search_key=f"erased {registration_id}",
                birth_date=None,
                birth_precision=BirthPrecision.UNKNOWN,
                sex=Sex.UNKNOWN,
                phone="",
                position_title="",
                organisation_text="",
                reason="",
            )
        )


def _registrations(subject: Subject) -> list[Registration]:
    places = select(Enrolment.id).where(Enrolment.person_id.in_(subject.person_ids))
    of_that_name = exists().where(
        Person.id.in_(subject.person_ids),
        Person.search_key == Registration.search_key,
        PersonPhone.person_id == Person.id,
        PersonPhone.digits == Registration.phone,
    )
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                or_(
                    Registration.enrolment_id.in_(places),
                    Registration.enrolment_id.is_(None) & of_that_name,
                )
            )
            .order_by(Registration.id)
        )
    )


def _row(one: Registration) -> Mapping[str, Value]:
    return {
        "training_class": one.training_class.title,
        "received_at": one.received_at,
        "state": str(STATES[one.state]),  # type: ignore[index]
        "full_name": one.full_name,
        "born": as_birth(one.birth_date, one.birth_precision),
        "sex": sex_label(one.sex),
        "phone": as_phone(one.phone),
        "position": one.position_title,
        "organisation": one.organisation_text,
        "reason": one.reason,
    }


part = Part(
    tables=frozenset({"registration"}),
    gather=gather,
    foresee=foresee,
    erase=erase,
    acts_on=lambda subject: {"registration": [one.id for one in _registrations(subject)]},
    erases_first=True,
)
