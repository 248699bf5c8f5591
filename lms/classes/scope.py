"""Who may see which class: one place for pages, parts, exports and jobs."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, false, or_, select, true

from lms.access import Role, Viewer
from lms.classes.models import IN_PREPARATION, ClassSession, SessionTrainer, TrainingClass
from lms.extensions import db


def taught_classes(viewer: Viewer) -> ColumnElement[bool]:
    """The classes of which the viewer teaches a session."""
    if Role.TRAINER not in viewer.roles or viewer.person_id is None:
        return false()
    return TrainingClass.id.in_(
        select(ClassSession.class_id)
        .join(SessionTrainer, SessionTrainer.session_id == ClassSession.id)
        .where(SessionTrainer.person_id == viewer.person_id)
    )


def visible_classes(viewer: Viewer) -> ColumnElement[bool]:
    """All for the office; for trainers those they teach; for contacts all but drafts."""
    if viewer.sees_whole_programme:
        return true()
    announced = TrainingClass.state.not_in(IN_PREPARATION) if _is_contact(viewer) else false()
    return or_(taught_classes(viewer), announced)


def load_class(class_id: int) -> TrainingClass:
    """A class that the signed-in person may see, or 404."""
    found = db.session.scalar(
        select(TrainingClass).where(TrainingClass.id == class_id, visible_classes(current_user))
    )
    return found or abort(404)


def load_session(session_id: int) -> ClassSession:
    """A session of a class that the signed-in person may see, or 404."""
    found = db.session.scalar(
        select(ClassSession)
        .join(ClassSession.training_class)
        .where(ClassSession.id == session_id, visible_classes(current_user))
    )
    return found or abort(404)


def _is_contact(viewer: Viewer) -> bool:
    return Role.CONTACT in viewer.roles
