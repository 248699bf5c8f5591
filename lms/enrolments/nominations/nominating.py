"""An organisation sends its people: names now, or seats whose names come later."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.places import Quota, places_of
from lms.enrolments.positions import SENT
from lms.enrolments.quotas import set_quota
from lms.errors import DomainError
from lms.registry.models import Organisation, Person


def nominate(
    training_class: TrainingClass, people: Iterable[Person], by: Viewer
) -> list[Enrolment]:
    """A place, or a number on the waiting list, for each: all of them or nobody.

    Raises DomainError for the first whom the class does not take; the caller undoes the others.
    """
    return [
        enrol(training_class, person, by, way=WayIn.NOMINATION, may_wait=True) for person in people
    ]


def withdraw_nomination(enrolment: Enrolment, by: Viewer, reason: str) -> None:
    """Take somebody back whom the organisation sent, as long as the list is open."""
    if not enrolment.training_class.takes_enrolments:
        raise DomainError(
            _l("The list of the class is closed. Please call the office to withdraw somebody.")
        )
    if enrolment.way not in SENT:
        raise DomainError(_l("The office enrolled this person. Please call it to withdraw them."))
    withdraw(enrolment, by, reason)


def hold_seats(
    training_class: TrainingClass, organisation: Organisation, count: int, by: Viewer
) -> None:
    """Keep ``count`` seats of the organisation's quota for people who are named later; 0 gives them back.

    Raises DomainError without a quota, and for more seats than the quota or the class has left.
    """
    training_class.lock()
    if not training_class.takes_enrolments:
        raise DomainError(_l("This class does not take enrolments now."), field="seats")
    places = places_of(training_class)
    quota = places.quotas.get(organisation.id)
    if quota is None:
        raise DomainError(
            _l("Seats can be held once the office has given your organisation a quota."),
            field="seats",
        )
    named = places.confirmed.get(organisation.id, 0)
    if count and named + count > quota.seats:
        raise DomainError(
            _l(
                "Your organisation may send %(seats)s people and has sent %(named)s: at most "
                "%(left)s seats can be held.",
                seats=quota.seats,
                named=named,
                left=max(quota.seats - named, 0),
            ),
            field="seats",
        )
    reserved = named + count if count else 0
    try:
        set_quota(training_class, organisation, Quota(quota.seats, reserved), by)
    except DomainError as error:
        raise DomainError(error.args[0], field="seats") from None
