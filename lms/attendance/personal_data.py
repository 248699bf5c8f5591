"""What attendance keeps about a human being."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, func, select, update

from lms.attendance.labels import PRESENCES
from lms.attendance.models import THERE, AttendanceMark, Presence
from lms.classes.models import ClassSession, TrainingClass
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.personal_data import Fate, Part, Section, Subject


def gather(subject: Subject) -> list[Section]:
    rows = db.session.execute(
        select(
            TrainingClass.title,
            ClassSession.starts_at,
            AttendanceMark.presence,
            AttendanceMark.seen_at,
            AttendanceMark.reason,
        )
        .join(ClassSession, ClassSession.id == AttendanceMark.session_id)
        .join(TrainingClass, TrainingClass.id == ClassSession.class_id)
        .where(AttendanceMark.enrolment_id.in_(_places(subject)))
        .order_by(AttendanceMark.id)
    )
    labels = {
        "training_class": _("Class"),
        "session": _("Session"),
        "presence": _("Attendance"),
        "seen_at": _("Time"),
        "reason": _("Reason"),
    }
    return [
        Section(
            "attendance",
            _("Attendance"),
            labels,
            [
                {
                    "training_class": row.title,
                    "session": row.starts_at,
                    "presence": str(PRESENCES[Presence(row.presence)]),
                    "seen_at": row.seen_at,
                    "reason": row.reason,
                }
                for row in rows
            ],
        )
    ]


def foresee(subject: Subject) -> Fate:
    marks = db.session.scalar(
        select(func.count(AttendanceMark.id)).where(
            AttendanceMark.enrolment_id.in_(_places(subject)), AttendanceMark.is_current
        )
    )
    if not marks:
        return Fate()
    kept = ngettext(
        "%(num)d mark of attendance, which belongs to the list of its class.",
        "%(num)d marks of attendance, which belong to the lists of their classes.",
        marks,
    )
    return Fate(kept=(kept,))


def erase(subject: Subject) -> None:
    """Marks stay with the list of the class; the words that were written about them go."""
    db.session.execute(
        update(AttendanceMark)
        .where(AttendanceMark.enrolment_id.in_(_places(subject)))
        .values(reason="")
    )


def with_signed_lists(enrolment_ids: Collection[int]) -> set[int]:
    """Those of the enrolments whose people were there: the signed lists name them."""
    return set(
        db.session.scalars(
            select(AttendanceMark.enrolment_id).where(
                AttendanceMark.enrolment_id.in_(enrolment_ids), AttendanceMark.presence.in_(THERE)
            )
        )
    )


def _places(subject: Subject) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.person_id.in_(subject.person_ids))


part = Part(frozenset({"attendance_mark"}), gather, foresee, erase)
