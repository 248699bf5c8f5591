"""Whose requests somebody may see: the office's officers all of them, everybody else their own."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import selectinload

from lms.access import Right, Viewer
from lms.extensions import db
from lms.privacy.models import DataRequest, DataRequestStep


def visible_requests(viewer: Viewer) -> ColumnElement[bool]:
    """All for those who deal with them; one's own for everybody else."""
    return true() if viewer.can(Right.HANDLE_DATA_REQUESTS) else own_requests(viewer)


def own_requests(viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer asked for, or what was filed for the viewer's person."""
    own = DataRequest.account_id == viewer.id
    if viewer.person_id is None:
        return own
    return or_(own, DataRequest.person_id == viewer.person_id)


def load_request(request_id: int) -> DataRequest:
    """A request that the signed-in person may see, with its steps; else 404."""
    return _load(request_id, visible_requests(current_user))


def load_own_request(request_id: int) -> DataRequest:
    """One of the signed-in person's own requests, with its steps; else 404."""
    return _load(request_id, own_requests(current_user))


def _load(request_id: int, condition: ColumnElement[bool]) -> DataRequest:
    request = db.session.scalar(
        select(DataRequest)
        .where(DataRequest.id == request_id, condition)
        .options(
            selectinload(DataRequest.person),  # joined, the row could not be locked anew
            selectinload(DataRequest.account),
            selectinload(DataRequest.steps).joinedload(DataRequestStep.by),
        )
    )
    return request or abort(404)
