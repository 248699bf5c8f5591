"""What people write when they register, and what offices and organisations answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectChoice, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from lms import clock
from lms.enrolments.registrations.confirming import NEW
from lms.enrolments.registrations.models import REASON_LENGTH
from lms.enrolments.registrations.receiving import Offered, Registrant, organisations_meant
from lms.errors import DomainError
from lms.forms import BaseForm, CheckboxesField, clean, phone_number
from lms.registry.forms.choices import NAME_LENGTH, TITLE_LENGTH
from lms.registry.forms.people import BirthField
from lms.registry.models import Sex
from lms.vietnamese import name_as_written

#: The choice of those whose organisation is not in the list.
NONE_OF_THESE = "none"
SEXES = (
    SelectChoice(Sex.FEMALE.value, _l("Female")),
    SelectChoice(Sex.MALE.value, _l("Male")),
    SelectChoice(Sex.UNKNOWN.value, _l("I would rather not say")),
)


class RegistrationForm(BaseForm):
    """Behind the link of a class. The organisations to choose from appear once a name fits several."""

    full_name = StringField(
        _l("Your full name"),
        [DataRequired(), Length(max=NAME_LENGTH)],
        description=_l("As on your citizen card, with marks."),
    )
    born = BirthField(
        _l("Your birth date"),
        validators=[DataRequired()],
        description=_l("The year alone is enough: leave day and month empty."),
    )
    sex = RadioField(_l("Sex"), [InputRequired()], choices=SEXES)
    phone = TelField(
        _l("Your telephone number"),
        [DataRequired(), Length(max=40), phone_number],
        description=_l("For example 0912 345 678"),
    )
    organisation_name = StringField(
        _l("Your organisation"),
        [DataRequired(), Length(max=NAME_LENGTH)],
        description=_l("Cooperative, People's Credit Fund… For example: HTX Minh Tân"),
    )
    chosen = RadioField(_l("Which organisation is it?"), [Optional()], validate_choice=False)
    position = StringField(
        _l("Your position there"),
        [DataRequired(), Length(max=TITLE_LENGTH)],
        description=_l("For example: director, accountant, member"),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.chosen.choices = []

    def registrant(self) -> Registrant:
        """Raises DomainError when the organisation has to be chosen from several."""
        return Registrant(
            full_name=name_as_written(self.full_name.data),
            birth=self.born.birth,
            sex=Sex(self.sex.data),
            phone=self.phone.data,
            position=self.position.data,
            organisation=self.organisation_name.data,
            organisation_id=chosen_organisation(self),
        )


class LinkForm(BaseForm):
    """A new link for registering."""

    last_day = DateField(
        _l("Last day for registering"),
        [Optional()],
        format="%d %m %Y",
        description=_l("Without a day, the link works as long as the class takes enrolments."),
    )

    def validate_last_day(self, field: DateField) -> None:
        if isinstance(field.data, date) and field.data < clock.today():
            raise ValidationError(_l("This day is over."))


class ConfirmationForm(BaseForm):
    """Sending somebody; with a choice of people when several may be meant."""

    person = RadioField(_l("Who is it?"), [Optional()], validate_choice=False)

    def __init__(self, fits: Iterable[SelectChoice] = (), **options: Any) -> None:
        super().__init__(**options)
        offered = list(fits)
        new = SelectChoice(NEW, _("None of these: a new person"))
        self.person.choices = [*offered, new] if offered else []


class DeclineForm(BaseForm):
    """Why an organisation does not send somebody."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LENGTH)], filters=[clean],
        description=_l("It is kept. For example: not one of our people; cannot be spared then."),
    )  # fmt: skip


class AssignForm(BaseForm):
    """Which organisation the typed words mean."""

    organisation = RadioField(_l("Organisation"), validate_choice=False)

    def __init__(self, offered: Sequence[Offered], **options: Any) -> None:
        super().__init__(**options)
        self.offered = {str(one.id): one.id for one in offered}
        self.organisation.choices = _choices_of(offered)

    def chosen_id(self) -> int:
        """Raises DomainError when nothing, or something that was not offered, is chosen."""
        if self.organisation.data not in self.offered:
            raise DomainError(_("Choose an organisation from the list."), field="organisation")
        return self.offered[self.organisation.data]


class RemovalForm(BaseForm):
    """Throwing away registrations that nobody confirmed, such as advertising; ``rows`` are offered."""

    registrations = CheckboxesField(_l("Registrations"), coerce=int, validate_choice=False)
    reason = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LENGTH)], filters=[clean],
        description=_l("It is kept in the record of acts."),
    )  # fmt: skip

    def __init__(self, rows: Iterable[Any], **options: Any) -> None:
        super().__init__(**options)
        self.registrations.choices = [
            SelectChoice(row.id, row.full_name, {"hint": f"{row.organisation_text} · {row.phone}"})
            for row in rows
        ]

    def chosen(self) -> set[int]:
        """What is ticked of what was offered; what somebody answered meanwhile is passed over."""
        return {choice.value for choice in self.registrations.choices} & set(
            self.registrations.data
        )


def chosen_organisation(form: Any) -> int | None:
    """The organisation that ``form.organisation_name`` means, or the one of ``form.chosen`` among several.

    None when the registry has none of that name, or the person says so. Raises DomainError, and fills
    the list, when somebody has to choose.
    """
    certain, offered = organisations_meant(form.organisation_name.data)
    if certain or not offered or form.chosen.data == NONE_OF_THESE:
        return certain
    form.chosen.choices = [*_choices_of(offered), SelectChoice(NONE_OF_THESE, _("None of these"))]
    known = {str(one.id): one.id for one in offered}
    if form.chosen.data not in known:
        raise DomainError(_("Choose the organisation from the list."), field="chosen")
    return known[form.chosen.data]


def _choices_of(offered: Iterable[Offered]) -> list[SelectChoice]:
    return [
        SelectChoice(str(one.id), one.name, {"hint": one.unit} if one.unit else {})
        for one in offered
    ]
