"""What becomes of lessons read when two places in a class turn out to be one human being's."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from lms.duplicates import parts
from lms.duplicates.parts import Section, Two
from lms.enrolments.merging import TwoPlaces, join_by
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.learning.models import LessonCompletion


def init_app(app: Flask) -> None:
    join_by(app, LessonCompletion.enrolment_id, join_lessons, _l("Lessons read"))
    parts.compare_by(app, lines)


def join_lessons(two: TwoPlaces) -> None:
    """A lesson that was read under either name was read; what both have read stays where it is."""
    read = select(LessonCompletion.lesson_id).where(LessonCompletion.enrolment_id == two.kept_id)
    missing = db.session.scalars(
        select(LessonCompletion.id)
        .where(
            LessonCompletion.enrolment_id == two.absorbed_id,
            LessonCompletion.lesson_id.not_in(read),
        )
        .order_by(LessonCompletion.id)
    ).all()
    for row_id in missing:
        two.merging.journal.set(LessonCompletion, row_id, enrolment_id=two.kept_id)


def lines(two: Two) -> Section:
    """How many lessons each has read."""
    rows = db.session.execute(
        select(Enrolment.person_id, func.count(LessonCompletion.id))
        .join(LessonCompletion, LessonCompletion.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(two))
        .group_by(Enrolment.person_id)
    )
    return Section(
        _("Lessons read"),
        {person: [ngettext("%(num)s lesson", "%(num)s lessons", count)] for person, count in rows},
    )
