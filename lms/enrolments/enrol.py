"""Giving somebody a place in a class, and taking it back: always under the class's lock."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms import audit, clock
from lms.access import Viewer
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person


def enrol(training_class: TrainingClass, person: Person, by: Viewer) -> Enrolment:
    """A confirmed place with the person's particulars of today; a withdrawn one is confirmed again.

    Raises DomainError when the class takes no enrolments or is full, or the person is in it already.
    """
    training_class.lock()
    if not training_class.takes_enrolments:
        raise DomainError(_l("This class does not take enrolments now."), field="people")
    person.hold()
    enrolment = _find(training_class, person)
    if enrolment is not None and enrolment.is_confirmed:
        raise DomainError(
            _l("%(name)s is in this class already.", name=person.full_name), field="people"
        )
    if places_left(training_class) < 1:
        raise DomainError(
            _l(
                "The class is full: all %(capacity)s places are taken.",
                capacity=training_class.capacity,
            ),
            field="people",
        )
    if enrolment is None:
        enrolment = Enrolment(training_class=training_class, person=person)
    enrolment.state = EnrolmentState.CONFIRMED
    enrolment.enrolled_at = clock.now()
    enrolment.enrolled_by_id = by.id
    _take_snapshot(enrolment, person)
    db.session.add(enrolment)
    audit.record(
        "person enrolled", enrolment, by, person=person.id, training_class=training_class.id
    )
    return enrolment


def withdraw(enrolment: Enrolment, by: Viewer, reason: str) -> None:
    """Take the place back; marks and history stay. Raises DomainError without a reason or too late."""
    enrolment.training_class.lock()
    db.session.refresh(enrolment, ["state"])
    if not reason:
        raise DomainError(_l("Write why the person is withdrawn."), field="reason")
    if enrolment.training_class.state == ClassState.ENDED:
        raise DomainError(_l("The class has ended; its list can no longer change."))
    if not enrolment.is_confirmed:
        raise DomainError(_l("This person was withdrawn already."))
    enrolment.state = EnrolmentState.WITHDRAWN
    audit.record(
        "person withdrawn",
        enrolment,
        by,
        state=[EnrolmentState.CONFIRMED, EnrolmentState.WITHDRAWN],
        reason=reason,
    )


def places_left(training_class: TrainingClass) -> int:
    """How many people can still be enrolled."""
    taken = db.session.scalar(
        select(func.count()).where(
            Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.CONFIRMED
        )
    )
    return training_class.capacity - (taken or 0)


def _find(training_class: TrainingClass, person: Person) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.class_id == training_class.id, Enrolment.person_id == person.id)
        .execution_options(populate_existing=True)
    )


def _take_snapshot(enrolment: Enrolment, person: Person) -> None:
    held = person.current_position
    organisation = held.organisation if held else None
    unit = organisation.unit if organisation else None
    enrolment.full_name = person.full_name
    enrolment.sort_key = person.sort_key
    enrolment.birth_date = person.birth_date
    enrolment.birth_precision = person.birth_precision
    enrolment.sex = person.sex
    enrolment.position_title = held.title if held else ""
    enrolment.organisation_id = organisation.id if organisation else None
    enrolment.organisation_name = organisation.name if organisation else ""
    enrolment.organisation_kind = organisation.kind if organisation else ""
    enrolment.unit_id = unit.id if unit else None
    enrolment.unit_name = unit.name if unit else ""
