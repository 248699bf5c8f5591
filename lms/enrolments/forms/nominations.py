"""What contacts of organisations tick and type about their own people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms.enrolments.models import REASON_LENGTH
from lms.enrolments.positions import position_in
from lms.errors import DomainError
from lms.forms import BaseForm, CheckboxesField, clean, phone_number
from lms.registry.forms.choices import NAME_LENGTH, TITLE_LENGTH
from lms.registry.forms.people import BirthField
from lms.registry.labels import SEXES
from lms.registry.models import Person, Sex

MOST_SEATS = 500


class NominationForm(BaseForm):
    """Own people who are not in the class yet."""

    people = CheckboxesField(_l("Your people"), coerce=int, validate_choice=False)

    def __init__(
        self, found: Sequence[Person], organisation_ids: Collection[int], **options: Any
    ) -> None:
        super().__init__(**options)
        self.found = {person.id: person for person in found}
        self.people.choices = [
            SelectChoice(person.id, person.full_name, {"hint": _hint(person, organisation_ids)})
            for person in found
        ]

    def chosen(self) -> list[Person]:
        """Raises DomainError when nobody, or somebody who was not offered, is ticked."""
        if not self.people.data:
            raise DomainError(_("Tick at least one person."), field="people")
        if not set(self.people.data) <= self.found.keys():
            raise DomainError(
                _("The list has changed meanwhile. Please look again."), field="people"
            )
        return [self.found[person_id] for person_id in self.people.data]


class SeatsForm(BaseForm):
    """How many seats are held for people who are named later."""

    seats = IntegerField(
        _l("Seats to hold"),
        [InputRequired(), NumberRange(0, MOST_SEATS, _l("Enter a number from 0 to 500."))],
        description=_l("For people whose names you send later. 0 gives the seats back."),
    )


class NominationWithdrawalForm(BaseForm):
    """Why an organisation takes somebody back."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LENGTH)], filters=[clean],
        description=_l("It is kept. For example: ill; busy with the harvest."),
    )  # fmt: skip


class OwnPersonForm(BaseForm):
    """Somebody new of the contact's organisation; the organisation is asked for when there are several."""

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
    organisation = RadioField(_l("Organisation"), coerce=int)
    position = StringField(
        _l("Position"),
        [DataRequired(), Length(max=TITLE_LENGTH)],
        description=_l("For example: Director, Chief accountant."),
    )

    def __init__(self, organisations: Sequence[Any], **options: Any) -> None:
        super().__init__(**options)
        self.organisation.choices = [SelectChoice(row.id, row.name) for row in organisations]
        self.asks_organisation = len(organisations) > 1
        if not self.asks_organisation:
            only = organisations[0].id if organisations else None
            del self.organisation
            self.only_organisation_id = only

    @property
    def organisation_id(self) -> int:
        chosen = self.organisation.data if self.asks_organisation else self.only_organisation_id
        return int(chosen or 0)


class PhoneForm(BaseForm):
    """The number under which somebody is called now."""

    phone = TelField(
        _l("Telephone number"),
        [DataRequired(), Length(max=40), phone_number],
        description=_l("For example 0912 345 678"),
    )


def _hint(person: Person, organisation_ids: Collection[int]) -> str:
    """Birth year and position; the organisation only where the contact has several."""
    held = position_in(person, organisation_ids)
    words = (
        str(person.birth_year or ""),
        held.title if held else "",
        held.organisation.name if held and len(organisation_ids) > 1 else "",
    )
    return " · ".join(word for word in words if word)
