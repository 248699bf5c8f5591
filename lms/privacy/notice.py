"""The notice on personal data: what everybody is told before being asked for anything."""

from __future__ import annotations

from sqlalchemy import select

from lms import clock
from lms.access import Viewer
from lms.extensions import db
from lms.privacy.models import NoticeReading

#: Grows when the notice says something new, so that everybody is shown it again.
VERSION = 1


def has_read_notice(viewer: Viewer) -> bool:
    """Whether the viewer pressed that the present notice was read."""
    return _reading_of(viewer) is not None


def note_reading(viewer: Viewer) -> None:
    """Keep that the viewer was shown the notice; pressing again adds nothing."""
    if _reading_of(viewer) is None:
        db.session.add(NoticeReading(account_id=viewer.id, version=VERSION, at=clock.now()))


def _reading_of(viewer: Viewer) -> int | None:
    return db.session.scalar(
        select(NoticeReading.id).where(
            NoticeReading.account_id == viewer.id, NoticeReading.version == VERSION
        )
    )
