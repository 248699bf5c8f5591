"""The organisation sends somebody who registered: from the words of a form to a person with a place."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.access import Right, Viewer
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, EnrolmentState, WayIn
from lms.enrolments.places import lock_places
from lms.enrolments.positions import position_in
from lms.enrolments.registrations.matching import Meant, people_meant
from lms.enrolments.registrations.models import Registration
from lms.enrolments.snapshot import stand_for
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position, Sex
from lms.registry.people.positions import begin_position
from lms.registry.people.register import Birth, register_person

#: The answer "somebody new" to the question who is meant.
NEW = "new"


def confirm(registration: Registration, by: Viewer, answer: str = "") -> Enrolment:
    """Give the person a place, or a number on the waiting list.

    ``answer`` says who is meant where several may be: the number of a person, or NEW. Raises DomainError,
    and leaves the registration waiting, when it is answered already, its organisation is not known,
    somebody has to say who is meant, or the class does not take the person.
    """
    registration.lock()
    organisation = registration.organisation
    if organisation is None:
        raise DomainError(_l("First say which organisation it is."))
    lock_places(registration.training_class)
    enrolment = registration.enrolment
    if enrolment is not None:
        _stand_in(enrolment, organisation, registration.position_title, by)
    else:
        person = _person_for(registration, organisation, by, answer)
        enrolment = _place_of(registration.class_id, person) or enrol(
            registration.training_class,
            person,
            by,
            way=WayIn.LINK,
            may_wait=True,
            sender=organisation,
        )
    registration.confirm(enrolment, by)
    return enrolment


def _person_for(
    registration: Registration, organisation: Organisation, by: Viewer, answer: str
) -> Person:
    meant = people_meant(registration, by)
    if meant.has_to_be_asked and answer != NEW:
        person = _chosen(meant, answer)
    elif meant.person is not None:
        person = meant.person
    else:
        return _enter(registration, organisation, by)
    _hold_position(person, organisation, registration.position_title, by)
    return person


def _chosen(meant: Meant, answer: str) -> Person:
    for fit in meant.fits:
        if answer == str(fit.person.id):
            return fit.person
    raise DomainError(_l("Say which of these people it is."), field="person")


def _enter(registration: Registration, organisation: Organisation, by: Viewer) -> Person:
    """A new person of the registry. The office is told where they are known; a contact is not."""
    birth = Birth(registration.birth_date, registration.birth_precision)  # type: ignore[arg-type]
    try:
        return register_person(
            registration.full_name,
            by,
            birth=birth,
            sex=Sex(registration.sex),
            phone=registration.phone,
            organisation=organisation,
            position=registration.position_title,
        )
    except DomainError:
        if by.can(Right.ENROL):
            raise
        raise DomainError(
            _l("The office has to look at this registration first. Please call it.")
        ) from None


def _hold_position(person: Person, organisation: Organisation, title: str, by: Viewer) -> Position:
    """The person's position in the organisation; one that the registry does not know yet begins."""
    return position_in(person, [organisation.id]) or begin_position(
        person, organisation, title or str(_("Member")), by
    )


def _stand_in(enrolment: Enrolment, organisation: Organisation, title: str, by: Viewer) -> None:
    """Who came to the door has a place already; now it is known whom they stand for."""
    stand_for(enrolment, _hold_position(enrolment.person, organisation, title, by), by)


def _place_of(class_id: int, person: Person) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment).where(
            Enrolment.class_id == class_id,
            Enrolment.person_id == person.id,
            Enrolment.state.in_((EnrolmentState.CONFIRMED, EnrolmentState.WAITING)),
        )
    )
