"""Who a human being is in the rows: one person with what was merged into it, and the accounts of both."""

from __future__ import annotations

from sqlalchemy import select

from lms.access import Viewer
from lms.accounts.models import Account
from lms.extensions import db
from lms.personal_data import Subject
from lms.privacy.models import DataRequest
from lms.registry.models import Person


def subject_of_person(person_id: int) -> Subject:
    """A person of the register, those found to be the same, and the accounts opened for any of them."""
    people = _same_as(person_id)
    accounts = db.session.scalars(
        select(Account.id).where(Account.person_id.in_(people)).order_by(Account.id)
    )
    return Subject(people, tuple(accounts))


def subject_of_viewer(viewer: Viewer) -> Subject:
    """The signed-in person; an account without a person is a subject by itself."""
    if viewer.person_id is not None:
        return subject_of_person(viewer.person_id)
    return Subject((), (viewer.id,))


def subject_of_request(request: DataRequest) -> Subject:
    """Whose data a request is about."""
    if request.person_id is not None:
        return subject_of_person(request.person_id)
    return Subject((), (request.account_id,) if request.account_id is not None else ())


def _same_as(person_id: int) -> tuple[int, ...]:
    """The person, then all that were merged into it, also by way of others."""
    found, newest = [person_id], [person_id]
    while newest:
        newest = list(
            db.session.scalars(
                select(Person.id).where(Person.merged_into_id.in_(newest)).order_by(Person.id)
            )
        )
        found += newest
    return tuple(found)
