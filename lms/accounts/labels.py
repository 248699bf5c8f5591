"""The words for roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.access import Role

ROLES = {
    Role.LEARNER: _l("Learner"),
    Role.CONTACT: _l("Organisation contact"),
    Role.TRAINER: _l("Trainer"),
    Role.OFFICER: _l("Training officer"),
    Role.LEADER: _l("Leader"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
