"""Recording that a lesson was read."""

from __future__ import annotations

from sqlalchemy import select

from lms import clock
from lms.catalogue.models import Lesson
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.learning.models import LessonCompletion


def mark_read(enrolment: Enrolment, lesson: Lesson) -> None:
    """Keep the first time at which this learner read the lesson to its end; again changes nothing."""
    db.session.get(Enrolment, enrolment.id, with_for_update=True, populate_existing=True)
    known = db.session.scalar(
        select(LessonCompletion.id).where(
            LessonCompletion.enrolment_id == enrolment.id, LessonCompletion.lesson_id == lesson.id
        )
    )
    if known is None:
        db.session.add(
            LessonCompletion(
                enrolment_id=enrolment.id, lesson_id=lesson.id, completed_at=clock.now()
            )
        )
