"""Giving somebody a place in a class, and taking it back: always under the class's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import audit, clock, database
from lms.access import Viewer
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.eligibility import NotEligible, objections_to
from lms.enrolments.models import MAY_OVERRIDE, Enrolment, EnrolmentState, WayIn
from lms.enrolments.notices import cancel_notices
from lms.enrolments.places import Places, places_of
from lms.enrolments.positions import position_sent_in
from lms.enrolments.waiting import fill_places, next_number
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
    training_class.lock()
    database.take_lock("places")  # nobody gets two places at the same hour from two classes at once
    person.hold()
    _refuse_closed(training_class, way)
    fill_places(training_class, by)
    enrolment = _find(training_class, person)
    _refuse_inside(enrolment, way)
    held = position_sent_in(person, by, way, sender)
    organisation_id = held.organisation_id if held else None
    places = places_of(training_class)
    if enrolment is not None and enrolment.is_waiting:
        places = places.with_waiting(enrolment.organisation_id, -1)
    objections = objections_to(training_class, {person.id: held}, places)[person.id]
    blocking = [objection for objection in objections if objection.blocks]
    if blocking and not (despite and way in MAY_OVERRIDE):
        raise NotEligible(person, blocking)
    is_free = places.left_for(organisation_id) > 0
    if not is_free and (not may_wait or (enrolment is not None and enrolment.is_waiting)):
        raise DomainError(_full(places), field="people")
    if enrolment is None:
        enrolment = Enrolment(training_class=training_class, person=person)
    enrolment.set_rules_aside(blocking, despite)
    cancel_notices(enrolment)
    if is_free:
        enrolment.confirm(held, by, way, enrolment.despite)
    else:
        enrolment.wait(next_number(training_class), held, by, way, enrolment.despite)
    db.session.add(enrolment)
    _record(enrolment, by)
    return enrolment


@dataclass(frozen=True)
class Terms:
    """On which terms several people are enrolled; see enrol()."""

    way: WayIn
    may_wait: bool = False
    despite: str = ""


class SeveralRefused(DomainError):
    """Why people could not be enrolled: a sentence for each, the same one once."""

    def __init__(self, errors: Sequence[DomainError]) -> None:
        self.sentences = list(dict.fromkeys(str(error) for error in errors))
        self.needs_reason = any(isinstance(error, NotEligible) for error in errors)
        super().__init__(" ".join(self.sentences), field="people")


def enrol_all(
    training_class: TrainingClass, people: Sequence[Person], by: Viewer, terms: Terms
) -> list[Enrolment]:
    """Places for all of these people, or SeveralRefused; the caller then undoes the transaction."""
    enrolled: list[Enrolment] = []
    errors: list[DomainError] = []
    for person in people:
        try:
            enrolled.append(enrol(training_class, person, by, **asdict(terms)))
        except DomainError as error:
            errors.append(error)
    if errors:
        raise SeveralRefused(errors)
    return enrolled


def withdraw(enrolment: Enrolment, by: Viewer, reason: str) -> None:
    """Take back a place or a waiting person's hope for one; marks and history stay.

    The next on the waiting list get what falls free. Raises DomainError without a reason or too late.
    """
    training_class = enrolment.training_class
    training_class.lock()
    db.session.refresh(enrolment, ["state", "waiting_number"])
    if not reason:
        raise DomainError(_l("Write why the person is withdrawn."), field="reason")
    if training_class.state == ClassState.ENDED:
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


def _refuse_closed(training_class: TrainingClass, way: WayIn) -> None:
    """Walk-ins come on the day of a session, also when the list is closed; all others before that."""
    if way != WayIn.WALK_IN:
        if not training_class.takes_enrolments:
            raise DomainError(_l("This class does not take enrolments now."), field="people")
    elif not training_class.is_taught or not _meets_today(training_class):
        raise DomainError(
            _l("People are taken at the door only on the day of a session."), field="people"
        )


def _meets_today(training_class: TrainingClass) -> bool:
    today = clock.today()
    return any(
        clock.local(session.starts_at).date() <= today <= clock.local(session.ends_at).date()
        for session in training_class.sessions
    )


def _refuse_inside(enrolment: Enrolment | None, way: WayIn) -> None:
    if enrolment is not None and enrolment.is_confirmed:
        raise DomainError(
            _l("%(name)s is in this class already.", name=enrolment.full_name), field="people"
        )
    if enrolment is not None and enrolment.is_waiting and way != WayIn.WALK_IN:
        raise DomainError(
            _l("%(name)s waits for a place in this class already.", name=enrolment.full_name),
            field="people",
        )


def _full(places: Places) -> object:
    if places.named >= places.capacity:
        return _l("The class is full: all %(capacity)s places are taken.", capacity=places.capacity)
    return _l("The places that are left are held for organisations.")


def _find(training_class: TrainingClass, person: Person) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.class_id == training_class.id, Enrolment.person_id == person.id)
        .execution_options(populate_existing=True)
    )


def _record(enrolment: Enrolment, by: Viewer) -> None:
    """Into the record of acts; the chain's lock is taken last."""
    act = "person enrolled" if enrolment.is_confirmed else "person put on the waiting list"
    terms = {"despite": enrolment.despite} if enrolment.despite else {}
    audit.record(
        act,
        enrolment,
        by,
        person=enrolment.person_id,
        training_class=enrolment.class_id,
        way=enrolment.way,
        **terms,
    )
