"""Who a human being is in the rows: one person, and the account that belongs to it."""

from __future__ import annotations

from sqlalchemy import select

from lms.access import Viewer
from lms.accounts.models import Account
from lms.extensions import db
from lms.personal_data import Subject
from lms.privacy.models import DataRequest


def subject_of_person(person_id: int) -> Subject:
    """A person of the register with the account opened for it."""
    accounts = db.session.scalars(select(Account.id).where(Account.person_id == person_id))
    return Subject((person_id,), tuple(accounts))


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
