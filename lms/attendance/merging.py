"""What becomes of attendance when two places in a class turn out to be one human being's.

The marks of the place that no longer counts stay as they are. Where they say more than those of the place
that counts, the same is marked there anew, known in the same way and seen at the same time: present says
more than late, late more than excused, excused more than absent; of two that say the same the counting
place's own stands. So whoever was there under either name was there.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, func, select

from lms import clock
from lms.attendance.models import THERE, AttendanceMark, Presence
from lms.classes.models import ClassSession, TrainingClass
from lms.duplicates import parts
from lms.duplicates.parts import Section, Two
from lms.enrolments.merging import TwoPlaces, join_by
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db

#: The one that says more stands first.
_ORDER = tuple(Presence)


def init_app(app: Flask) -> None:
    join_by(app, AttendanceMark.enrolment_id, join_marks, _l("Attendance marks"))
    parts.compare_by(app, lines)


def join_marks(two: TwoPlaces) -> None:
    """Mark at the counting place what only the other place shows, as its newest marks."""
    own, others = _current_marks(two.kept_id), _current_marks(two.absorbed_id)
    _lock_sessions([*others])
    for session_id, other in others.items():
        present = own.get(session_id)
        if present is not None and not _says_more(other, present):
            continue
        with two.merging.journal.together():
            if present is not None:
                two.merging.journal.set(AttendanceMark, present.id, is_current=False)
            two.merging.journal.add(_copied(other, two))


def lines(two: Two) -> Section:
    """At how many sessions each was there, of the classes in which there is a mark."""
    there = func.count(AttendanceMark.id).filter(AttendanceMark.presence.in_(THERE))
    found: dict[int, list[str]] = {}
    for person_id, title, present, marked in db.session.execute(
        select(Enrolment.person_id, TrainingClass.title, there, func.count(AttendanceMark.id))
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(
            AttendanceMark,
            and_(AttendanceMark.enrolment_id == Enrolment.id, AttendanceMark.is_current),
        )
        .where(Enrolment.person_id.in_(two), Enrolment.state != EnrolmentState.MERGED)
        .group_by(Enrolment.person_id, TrainingClass.id, TrainingClass.title)
        .order_by(TrainingClass.id.desc())
    ):
        line = _(
            "%(title)s: there at %(there)s of %(marked)s marked sessions",
            title=title,
            there=present,
            marked=marked,
        )
        found.setdefault(person_id, []).append(line)
    return Section(_("Attendance"), found)


def _says_more(mark: Any, than: Any) -> bool:
    return _ORDER.index(mark.presence) < _ORDER.index(than.presence)


def _copied(mark: Any, two: TwoPlaces) -> AttendanceMark:
    return AttendanceMark(
        session_id=mark.session_id,
        enrolment_id=two.kept_id,
        presence=mark.presence,
        evidence=mark.evidence,
        is_current=True,
        seen_at=mark.seen_at,
        received_at=clock.now(),
        marked_by_id=two.merging.by.id,
        reason=_("Carried over from this person's other record"),
    )


def _current_marks(enrolment_id: int) -> dict[int, Any]:
    rows = db.session.execute(
        select(
            AttendanceMark.id,
            AttendanceMark.session_id,
            AttendanceMark.presence,
            AttendanceMark.evidence,
            AttendanceMark.seen_at,
        )
        .where(AttendanceMark.enrolment_id == enrolment_id, AttendanceMark.is_current)
        .order_by(AttendanceMark.session_id)
    )
    return {row.session_id: row for row in rows}


def _lock_sessions(session_ids: list[int]) -> None:
    """As call_roll does: nobody marks these sessions meanwhile."""
    db.session.execute(
        select(ClassSession.id)
        .where(ClassSession.id.in_(session_ids))
        .order_by(ClassSession.id)
        .with_for_update()
    )
