"""What the lists of registrations read: plain rows of the shown columns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, select

from lms.access import Viewer
from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment
from lms.enrolments.registrations.models import (
    Registration,
    RegistrationLink,
    RegistrationState,
)
from lms.enrolments.registrations.scope import visible_registrations
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.models import Organisation


def waiting_registrations(viewer: Viewer, page: int) -> list[Any]:
    """A page of those that wait for an answer, the oldest first, and one row more when more follow."""
    return _rows(
        viewer,
        Registration.state == RegistrationState.WAITING,
        order=(Registration.received_at, Registration.id),
        page=page,
    )


def registrations_of(class_id: int, viewer: Viewer, page: int) -> list[Any]:
    """A page of the registrations of a class in the order of class lists, those that wait first."""
    return _rows(
        viewer,
        Registration.class_id == class_id,
        order=(
            (Registration.state != RegistrationState.WAITING),
            Registration.sort_key,
            Registration.id,
        ),
        page=page,
    )


def count_waiting(viewer: Viewer, class_id: int | None = None) -> int:
    """How many registrations wait for an answer of the viewer."""
    conditions = [Registration.state == RegistrationState.WAITING, visible_registrations(viewer)]
    if class_id is not None:
        conditions.append(Registration.class_id == class_id)
    return db.session.scalar(select(func.count()).where(*conditions)) or 0


def removable(class_id: int) -> list[Any]:
    """The registrations of a class that nobody confirmed and that hold no place; for the office."""
    return list(
        db.session.execute(
            select(
                Registration.id,
                Registration.full_name,
                Registration.organisation_text,
                Registration.phone,
                Registration.received_at,
            )
            .where(
                Registration.class_id == class_id,
                Registration.state != RegistrationState.CONFIRMED,
                Registration.enrolment_id.is_(None),
            )
            .order_by(Registration.received_at.desc(), Registration.id.desc())
        )
    )


def open_link(class_id: int) -> RegistrationLink | None:
    """The link of a class that was not closed."""
    return db.session.scalar(
        select(RegistrationLink).where(
            RegistrationLink.class_id == class_id, RegistrationLink.closed_at.is_(None)
        )
    )


def _rows(
    viewer: Viewer, condition: ColumnElement[bool], *, order: Collection[Any], page: int
) -> list[Any]:
    return list(
        db.session.execute(
            select(
                Registration.id,
                Registration.class_id,
                Registration.full_name,
                Registration.birth_date,
                Registration.birth_precision,
                Registration.position_title,
                Registration.organisation_text,
                Registration.way,
                Registration.state,
                Registration.reason,
                Registration.received_at,
                Registration.decided_at,
                Organisation.name.label("organisation"),
                TrainingClass.title,
                Enrolment.state.label("place"),
                Enrolment.waiting_number,
                Account.display_name.label("decided_by"),
            )
            .join(TrainingClass, TrainingClass.id == Registration.class_id)
            .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
            .outerjoin(Enrolment, Enrolment.id == Registration.enrolment_id)
            .outerjoin(Account, Account.id == Registration.decided_by_id)
            .where(condition, visible_registrations(viewer))
            .order_by(*order)
            .limit(PAGE_SIZE + 1)
            .offset((page - 1) * PAGE_SIZE)
        )
    )
