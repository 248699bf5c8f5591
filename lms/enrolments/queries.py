"""What the pages about enrolments read: plain rows of the shown columns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from lms.access import Viewer
from lms.accounts.models import Account
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState, EnrolmentStep
from lms.enrolments.scope import own_enrolments, particulars_shown, visible_enrolments
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position
from lms.registry.organisations.search import organisations_with
from lms.registry.people.search import sought
from lms.registry.scope import is_held_today, listed_people

FOUND_SHOWN = 50


def people_of(class_id: int, viewer: Viewer) -> list[Any]:
    """The people in the class whom the viewer may see, in the order of class lists.

    ``is_full`` tells whether the viewer may read more than the name and the organisation.
    """
    return list(
        db.session.execute(
            select(
                Enrolment.id,
                Enrolment.full_name,
                Enrolment.birth_date,
                Enrolment.birth_precision,
                Enrolment.position_title,
                Enrolment.organisation_name,
                Enrolment.unit_name,
                particulars_shown(viewer).label("is_full"),
            )
            .where(
                Enrolment.class_id == class_id,
                Enrolment.state == EnrolmentState.CONFIRMED,
                visible_enrolments(viewer),
            )
            .order_by(Enrolment.sort_key, Enrolment.id)
        )
    )


def waiting_people(class_id: int, viewer: Viewer) -> list[Any]:
    """Who waits, in order, of those whose particulars the viewer may read; ``place`` counts all."""
    queue = (
        select(
            Enrolment.id,
            func.row_number().over(order_by=Enrolment.waiting_number).label("place"),
        )
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.WAITING)
        .subquery("queue")
    )
    return list(
        db.session.execute(
            select(
                queue.c.place,
                Enrolment.id,
                Enrolment.full_name,
                Enrolment.organisation_name,
                Enrolment.enrolled_at,
            )
            .join(queue, queue.c.id == Enrolment.id)
            .where(particulars_shown(viewer))
            .order_by(queue.c.place)
        )
    )


def place_in_queue(enrolment: Enrolment) -> int:
    """How many are asked before this person, and the person: 1 is the next."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Enrolment.class_id == enrolment.class_id,
                Enrolment.state == EnrolmentState.WAITING,
                Enrolment.waiting_number <= enrolment.waiting_number,
            )
        )
        or 0
    )


def own_waiting(viewer: Viewer) -> list[Any]:
    """The viewer's own hopes for a place in open classes, each with its number in the queue."""
    ahead = (
        select(func.count())
        .select_from(other := select(Enrolment).subquery("other"))
        .where(
            other.c.class_id == Enrolment.class_id,
            other.c.state == EnrolmentState.WAITING,
            other.c.waiting_number <= Enrolment.waiting_number,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return list(
        db.session.execute(
            select(TrainingClass.title, TrainingClass.starts_on, ahead.label("place"))
            .join(Enrolment, Enrolment.class_id == TrainingClass.id)
            .where(
                own_enrolments(viewer),
                Enrolment.state == EnrolmentState.WAITING,
                TrainingClass.state == ClassState.OPEN,
            )
            .order_by(TrainingClass.starts_on, TrainingClass.id)
        )
    )


def steps_of(enrolment_id: int) -> list[Any]:
    """What happened to a place, the first step first: state, at, by, way, reason."""
    return list(
        db.session.execute(
            select(
                EnrolmentStep.state,
                EnrolmentStep.at,
                Account.display_name.label("by"),
                EnrolmentStep.way,
                EnrolmentStep.reason,
            )
            .join(Account, Account.id == EnrolmentStep.by_id)
            .where(EnrolmentStep.enrolment_id == enrolment_id)
            .order_by(EnrolmentStep.id)
        )
    )


def places_taken(class_ids: Collection[int]) -> dict[int, int]:
    """How many people have a confirmed place in each class; classes without any are left out."""
    rows = db.session.execute(
        select(Enrolment.class_id, func.count().label("taken"))
        .where(Enrolment.class_id.in_(class_ids), Enrolment.state == EnrolmentState.CONFIRMED)
        .group_by(Enrolment.class_id)
    )
    return {row.class_id: row.taken for row in rows}


def states_in(class_id: int, people: Collection[Person]) -> dict[int, str]:
    """How these people stand in the class (by their id); those who were never in it are left out."""
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.state).where(
            Enrolment.class_id == class_id,
            Enrolment.person_id.in_([person.id for person in people]),
        )
    )
    return {row.person_id: row.state for row in rows}


def find_people(q: str) -> list[Person]:
    """People by beginnings of words of their name, by telephone, or by the name of their organisation,
    as it is searched for in the register; one more than shown.

    For holders of Right.ENROL only: they see the whole registry.
    """
    found = sought(q)
    sent_by = (
        select(Position.person_id)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(*organisations_with(q), is_held_today())
    )
    return list(
        db.session.scalars(
            select(Person)
            .where(
                listed_people(),
                or_(and_(true(), *found.conditions()), Person.id.in_(sent_by)),
            )
            .options(selectinload(Person.positions).joinedload(Position.organisation))
            .order_by(*found.ranks(), Person.sort_key, Person.id)
            .limit(FOUND_SHOWN + 1)
        )
    )
