"""Forms for organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from lms.forms import BaseForm
from lms.registry.forms.choices import NAME_LENGTH
from lms.registry.labels import KINDS


class OrganisationForm(BaseForm):
    """A new organisation."""

    name = StringField(_l("Name of the organisation"), [DataRequired(), Length(max=NAME_LENGTH)])
    kind = SelectField(_l("Kind"), choices=[SelectChoice(*item) for item in KINDS.items()])
    tax_code = StringField(
        _l("Tax code"),
        [Length(max=14)],
        description=_l("10 digits, 10 digits-3 digits, or 12 digits."),
    )
    unit = SelectField(
        _l("Commune or ward"),
        description=_l("As it is called since 1 July 2025; the former district is in brackets."),
    )
