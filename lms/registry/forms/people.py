"""Forms for people."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from lms import clock
from lms.forms import BaseForm, phone_number
from lms.registry.forms.choices import NAME_LENGTH, TITLE_LENGTH
from lms.registry.forms.organisation_field import OrganisationField
from lms.registry.labels import SEXES
from lms.registry.models import BirthPrecision, Sex
from lms.registry.people.register import UNKNOWN_BIRTH, Birth

OLDEST_YEAR = 1900


class BirthField(DateField):
    """Three boxes, day month year; the year alone is enough, for that is what most lists hold.

    To fill it in give a Birth.
    """

    precision = BirthPrecision.UNKNOWN

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format="%d %m %Y", **options)

    def process_data(self, value: Birth | None) -> None:
        self.data, self.precision = value or UNKNOWN_BIRTH

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = " ".join(valuelist).split()
        self.data, self.precision = UNKNOWN_BIRTH
        if not typed:
            return
        try:
            numbers = [int(part) for part in typed]
            day, month, year = numbers if len(numbers) > 1 else (1, 1, *numbers)
            self.data = date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValueError(self._advice()) from error
        if not date(OLDEST_YEAR, 1, 1) <= self.data <= clock.today():
            raise ValueError(self._advice())
        self.precision = BirthPrecision.DAY if len(numbers) == 3 else BirthPrecision.YEAR

    def _value(self) -> str:
        if self.data and not self.raw_data and self.precision == BirthPrecision.YEAR:
            return f"  {self.data.year}"
        return super()._value()

    @property
    def birth(self) -> Birth:
        return Birth(self.data, self.precision)

    def _advice(self) -> str:
        return self.gettext(
            "Enter a day, month and year in the past, such as 5 2 1965, or the year alone."
        )


class PersonForm(BaseForm):
    """A new person."""

    full_name = StringField(_l("Full name"), [DataRequired(), Length(max=NAME_LENGTH)])
    born = BirthField(
        _l("Birth date"), description=_l("Leave day and month empty when only the year is known.")
    )
    sex = RadioField(
        _l("Sex"), choices=[SelectChoice(*item) for item in SEXES.items()], default=Sex.UNKNOWN
    )
    phone = TelField(_l("Telephone number"), [Optional(), phone_number])
    organisation = OrganisationField(_l("Organisation"))
    position = StringField(
        _l("Position"),
        [Length(max=TITLE_LENGTH)],
        description=_l("For example: Director, Chief accountant."),
    )

    def validate_position(self, field: StringField) -> None:
        if self.organisation.typed and not field.data:
            raise ValidationError(_l("Enter the position held in this organisation."))

    def validate_organisation(self, field: OrganisationField) -> None:
        if self.position.data and not field.typed:
            raise ValidationError(_l("Choose the organisation in which the position is held."))
