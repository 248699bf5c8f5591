"""What a contact reaches: own people of today, and whom the organisations sent, whatever became of them.

Both are the contact's alone, also when the same account holds another role: these pages never show
anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, false, select

from lms.access import RIGHTS, Right, Role, Viewer
from lms.classes.models import IN_PREPARATION, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db
from lms.registry.models import Organisation, Person
from lms.registry.scope import visible_people


@dataclass
class ContactSight:
    """A viewer as a contact and nothing more: what other roles add is left out."""

    id: int
    person_id: int | None
    organisation_ids: frozenset[int]
    roles: frozenset[Role] = frozenset({Role.CONTACT})
    sees_whole_programme: bool = False

    def can(self, right: Right) -> bool:
        return right in RIGHTS[Role.CONTACT]


def as_contact(viewer: Viewer) -> ContactSight:
    return ContactSight(viewer.id, viewer.person_id, viewer.organisation_ids)


def own_people(viewer: Viewer) -> ColumnElement[bool]:
    """Who holds a position in one of the contact's organisations today."""
    return visible_people(as_contact(viewer))


def sent_places(viewer: Viewer) -> ColumnElement[bool]:
    """Places of people who stood for one of the contact's organisations on the day of enrolment.

    Somebody who moved away since stays in what the organisation did; what they do elsewhere is not seen.
    A place that counts with another one of the same person is not told twice.
    """
    if not viewer.organisation_ids:
        return false()
    return and_(
        Enrolment.organisation_id.in_(viewer.organisation_ids),
        Enrolment.state != EnrolmentState.MERGED,
    )


def load_announced_class(class_id: int) -> TrainingClass:
    """A class that was announced to organisations, or 404."""
    found = db.session.scalar(
        select(TrainingClass).where(
            TrainingClass.id == class_id, TrainingClass.state.not_in(IN_PREPARATION)
        )
    )
    return found or abort(404)


def load_own_person(person_id: int) -> Person:
    """One of the contact's own people, or 404."""
    found = db.session.scalar(
        select(Person).where(Person.id == person_id, own_people(current_user))
    )
    return found or abort(404)


def load_own_organisation(organisation_id: int) -> Organisation:
    """One of the contact's organisations, or 404."""
    if organisation_id not in current_user.organisation_ids:
        abort(404)
    return db.session.get(Organisation, organisation_id) or abort(404)


def load_sent_place(enrolment_id: int) -> Enrolment:
    """The place of somebody whom the contact's organisation sent, or 404."""
    found = db.session.scalar(
        select(Enrolment)
        .join(Enrolment.training_class)
        .where(
            Enrolment.id == enrolment_id,
            TrainingClass.state.not_in(IN_PREPARATION),
            sent_places(current_user),
        )
    )
    return found or abort(404)
