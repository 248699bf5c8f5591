"""The states of a class in words, and how they look."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.classes.models import ClassState

STATES = {
    ClassState.DRAFT: _l("Being prepared"),
    ClassState.OPEN: _l("Taking enrolments"),
    ClassState.LISTED: _l("List closed"),
    ClassState.ENDED: _l("Ended"),
}
#: Kinds of the component status.html.
KINDS = {
    ClassState.DRAFT: "todo",
    ClassState.OPEN: "doing",
    ClassState.LISTED: "neutral",
    ClassState.ENDED: "done",
}
#: What was done when the class came into the state.
STEPS = {
    ClassState.DRAFT: _l("Class created"),
    ClassState.OPEN: _l("Enrolment opened"),
    ClassState.LISTED: _l("List closed"),
    ClassState.ENDED: _l("Class ended"),
}
