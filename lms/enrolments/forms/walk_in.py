"""At the door of a session: finding somebody by whole particulars, or writing down who they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from lms import clock
from lms.enrolments.forms.enrolments import particulars
from lms.enrolments.forms.registrations import chosen_organisation
from lms.enrolments.models import REASON_LENGTH
from lms.enrolments.walk_in import Newcomer
from lms.errors import DomainError
from lms.forms import BaseForm, clean, phone_number
from lms.registry.forms.choices import NAME_LENGTH, TITLE_LENGTH
from lms.registry.forms.people import OLDEST_YEAR, BirthField
from lms.registry.labels import SEXES
from lms.registry.models import Person, Sex
from lms.vietnamese import name_as_written


class DoorSearchForm(BaseForm):
    """A whole telephone number, or a whole name with the birth year; sent in the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    phone = TelField(_l("Whole telephone number"), [Optional(), Length(max=40), phone_number])
    full_name = StringField(_l("or whole name"), [Optional(), Length(max=NAME_LENGTH)])
    year = IntegerField(
        _l("with birth year"),
        [Optional(), NumberRange(OLDEST_YEAR, 2100, _l("Enter a year such as 1965."))],
    )

    def validate_year(self, field: IntegerField) -> None:
        if field.data and field.data > clock.today().year:
            raise ValidationError(_("Enter a year such as 1965."))

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; and what is missing for looking is said where it is missing."""
        valid = super().validate(extra_validators)
        was_sent = any(field.raw_data for field in (self.phone, self.full_name, self.year))
        if not (valid and was_sent) or self.asks:
            return valid
        if self.full_name.data:
            self.year.errors = [_("Enter the birth year too.")]
        elif self.year.data:
            self.full_name.errors = [_("Enter the whole name too.")]
        else:
            self.phone.errors = [_("Enter the telephone number, or the name and the birth year.")]
        return False

    @property
    def asks(self) -> bool:
        """Whether there is enough to look for."""
        return bool(self.phone.data or (self.full_name.data and self.year.data))


class AdmissionForm(BaseForm):
    """Who of those found stands at the door; the office may set a rule aside with a reason."""

    person = RadioField(_l("Who is at the door?"), coerce=int, validate_choice=False)
    despite = TextAreaField(
        _l("Why the rule is set aside"), [Length(max=REASON_LENGTH)], filters=[clean]
    )

    def __init__(self, found: Sequence[Person], **options: Any) -> None:
        super().__init__(**options)
        self.found = {person.id: person for person in found}
        self.person.choices = [
            SelectChoice(
                person.id, person.full_name, {"hint": hint} if (hint := particulars(person)) else {}
            )
            for person in found
        ]

    def chosen(self) -> Person:
        """Raises DomainError when nobody, or somebody who was not found, is chosen."""
        if self.person.data not in self.found:
            raise DomainError(_("Choose who it is."), field="person")
        return self.found[self.person.data]


class NewcomerForm(BaseForm):
    """Somebody nobody knows, in a few words."""

    full_name = StringField(_l("Full name"), [DataRequired(), Length(max=NAME_LENGTH)])
    born = BirthField(
        _l("Birth date"),
        validators=[DataRequired()],
        description=_l("The year alone is enough: leave day and month empty."),
    )
    sex = RadioField(
        _l("Sex"), choices=[SelectChoice(*item) for item in SEXES.items()], default=Sex.UNKNOWN
    )
    phone = TelField(_l("Telephone number"), [Optional(), Length(max=40), phone_number])
    organisation_name = StringField(_l("Organisation"), [DataRequired(), Length(max=NAME_LENGTH)])
    chosen = RadioField(_l("Which organisation is it?"), [Optional()], validate_choice=False)
    position = StringField(_l("Position"), [DataRequired(), Length(max=TITLE_LENGTH)])
    despite = TextAreaField(
        _l("Why the rule is set aside"), [Length(max=REASON_LENGTH)], filters=[clean]
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.chosen.choices = []

    def newcomer(self) -> Newcomer:
        """Raises DomainError when the organisation has to be chosen from several."""
        return Newcomer(
            full_name=name_as_written(self.full_name.data),
            birth=self.born.birth,
            sex=Sex(self.sex.data),
            phone=self.phone.data or "",
            organisation=self.organisation_name.data,
            organisation_id=chosen_organisation(self),
            position=self.position.data,
        )
