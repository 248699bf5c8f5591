"""What the pages about enrolments read: plain rows of the shown columns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from lms.access import Viewer
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.scope import particulars_shown, visible_enrolments
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position
from lms.registry.scope import listed_people
from lms.vietnamese import search_key

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


def places_taken(class_ids: Collection[int]) -> dict[int, int]:
    """How many people have a confirmed place in each class; classes without any are left out."""
    rows = db.session.execute(
        select(Enrolment.class_id, func.count().label("taken"))
        .where(Enrolment.class_id.in_(class_ids), Enrolment.state == EnrolmentState.CONFIRMED)
        .group_by(Enrolment.class_id)
    )
    return {row.class_id: row.taken for row in rows}


def people_in(class_id: int, people: Collection[Person]) -> set[int]:
    """Which of these people have a place in the class already, by id."""
    return set(
        db.session.scalars(
            select(Enrolment.person_id).where(
                Enrolment.class_id == class_id,
                Enrolment.state == EnrolmentState.CONFIRMED,
                Enrolment.person_id.in_([person.id for person in people]),
            )
        )
    )


def find_people(q: str) -> list[Person]:
    """People by part of their name or of their organisation's, without marks; one more than shown.

    For holders of Right.ENROL only: they see the whole registry.
    """
    words = search_key(q)
    sent_by = (
        select(Position.person_id)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(Organisation.search_key.contains(words, autoescape=True))
    )
    return list(
        db.session.scalars(
            select(Person)
            .where(
                listed_people(),
                or_(
                    Person.search_key.contains(words, autoescape=True),
                    Person.id.in_(sent_by),
                ),
            )
            .options(selectinload(Person.positions).joinedload(Position.organisation))
            .order_by(Person.sort_key, Person.id)
            .limit(FOUND_SHOWN + 1)
        )
    )
