"""Who may see which registration: the office all, a contact those of the contact's organisations."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, select, true

from lms.access import Right, Viewer
from lms.enrolments.registrations.models import Registration
from lms.extensions import db


def visible_registrations(viewer: Viewer) -> ColumnElement[bool]:
    """For holders of Right.CONFIRM_REGISTRATIONS."""
    if viewer.can(Right.ENROL):
        return true()
    return Registration.organisation_id.in_(viewer.organisation_ids)


def load_registration(registration_id: int) -> Registration:
    """A registration that the signed-in person may answer, or 404."""
    found = db.session.scalar(
        select(Registration).where(
            Registration.id == registration_id, visible_registrations(current_user)
        )
    )
    return found or abort(404)
