"""Forms for citizen numbers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from lms.forms import BaseForm, clean
from lms.registry.forms.changing import ChangeForm
from lms.registry.people.citizen_number import with_lost_zeros

REASON_LENGTH = 200
#: Twelve digits and whatever is written between them.
NUMBER_LENGTH = 30


class CitizenNumberForm(ChangeForm):
    """A citizen number. It is never filled in from what is stored."""

    citizen_number = StringField(
        _l("Citizen number"),
        [DataRequired(), Length(max=NUMBER_LENGTH)],
        description=_l("The 12 digits of the citizen card, or the 9 of an old identity card."),
    )
    add_zeros = BooleanField(_l("Put the lost zeros before it"))

    @property
    def offered(self) -> str:
        """The number as it was before a spreadsheet dropped its zeros; "" when that cannot be."""
        return with_lost_zeros(self.citizen_number.data or "")

    @property
    def chosen(self) -> str:
        """The number to keep."""
        return (self.add_zeros.data and self.offered) or self.citizen_number.data

    def validate_citizen_number(self, field: StringField) -> None:
        if self.offered and not self.add_zeros.data:
            raise ValidationError(
                _l(
                    "This number is too short. It may have lost zeros at its beginning: tick the box below "
                    "if they belong there."
                )
            )


class DisclosureForm(BaseForm):
    """Why the whole number has to be read."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LENGTH)], filters=[clean]
    )
