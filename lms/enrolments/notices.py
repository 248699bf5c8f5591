"""What people have to be told, since no message leaves the house by itself."""

from __future__ import annotations

from sqlalchemy import delete

from lms import clock
from lms.enrolments.models import Enrolment, EnrolmentNotice, NoticeKind
from lms.extensions import db


def notify(enrolment: Enrolment, kind: NoticeKind) -> None:
    """Note that the person has to be told; what was not told before is void."""
    cancel_notices(enrolment)
    db.session.add(EnrolmentNotice(enrolment=enrolment, kind=kind, at=clock.now()))


def cancel_notices(enrolment: Enrolment) -> None:
    """Forget what the person was not told yet: it is true no longer."""
    if enrolment.id is not None:
        db.session.execute(
            delete(EnrolmentNotice).where(
                EnrolmentNotice.enrolment_id == enrolment.id,
                EnrolmentNotice.told_at.is_(None),
                EnrolmentNotice.read_at.is_(None),
            )
        )
