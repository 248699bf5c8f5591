"""States, ways in and what a place keeps, in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.enrolments.models import Enrolment, EnrolmentState, NoticeKind, WayIn
from lms.formatting import as_birth
from lms.registry.labels import sex_label

STATES = {
    EnrolmentState.CONFIRMED: _l("Has a place"),
    EnrolmentState.WAITING: _l("Waits for a place"),
    EnrolmentState.WITHDRAWN: _l("Withdrawn"),
    EnrolmentState.MERGED: _l("Counted with the person's other place"),
}
#: Kinds of the component status.html.
KINDS = {
    EnrolmentState.CONFIRMED: "done",
    EnrolmentState.WAITING: "todo",
    EnrolmentState.WITHDRAWN: "neutral",
    EnrolmentState.MERGED: "neutral",
}
#: What was done when the place came into the state.
STEPS = {
    EnrolmentState.CONFIRMED: _l("Got a place"),
    EnrolmentState.WAITING: _l("Put on the waiting list"),
    EnrolmentState.WITHDRAWN: _l("Withdrawn"),
    EnrolmentState.MERGED: _l("Counted with the person's other place"),
}
WAYS = {
    WayIn.OFFICE: _l("Added by the office"),
    WayIn.IMPORT: _l("From an imported list"),
    WayIn.NOMINATION: _l("Nominated by the organisation"),
    WayIn.LINK: _l("Registered by link or QR code"),
    WayIn.WALK_IN: _l("Came to the door"),
}
NOTICES = {
    NoticeKind.PROMOTED: _l("Got a place from the waiting list"),
    NoticeKind.NOT_ADMITTED: _l("The list is closed, and no place was free"),
}


def shown_snapshot(enrolment: Enrolment) -> dict[str, str]:
    """What a place keeps of its person, as people read it: by the name of the field."""
    return {
        _("Full name"): enrolment.full_name,
        _("Birth date"): as_birth(enrolment.birth_date, enrolment.birth_precision),
        _("Sex"): sex_label(enrolment.sex),
        _("Position"): enrolment.position_title,
        _("Organisation"): enrolment.organisation_name,
        _("Commune"): enrolment.unit_name,
    }


def state_label(state: str) -> str:
    """What has become of a place."""
    return str(STATES[EnrolmentState(state)])
