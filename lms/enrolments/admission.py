"""Admitting people to a class that is locked: what is asked of the database is asked once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import audit, clock
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.eligibility import (
    NotEligible,
    Objection,
    quota_objections,
    standing_objections,
)
from lms.enrolments.models import MAY_OVERRIDE, Enrolment, EnrolmentState, WayIn
from lms.enrolments.notices import cancel_notices
from lms.enrolments.places import Places, lock_places, places_of
from lms.enrolments.positions import position_sent_in
from lms.enrolments.waiting import fill_places, next_number
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position


@dataclass(frozen=True)
class Terms:
    """On which terms people are admitted; see lms.enrolments.enrol.enrol.

    ``senders`` gives the sending organisation by the person's id, where it is known.
    """

    way: WayIn
    may_wait: bool = False
    despite: str = ""
    senders: Mapping[int, Organisation] = field(default_factory=dict)


class Admission:
    """A class and the people who are to be in it, held until the transaction ends.

    Raises DomainError when the class takes nobody now.
    """

    def __init__(
        self, training_class: TrainingClass, people: Sequence[Person], by: Viewer, terms: Terms
    ) -> None:
        self.training_class, self.by, self.terms = training_class, by, terms
        lock_places(training_class)
        _refuse_closed(training_class, terms.way)
        self.gone = _hold(people)
        fill_places(training_class, by)
        self.places = places_of(training_class)
        self.known = _enrolments_of(training_class, people)
        self.number = next_number(training_class)
        self.held: dict[int, Position | None] = {}
        self.errors: dict[int, DomainError] = {}
        for person in people:
            self._send(person)
        self.objections = standing_objections(training_class, self.held)

    def admit(self, person: Person) -> Enrolment:
        """The person's place, confirmed or on the waiting list.

        Raises DomainError, and then has written nothing.
        """
        if person.id in self.errors:
            raise self.errors[person.id]
        enrolment, held = self.known.get(person.id), self.held[person.id]
        self._refuse_inside(enrolment)
        places = self._places_without(enrolment)
        blocking = self._blocking(person, held, places)
        is_free = places.left_for(_organisation_of(held)) > 0
        if not is_free and (
            not self.terms.may_wait or (enrolment is not None and enrolment.is_waiting)
        ):
            raise DomainError(_full(places), field="people")
        if enrolment is None:
            enrolment = Enrolment(training_class=self.training_class, person=person)
        else:
            cancel_notices(enrolment)
        enrolment.set_rules_aside(blocking, self.terms.despite)
        self._enter(enrolment, held, places, is_free=is_free)
        return enrolment

    def _send(self, person: Person) -> None:
        try:
            if person.id in self.gone:
                raise DomainError(self.gone[person.id], field="people")
            sender = self.terms.senders.get(person.id)
            self.held[person.id] = position_sent_in(person, self.by, self.terms.way, sender)
        except DomainError as error:
            self.errors[person.id] = error

    def _refuse_inside(self, enrolment: Enrolment | None) -> None:
        if enrolment is not None and enrolment.is_confirmed:
            raise DomainError(
                _l("%(name)s is in this class already.", name=enrolment.full_name), field="people"
            )
        if enrolment is not None and enrolment.is_waiting and self.terms.way != WayIn.WALK_IN:
            raise DomainError(
                _l("%(name)s waits for a place in this class already.", name=enrolment.full_name),
                field="people",
            )

    def _places_without(self, enrolment: Enrolment | None) -> Places:
        """Somebody who waits does not stand in the own way."""
        if enrolment is None or not enrolment.is_waiting:
            return self.places
        return self.places.with_waiting(enrolment.organisation_id, -1)

    def _blocking(
        self, person: Person, held: Position | None, places: Places
    ) -> Sequence[Objection]:
        objections = [*quota_objections(held, places), *self.objections[person.id]]
        blocking = [objection for objection in objections if objection.blocks]
        if blocking and not (self.terms.despite and self.terms.way in MAY_OVERRIDE):
            raise NotEligible(person, blocking)
        return blocking

    def _enter(
        self, enrolment: Enrolment, held: Position | None, places: Places, *, is_free: bool
    ) -> None:
        organisation_id, way = _organisation_of(held), self.terms.way
        if is_free:
            enrolment.confirm(held, self.by, way, enrolment.despite)
            self.places = places.with_confirmed(organisation_id)
        else:
            enrolment.wait(self.number, held, self.by, way, enrolment.despite)
            self.places = places.with_waiting(organisation_id, 1)
            self.number += 1
        db.session.add(enrolment)
        self.known[enrolment.person.id] = enrolment
        _record(enrolment, self.by)


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


def _hold(people: Sequence[Person]) -> dict[int, object]:
    """Let nobody merge or erase these people until the transaction ends; who is gone already, and why."""
    db.session.flush()
    rows = db.session.execute(
        select(Person.id, Person.full_name, Person.merged_into_id, Person.erased_at)
        .where(Person.id.in_([person.id for person in people]))
        .order_by(Person.id)
        .with_for_update(read=True, key_share=True)
    ).all()
    gone: dict[int, object] = {
        row.id: _l("The list has changed meanwhile. Please search and choose again.")
        for row in rows
        if row.erased_at is not None
    }
    for row in rows:
        if row.merged_into_id is not None:
            gone[row.id] = _l(
                "%(name)s was merged into another record meanwhile; look for the name anew.",
                name=row.full_name,
            )
    return gone


def _enrolments_of(training_class: TrainingClass, people: Sequence[Person]) -> dict[int, Enrolment]:
    found = db.session.scalars(
        select(Enrolment)
        .where(
            Enrolment.class_id == training_class.id,
            Enrolment.person_id.in_([person.id for person in people]),
            Enrolment.state != EnrolmentState.MERGED,
        )
        .execution_options(populate_existing=True)
    )
    return {enrolment.person_id: enrolment for enrolment in found}


def _organisation_of(held: Position | None) -> int | None:
    return held.organisation_id if held else None


def _full(places: Places) -> object:
    if places.named >= places.capacity:
        return _l("The class is full: all %(capacity)s places are taken.", capacity=places.capacity)
    return _l("The places that are left are held for organisations.")


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
