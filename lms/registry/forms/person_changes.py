"""Forms that change a person. Each carries the revision that it was drawn from."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from lms.forms import BaseForm, clean, phone_number
from lms.registry.citizen_number import with_lost_zeros
from lms.registry.forms.choices import NAME_LENGTH, TITLE_LENGTH
from lms.registry.forms.organisation_field import OrganisationField
from lms.registry.forms.people import BirthField
from lms.registry.labels import SEXES
from lms.registry.models import Person, Position

NOTE_LENGTH, REASON_LENGTH = 60, 200
#: Twelve digits and whatever is written between them.
NUMBER_LENGTH = 30
EARLIEST_YEAR, LATEST_YEAR = 1950, 2099


class ChangeForm(BaseForm):
    """What a form about a person needs to notice that somebody else was faster."""

    revision = HiddenField()

    @property
    def seen_revision(self) -> int | None:
        """The revision that the form was drawn from; None when it says nothing sensible."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


class ParticularsForm(ChangeForm):
    """Name, birth and sex."""

    full_name = StringField(_l("Full name"), [DataRequired(), Length(max=NAME_LENGTH)])
    born = BirthField(
        _l("Birth date"), description=_l("Leave day and month empty when only the year is known.")
    )
    sex = RadioField(_l("Sex"), choices=[SelectChoice(*item) for item in SEXES.items()])

    @classmethod
    def of(cls, person: Person, birth: Any) -> ParticularsForm:
        """The form as the person stands."""
        return cls(full_name=person.full_name, born=birth, sex=person.sex)


class PhoneForm(ChangeForm):
    """One more number."""

    phone = TelField(_l("Telephone number"), [DataRequired(), phone_number])
    note = StringField(
        _l("Whose number it is"),
        [Length(max=NOTE_LENGTH)],
        description=_l("When it is not the person's own. For example: the daughter's."),
    )


def _title() -> StringField:
    return StringField(
        _l("Position"),
        [DataRequired(), Length(max=TITLE_LENGTH)],
        description=_l("For example: Director, Chief accountant."),
    )


def _day(label: Any, *validators: Any, description: Any = "") -> DateField:
    return DateField(label, [*validators, in_reach], format="%d %m %Y", description=description)


def in_reach(_form: BaseForm, field: DateField) -> None:
    """Validator: a day on which somebody alive can have begun or ended to work."""
    if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise ValidationError(
            _l(
                "Enter a year from %(first)s to %(last)s.",
                first=str(EARLIEST_YEAR),
                last=str(LATEST_YEAR),
            )
        )


class PositionForm(ChangeForm):
    """One more position."""

    organisation = OrganisationField(_l("Organisation"), [InputRequired()])
    title = _title()
    started_on = _day(_l("Held since"), Optional(), description=_l("Leave empty when unknown."))
    is_primary = BooleanField(
        _l("Main position"), description=_l("Printed on lists and certificates.")
    )


class CorrectionForm(ChangeForm):
    """A position as it should have been written."""

    title = _title()
    started_on = _day(_l("Held since"), Optional(), description=_l("Leave empty when unknown."))
    ended_on = _day(
        _l("No longer held from"),
        Optional(),
        description=_l("The first day without this position. Leave empty while it is held."),
    )
    is_primary = BooleanField(
        _l("Main position"), description=_l("Printed on lists and certificates.")
    )

    @classmethod
    def of(cls, position: Position) -> CorrectionForm:
        """The form as the position stands."""
        return cls(obj=position)


class EndingForm(ChangeForm):
    """Since when a position is no longer held."""

    ended_on = _day(
        _l("No longer held from"),
        InputRequired(),
        description=_l("The first day without this position."),
    )


class MoveForm(ChangeForm):
    """Where somebody goes, as what, and when."""

    organisation = OrganisationField(_l("New organisation"), [InputRequired()])
    title = _title()
    moved_on = _day(_l("From"), InputRequired())


class CitizenNumberForm(ChangeForm):
    """A citizen number. It is never filled in from what is stored."""

    number = StringField(
        _l("Citizen number"),
        [DataRequired(), Length(max=NUMBER_LENGTH)],
        description=_l("The 12 digits of the citizen card, or the 9 of an old identity card."),
    )
    add_zeros = BooleanField(_l("Put the lost zeros before it"))

    @property
    def offered(self) -> str:
        """The number as it was before a spreadsheet dropped its zeros; "" when that cannot be."""
        return with_lost_zeros(self.number.data or "")

    @property
    def chosen(self) -> str:
        """The number to keep."""
        return (self.add_zeros.data and self.offered) or self.number.data

    def validate_number(self, field: StringField) -> None:
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
