"""A learner's own places: what the pages of learning and of quizzes are reached through."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.orm import contains_eager

from lms.access import Viewer
from lms.catalogue.models import CourseVersion
from lms.classes.models import IN_PREPARATION, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db


def places_to_learn_in(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's confirmed places in classes that are not drafts.

    For statements that join Enrolment with its TrainingClass.
    """
    if viewer.person_id is None:
        return false()
    return and_(
        Enrolment.person_id == viewer.person_id,
        Enrolment.state == EnrolmentState.CONFIRMED,
        TrainingClass.state.not_in(IN_PREPARATION),
    )


def load_own_enrolment(enrolment_id: int) -> Enrolment:
    """The signed-in person's own place with its class and course, or 404: others look missing."""
    enrolment = db.session.scalar(
        select(Enrolment)
        .join(Enrolment.training_class)
        .join(TrainingClass.course_version)
        .join(CourseVersion.course)
        .options(
            contains_eager(Enrolment.training_class)
            .contains_eager(TrainingClass.course_version)
            .contains_eager(CourseVersion.course)
        )
        .where(Enrolment.id == enrolment_id, places_to_learn_in(current_user))
    )
    return enrolment or abort(404)
