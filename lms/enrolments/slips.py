"""Slips of paper that open the accounts of a whole class at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from lms.access import Viewer
from lms.accounts.activation import Slip, give_slip
from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db
from lms.registry.models import Person


@dataclass(frozen=True)
class ClassAccounts:
    """How the people of a class stand: who needs a slip, how many sign in, how many are disabled."""

    without: list[tuple[int, str, str]]
    signing_in: int
    disabled: int


def accounts_of(training_class: TrainingClass) -> ClassAccounts:
    """``without`` holds (person id, name, organisation) in the order of class lists."""
    rows = db.session.execute(
        select(
            Enrolment.person_id,
            Enrolment.full_name,
            Enrolment.organisation_name,
            Account.password_hash.is_not(None).label("signs_in"),
            Account.disabled_at.is_not(None).label("is_disabled"),
        )
        .outerjoin(Account, Account.person_id == Enrolment.person_id)
        .where(Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.CONFIRMED)
        .order_by(Enrolment.sort_key, Enrolment.id)
    ).all()
    return ClassAccounts(
        [tuple(row[:3]) for row in rows if not row.signs_in and not row.is_disabled],  # type: ignore[misc]
        sum(bool(row.signs_in) and not row.is_disabled for row in rows),
        sum(bool(row.is_disabled) for row in rows),
    )


def give_slips(training_class: TrainingClass, by: Viewer) -> list[tuple[Slip, str]]:
    """A slip, with the organisation's name, for everybody in the class who does not sign in yet.

    Slips of these people that were printed before stop working.
    """
    waiting = accounts_of(training_class).without
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(Person.id.in_([person_id for person_id, *_rest in waiting]))
        )
    }
    return [
        (give_slip(people[person_id], by), organisation)
        for person_id, _name, organisation in waiting
    ]
