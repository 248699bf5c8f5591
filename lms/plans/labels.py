"""The stages of a plan in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.plans.models import Stage

STAGES = {
    Stage.EXPECTED: _l("expected"),
    Stage.SUBMITTED: _l("submitted"),
    Stage.APPROVED: _l("approved"),
}
#: How the status component shows them: colour is for what still needs somebody.
STAGE_KINDS = {Stage.EXPECTED: "doing", Stage.SUBMITTED: "todo", Stage.APPROVED: "done"}


def stage_label(stage: str) -> str:
    """How far a version has come, in one word."""
    return str(STAGES[Stage(stage)])


def stage_kind(stage: str) -> str:
    """The kind of status that a stage is."""
    return STAGE_KINDS[Stage(stage)]
