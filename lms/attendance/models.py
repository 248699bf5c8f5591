"""Attendance marks: how we know that a person was at a session."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.classes.models import ClassSession
from lms.database import UtcDateTime
from lms.enrolments.models import Enrolment
from lms.extensions import Model


class Presence(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


#: Marks that count as having been there.
THERE = (Presence.PRESENT, Presence.LATE)


class Evidence(StrEnum):
    """How a mark is known, strongest first."""

    CODE_SCANNED = "code_scanned"
    CODE_ENTERED = "code_entered"
    ROLL_CALL = "roll_call"
    SIGNED_PAPER = "signed_paper"
    CORRECTION = "correction"


class AttendanceMark(Model):
    """One mark; the newest for a session and an enrolment is current, the others are its history."""

    __table_args__ = (
        Index(
            "uq_attendance_mark_current",
            "session_id",
            "enrolment_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_attendance_mark_enrolment_id_presence", "enrolment_id", "presence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    presence: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[str] = mapped_column(String(20))
    is_current: Mapped[bool] = mapped_column(default=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(400), default="")

    class_session: Mapped[ClassSession] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
