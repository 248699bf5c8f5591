"""States of a place in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.enrolments.models import EnrolmentState

STATES = {
    EnrolmentState.CONFIRMED: _l("Has a place"),
    EnrolmentState.WAITING: _l("On the waiting list"),
    EnrolmentState.WITHDRAWN: _l("Withdrawn"),
    EnrolmentState.MERGED: _l("Counted with the person's other place"),
}


def state_label(state: str) -> str:
    """What has become of a place."""
    return str(STATES[EnrolmentState(state)])
