"""Who may call which roll. Seeing a class is not enough: a contact sees every class."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, select, true

from lms.access import Right, Viewer
from lms.classes.models import ClassSession, TrainingClass
from lms.classes.scope import taught_classes
from lms.extensions import db


def callable_classes(viewer: Viewer) -> ColumnElement[bool]:
    """The classes whose roll the viewer may call: officers all, trainers those they teach."""
    return true() if viewer.can(Right.MANAGE_CLASSES) else taught_classes(viewer)


def may_call(viewer: Viewer, class_id: int) -> bool:
    """Whether the viewer may call the roll of this class."""
    if not viewer.can(Right.MARK_ATTENDANCE):
        return False
    found = select(TrainingClass.id).where(TrainingClass.id == class_id, callable_classes(viewer))
    return db.session.scalar(found) is not None


def load_session_to_mark(session_id: int) -> ClassSession:
    """A session whose roll the signed-in person may call, or 404."""
    found = db.session.scalar(
        select(ClassSession)
        .join(ClassSession.training_class)
        .where(ClassSession.id == session_id, callable_classes(current_user))
    )
    return found or abort(404)
