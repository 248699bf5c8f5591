"""Giving people places in a class, and taking them back: always under the class's lock."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from lms import audit
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.admission import Admission, Terms
from lms.enrolments.eligibility import NotEligible
from lms.enrolments.models import Enrolment, EnrolmentState, WayIn
from lms.enrolments.notices import cancel_notices
from lms.enrolments.places import lock_places
from lms.enrolments.waiting import fill_places
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person


def enrol(  # noqa: PLR0913 - who, where, through whom, and on which terms
    training_class: TrainingClass,
    person: Person,
    by: Viewer,
    *,
    way: WayIn,
    may_wait: bool = False,
    despite: str = "",
    sender: Organisation | None = None,
) -> Enrolment:
    """A place with the person's particulars of today; a withdrawn one is taken up again.

    The place is confirmed, or with ``may_wait`` at the end of the waiting list when none is free. The
    person stands in it for ``sender``; on the ways of organisations for one of the contact's own,
    otherwise for the organisation of the present position.

    Raises DomainError when the class takes no enrolments, the person is in it already, holds no
    position in the sending organisation, or no place is free; NotEligible (a DomainError with
    ``objections``) when a rule forbids it and the office gave no reason (``despite``).
    """
    db.session.flush()
    senders = {person.id: sender} if sender else {}
    terms = Terms(way, may_wait=may_wait, despite=despite, senders=senders)
    return Admission(training_class, [person], by, terms).admit(person)


class SeveralRefused(DomainError):
    """Why people could not be enrolled: a sentence for each, the same one once."""

    def __init__(self, errors: Sequence[DomainError]) -> None:
        self.sentences = list(dict.fromkeys(str(error) for error in errors))
        self.needs_reason = any(isinstance(error, NotEligible) for error in errors)
        super().__init__(" ".join(self.sentences), field="people")


def enrol_each(
    training_class: TrainingClass, people: Sequence[Person], by: Viewer, terms: Terms
) -> list[Enrolment | DomainError]:
    """For each person in order a place, or why there is none; who is refused leaves no trace.

    Much faster for many people than enrol() for each. Raises DomainError when the class takes nobody.
    """
    admission = Admission(training_class, people, by, terms)
    results: list[Enrolment | DomainError] = []
    for person in people:
        try:
            results.append(admission.admit(person))
        except DomainError as error:
            results.append(error)
    return results


def enrol_all(
    training_class: TrainingClass, people: Sequence[Person], by: Viewer, terms: Terms
) -> list[Enrolment]:
    """Places for all of these people, or SeveralRefused; the caller then undoes the transaction."""
    results = enrol_each(training_class, people, by, terms)
    errors = [result for result in results if isinstance(result, DomainError)]
    if errors:
        raise SeveralRefused(errors)
    return [result for result in results if isinstance(result, Enrolment)]


def withdraw(enrolment: Enrolment, by: Viewer, reason: str) -> None:
    """Take back a place or a waiting person's hope for one; marks and history stay.

    The next on the waiting list get what falls free. Raises DomainError without a reason or too late.
    """
    training_class = enrolment.training_class
    lock_places(training_class)
    db.session.refresh(enrolment, ["state", "waiting_number"])
    if not reason:
        raise DomainError(_l("Write why the person is withdrawn."), field="reason")
    if training_class.is_over:
        raise DomainError(_l("The class has ended; its list can no longer change."))
    if enrolment.state not in (EnrolmentState.CONFIRMED, EnrolmentState.WAITING):
        raise DomainError(_l("This person was withdrawn already."))
    former = enrolment.state
    cancel_notices(enrolment)
    enrolment.leave(by, reason)
    audit.record(
        "person withdrawn",
        enrolment,
        by,
        state=[former, EnrolmentState.WITHDRAWN],
        reason=reason,
    )
    fill_places(training_class, by)
