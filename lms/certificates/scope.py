"""Who may see which certificates, and the loaders that ask."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, false, select, true

from lms.access import Viewer
from lms.certificates.models import Certificate
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment
from lms.extensions import db


def visible_certificates(viewer: Viewer) -> ColumnElement[bool]:
    """All of them for the office; their own for everybody else. A line without a file is not one."""
    return Certificate.sha256.is_not(None) & _own_or_all(viewer)


def load_certificate(certificate_id: int) -> Certificate:
    """A certificate that the signed-in person may see, or 404."""
    found = db.session.scalar(
        select(Certificate)
        .join(Enrolment)
        .where(Certificate.id == certificate_id, visible_certificates(current_user))
    )
    return found or abort(404)


def load_class(class_id: int) -> TrainingClass:
    """The class whose certificates the signed-in person may see, or 404."""
    if not current_user.sees_whole_programme:
        abort(404)
    return db.session.get(TrainingClass, class_id) or abort(404)


def _own_or_all(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_whole_programme:
        return true()
    return false() if viewer.person_id is None else Enrolment.person_id == viewer.person_id
