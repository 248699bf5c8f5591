"""Forms for taking a list over, for its rows that were left, and for taking it back."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from lms.forms import BaseForm
from lms.privacy.exports import ExportForm


class ApplyForm(BaseForm):
    """Taking the list over, as it was seen (``seen`` is the revision), into a class if one is chosen."""

    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    training_class = SelectField(_l("Enrol in"), [Optional()])


class LeftRowsForm(ExportForm):
    """The rows that were left, as a file to correct."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            export_reason=str(_l("To correct the rows that could not be taken over.")), **options
        )


class UndoForm(BaseForm):
    """Taking a batch back; there is nothing to fill in."""
