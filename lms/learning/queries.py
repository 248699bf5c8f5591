"""What the learner's pages read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import func, select

from lms.access import Viewer
from lms.catalogue.models import CourseVersion, Lesson
from lms.classes.models import TAUGHT, ClassSession, TrainingClass
from lms.enrolments.models import Enrolment
from lms.enrolments.own import places_to_learn_in
from lms.extensions import db
from lms.learning.models import LessonCompletion
from lms.lists import PAGE_SIZE

#: More unread lessons than anybody has; a bound for the first page.
MOST_UNREAD = 500


def course_rows(viewer: Viewer, page: int) -> Sequence[Any]:
    """The viewer's courses, the newest class first, one row more than a page shows."""
    lessons = select(func.count()).where(Lesson.version_id == TrainingClass.course_version_id)
    done = (
        select(func.count())
        .select_from(LessonCompletion)
        .where(LessonCompletion.enrolment_id == Enrolment.id)
    )
    return db.session.execute(
        select(
            Enrolment.id,
            TrainingClass.title,
            TrainingClass.state,
            TrainingClass.starts_on,
            CourseVersion.title.label("course_title"),
            lessons.correlate(TrainingClass).scalar_subquery().label("lessons"),
            done.correlate(Enrolment).scalar_subquery().label("done"),
        )
        .join(Enrolment.training_class)
        .join(TrainingClass.course_version)
        .where(places_to_learn_in(viewer))
        .order_by(TrainingClass.starts_on.desc(), Enrolment.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()


def outline(enrolment: Enrolment) -> Sequence[Any]:
    """The lessons of the class's course version, with the time each was finished or None."""
    return db.session.execute(
        select(
            Lesson.id,
            Lesson.slug,
            Lesson.title,
            Lesson.summary,
            Lesson.minutes,
            LessonCompletion.completed_at,
        )
        .outerjoin(
            LessonCompletion,
            (LessonCompletion.lesson_id == Lesson.id)
            & (LessonCompletion.enrolment_id == enrolment.id),
        )
        .where(Lesson.version_id == enrolment.training_class.course_version_id)
        .order_by(Lesson.position)
    ).all()


def load_lesson(enrolment: Enrolment, slug: str) -> Lesson:
    """A lesson of the course version that the class keeps, or 404."""
    lesson = db.session.scalar(
        select(Lesson).where(
            Lesson.version_id == enrolment.training_class.course_version_id, Lesson.slug == slug
        )
    )
    return lesson or abort(404)


def next_lessons(viewer: Viewer) -> list[Any]:
    """The first unread lesson of each class of the viewer that is being taught."""
    rows = db.session.execute(
        select(Enrolment.id, TrainingClass.title.label("class_title"), Lesson.slug, Lesson.title)
        .join(Enrolment.training_class)
        .join(Lesson, Lesson.version_id == TrainingClass.course_version_id)
        .outerjoin(
            LessonCompletion,
            (LessonCompletion.lesson_id == Lesson.id)
            & (LessonCompletion.enrolment_id == Enrolment.id),
        )
        .where(
            places_to_learn_in(viewer),
            TrainingClass.state.in_(TAUGHT),
            LessonCompletion.id.is_(None),
        )
        .order_by(TrainingClass.starts_on, Enrolment.id, Lesson.position)
        .limit(MOST_UNREAD)
    ).all()
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row.id, row)
    return list(first.values())


def sessions(enrolment: Enrolment) -> Sequence[Any]:
    """When the class meets."""
    return db.session.execute(
        select(ClassSession.starts_at, ClassSession.ends_at, ClassSession.topic)
        .where(ClassSession.class_id == enrolment.class_id)
        .order_by(ClassSession.starts_at)
        .limit(PAGE_SIZE)
    ).all()
