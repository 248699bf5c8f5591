"""Who may compare, merge and undo: holders of the right who see everybody."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.duplicates.models import Merge, MergeReversal
from lms.extensions import db
from lms.registry.models import Person, Position


def load_two(survivor_id: int, merged_id: int) -> tuple[Person, Person]:
    """Both people with phones and positions, also when one was merged meanwhile; or 404."""
    _refuse_partial_sight()
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person)
            .where(Person.id.in_((survivor_id, merged_id)))
            .options(
                selectinload(Person.phones),
                selectinload(Person.positions).joinedload(Position.organisation),
            )
        )
    }
    if len(people) != 2:
        abort(404)
    return people[survivor_id], people[merged_id]


def load_merge(merge_id: int) -> Merge:
    """A merge with its people and its reversal, or 404."""
    _refuse_partial_sight()
    merge = db.session.scalar(
        select(Merge)
        .where(Merge.id == merge_id)
        .options(
            joinedload(Merge.survivor),
            joinedload(Merge.merged),
            joinedload(Merge.by),
            joinedload(Merge.reversal).joinedload(MergeReversal.by),
        )
    )
    return merge or abort(404)


def _refuse_partial_sight() -> None:
    """Two people of whom one is out of sight cannot be compared."""
    if not current_user.sees_whole_programme:
        abort(404)
