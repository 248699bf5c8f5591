"""What learning keeps about a human being: which lessons were read, sensitive data (Decree 356/2025)."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, delete, func, select

from lms.catalogue.models import Lesson
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.learning.models import LessonCompletion
from lms.personal_data import Fate, Part, Section, Subject, section


def gather(subject: Subject) -> list[Section]:
    labels = {"lesson": _("Lesson"), "completed_at": _("Read to the end")}
    statement = (
        select(Lesson.title.label("lesson"), LessonCompletion.completed_at)
        .join(Lesson, Lesson.id == LessonCompletion.lesson_id)
        .where(LessonCompletion.enrolment_id.in_(_places(subject)))
        .order_by(LessonCompletion.id)
    )
    return [section("lessons", _("Lessons read"), labels, statement)]


def foresee(subject: Subject) -> Fate:
    read = db.session.scalar(
        select(func.count(LessonCompletion.id)).where(
            LessonCompletion.enrolment_id.in_(_places(subject))
        )
    )
    if not read:
        return Fate()
    removed = ngettext(
        "Which %(num)d lesson was read, and when.",
        "Which %(num)d lessons were read, and when.",
        read,
    )
    return Fate(removed=(removed,))


def erase(subject: Subject) -> None:
    db.session.execute(
        delete(LessonCompletion).where(LessonCompletion.enrolment_id.in_(_places(subject)))
    )


def _places(subject: Subject) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.person_id.in_(subject.person_ids))


part = Part(frozenset({"lesson_completion"}), gather, foresee, erase)
