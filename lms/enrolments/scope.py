"""Who may see whose place in a class: one place for pages, exports and jobs."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import joinedload

from lms.access import Right, Viewer
from lms.classes.models import TrainingClass
from lms.classes.scope import taught_classes
from lms.enrolments.models import ClassQuota, Enrolment, EnrolmentNotice
from lms.extensions import db


def visible_enrolments(viewer: Viewer) -> ColumnElement[bool]:
    """All for the office; of the classes a trainer teaches; of a contact's own people; one's own."""
    if viewer.sees_whole_programme:
        return true()
    return or_(
        Enrolment.class_id.in_(select(TrainingClass.id).where(taught_classes(viewer))),
        particulars_shown(viewer),
        own_enrolments(viewer),
    )


def particulars_shown(viewer: Viewer) -> ColumnElement[bool]:
    """Whose birth year, position and commune the viewer reads too; trainers need only the names."""
    if viewer.sees_whole_programme:
        return true()
    if not viewer.can(Right.SEE_PEOPLE):
        return false()
    return Enrolment.organisation_id.in_(viewer.organisation_ids)


def own_enrolments(viewer: Viewer) -> ColumnElement[bool]:
    """The places of the viewer's own person."""
    if viewer.person_id is None or not viewer.can(Right.LEARN):
        return false()
    return Enrolment.person_id == viewer.person_id


def load_enrolment(enrolment_id: int) -> Enrolment:
    """An enrolment that the signed-in person may see, or 404."""
    found = db.session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, visible_enrolments(current_user))
    )
    return found or abort(404)


def load_enrolment_in_full(enrolment_id: int) -> Enrolment:
    """An enrolment of which the signed-in person may read more than the name, or 404."""
    found = db.session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, particulars_shown(current_user))
    )
    return found or abort(404)


def load_quota(training_class: TrainingClass, organisation_id: int) -> ClassQuota:
    """The quota of an organisation in a class that was loaded for the signed-in person, or 404."""
    found = db.session.scalar(
        select(ClassQuota)
        .where(
            ClassQuota.class_id == training_class.id,
            ClassQuota.organisation_id == organisation_id,
        )
        .options(joinedload(ClassQuota.organisation))
    )
    return found or abort(404)


def load_notice(notice_id: int) -> EnrolmentNotice:
    """Something to be told, of a place that the signed-in person may see; or 404."""
    found = db.session.scalar(
        select(EnrolmentNotice)
        .join(EnrolmentNotice.enrolment)
        .where(EnrolmentNotice.id == notice_id, visible_enrolments(current_user))
    )
    return found or abort(404)


def load_own_notice(notice_id: int) -> EnrolmentNotice:
    """Something that the signed-in person is told of an own place, or 404."""
    found = db.session.scalar(
        select(EnrolmentNotice)
        .join(EnrolmentNotice.enrolment)
        .where(EnrolmentNotice.id == notice_id, own_enrolments(current_user))
    )
    return found or abort(404)
