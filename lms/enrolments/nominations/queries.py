"""What a contact's pages read: plain rows of the shown columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, selectinload

from lms import clock
from lms.access import Viewer
from lms.classes.models import IN_PREPARATION, ClassState, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.nominations.scope import own_people, sent_places
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.models import Organisation, Person, Position
from lms.vietnamese import search_key

#: A contact is offered so many people at once; more are found by name.
OFFERED = 50
INSIDE = (EnrolmentState.CONFIRMED, EnrolmentState.WAITING)


def open_classes(most: int = PAGE_SIZE) -> list[Any]:
    """The classes that take enrolments, the next first: they are announced to every organisation."""
    return list(
        db.session.execute(
            select(
                TrainingClass.id,
                TrainingClass.title,
                TrainingClass.state,
                TrainingClass.capacity,
                TrainingClass.starts_on,
                TrainingClass.ends_on,
                TrainingClass.venue,
            )
            .where(TrainingClass.state == ClassState.OPEN)
            .order_by(TrainingClass.starts_on, TrainingClass.id)
            .limit(most)
        )
    )


def own_organisations(viewer: Viewer) -> list[Any]:
    """The contact's organisations by name: id, name."""
    return list(
        db.session.execute(
            select(Organisation.id, Organisation.name)
            .where(Organisation.id.in_(viewer.organisation_ids))
            .order_by(Organisation.sort_key, Organisation.id)
        )
    )


def sent_to(class_id: int, viewer: Viewer) -> list[Any]:
    """Whom the contact's organisations sent to a class, those who wait with their rank in the list."""
    ahead = aliased(Enrolment)
    rank = (
        select(func.count())
        .where(
            ahead.class_id == Enrolment.class_id,
            ahead.state == EnrolmentState.WAITING,
            ahead.waiting_number <= Enrolment.waiting_number,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return _places(
        rank.label("rank"), condition=(Enrolment.class_id == class_id) & sent_places(viewer)
    )


def places_of_person(person_id: int, viewer: Viewer) -> list[Any]:
    """The classes to which the contact's organisations sent somebody, the latest first."""
    return _places(condition=(Enrolment.person_id == person_id) & sent_places(viewer))


def learnt(viewer: Viewer, page: int) -> list[Any]:
    """A page of those who were sent to classes that have begun, and one row more when more follow."""
    begun = (
        (Enrolment.state == EnrolmentState.CONFIRMED)
        & (TrainingClass.starts_on <= clock.today())
        & (TrainingClass.state.not_in(IN_PREPARATION))
    )
    return _places(condition=begun & sent_places(viewer), page=page)


def people_to_send(class_id: int, viewer: Viewer, q: str) -> list[Person]:
    """The contact's own people who are not in the class, by part of the name; one more than offered."""
    inside = select(Enrolment.person_id).where(
        Enrolment.class_id == class_id, Enrolment.state.in_(INSIDE)
    )
    words = (Person.search_key.contains(word) for word in search_key(q).split())
    return list(
        db.session.scalars(
            select(Person)
            .where(own_people(viewer), Person.id.not_in(inside), *words)
            .options(selectinload(Person.positions).joinedload(Position.organisation))
            .order_by(Person.sort_key, Person.id)
            .limit(OFFERED + 1)
        )
    )


def _places(
    *columns: ColumnElement[Any], condition: ColumnElement[bool], page: int | None = None
) -> list[Any]:
    statement = (
        select(
            Enrolment.id,
            Enrolment.class_id,
            Enrolment.person_id,
            Enrolment.full_name,
            Enrolment.position_title,
            Enrolment.organisation_name,
            Enrolment.state,
            Enrolment.way,
            TrainingClass.title,
            TrainingClass.starts_on,
            TrainingClass.ends_on,
            *columns,
        )
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(condition)
        .order_by(
            TrainingClass.starts_on.desc(), TrainingClass.id, Enrolment.sort_key, Enrolment.id
        )
    )
    if page is not None:
        statement = statement.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)
    return list(db.session.execute(statement))
