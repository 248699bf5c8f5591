"""Registrations that came to nothing are thrown away: spam by the office, the rest by the clock.

Source: Law 91/2025/QH15, personal data are deleted once their purpose is done.
"""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from lms import audit, clock, terms
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.registrations.models import Registration, RegistrationState
from lms.errors import DomainError
from lms.extensions import db

KEPT_DAYS = terms.declare(
    "registrations_kept_days",
    90,
    "days after the last day of a class for which unconfirmed registrations are kept (own choice)",
)


def remove_registrations(
    training_class: TrainingClass, ids: Collection[int], by: Viewer, reason: str
) -> int:
    """Throw away registrations of a class that nobody confirmed; how many there were.

    Raises DomainError without a reason or a choice. Those answered or removed meanwhile are passed over.
    """
    if not ids:
        raise DomainError(_l("Choose at least one registration."), field="registrations")
    if not reason:
        raise DomainError(_l("Write why they are deleted."), field="reason")
    gone = db.session.scalars(
        delete(Registration)
        .where(
            Registration.id.in_(ids),
            Registration.class_id == training_class.id,
            Registration.state != RegistrationState.CONFIRMED,
            Registration.enrolment_id.is_(None),
        )
        .returning(Registration.id)
    ).all()
    if gone:
        audit.record(
            "registrations deleted", training_class, by, registrations=sorted(gone), reason=reason
        )
    return len(gone)


def forget_old_registrations() -> None:
    """Drop what no organisation confirmed, so long after the last day of its class."""
    limit = clock.today() - terms.days(KEPT_DAYS)
    over = select(TrainingClass.id).where(TrainingClass.ends_on < limit)
    db.session.execute(
        delete(Registration).where(
            Registration.state != RegistrationState.CONFIRMED,
            Registration.enrolment_id.is_(None),
            Registration.class_id.in_(over),
        )
    )
