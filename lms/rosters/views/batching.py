"""The form by which a preview is taken over; it stands on the preview's page."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.rosters import queries
from lms.rosters.forms.batches import ApplyForm
from lms.rosters.models import Roster


def apply_form(roster: Roster) -> ApplyForm:
    """With the classes that take enrolments now."""
    form = ApplyForm(seen=roster.revision, training_class=str(roster.class_id or ""))
    form.training_class.choices = [
        SelectChoice("", _("No class: only the register")),
        *queries.open_classes(current_user),
    ]
    return form
