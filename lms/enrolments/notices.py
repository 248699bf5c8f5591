"""What people have to be told. No message leaves the house by itself: an officer calls or writes to
them, with the words prepared here, or they read it on their first page."""

from __future__ import annotations

from sqlalchemy import delete

from lms import audit, clock
from lms.access import Viewer
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


def mark_told(notice: EnrolmentNotice, by: Viewer) -> None:
    """An officer told the person. Twice is once."""
    db.session.refresh(notice, with_for_update=True)
    if notice.told_at is None:
        notice.told_at, notice.told_by_id = clock.now(), by.id
        audit.record("person told", notice, by, enrolment=notice.enrolment_id, kind=notice.kind)


def mark_read(notice: EnrolmentNotice) -> None:
    """The person read it on the first page."""
    db.session.refresh(notice, with_for_update=True)
    notice.read_at = notice.read_at or clock.now()
