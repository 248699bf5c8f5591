"""The states of a registration in words, and how they look."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.enrolments.registrations.models import RegistrationState

STATES = {
    RegistrationState.WAITING: _l("Waits for the organisation"),
    RegistrationState.CONFIRMED: _l("Sent by the organisation"),
    RegistrationState.DECLINED: _l("Not sent"),
}
#: Kinds of the component status.html.
KINDS = {
    RegistrationState.WAITING: "todo",
    RegistrationState.CONFIRMED: "done",
    RegistrationState.DECLINED: "neutral",
}
