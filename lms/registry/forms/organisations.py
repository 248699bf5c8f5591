"""Forms for organisations."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from lms import clock
from lms.forms import BaseForm, phone_number
from lms.registry.forms.changing import ChangeForm
from lms.registry.forms.choices import NAME_LENGTH, NOTHING_CHOSEN, TITLE_LENGTH
from lms.registry.forms.organisation_field import OrganisationField
from lms.registry.labels import ACTIVITIES, KINDS, ORGANISATION_FIELDS, SIZES, STATUSES, SUCCESSIONS
from lms.registry.models import Organisation, OrganisationKind, OrganisationStatus
from lms.registry.organisations.register import OrganisationParticulars
from lms.registry.organisations.tax_codes import has_true_check_digit, is_tax_code, normal_tax_code
from lms.registry.units.reference import present_units

LABELS = ORGANISATION_FIELDS
REGISTRATION_LENGTH = 60


def _choices(labels: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(*item) for item in labels.items()]


def in_the_past(_form: BaseForm, field: Field) -> None:
    """Validator: the day is today or before."""
    if field.data and field.data > clock.today():
        raise ValidationError(_l("This day is still to come."))


class OrganisationForm(BaseForm):
    """A new organisation, or one that is changed."""

    name = StringField(LABELS["name"], [DataRequired(), Length(max=NAME_LENGTH)])
    kind = SelectField(LABELS["kind"], choices=_choices(KINDS))
    tax_code = StringField(
        LABELS["tax_code"],
        [Length(max=20)],
        description=_l("10 digits, 10 digits-3 digits, or 12 digits."),
    )
    #: The code whose check digit was warned of: sent again with it, it is recorded as it is.
    tax_code_warned = HiddenField()
    registration_number = StringField(
        LABELS["registration_number"], [Length(max=REGISTRATION_LENGTH)]
    )
    activity = SelectField(LABELS["activity"], choices=[NOTHING_CHOSEN, *_choices(ACTIVITIES)])
    size_class = SelectField(LABELS["size_class"], choices=[NOTHING_CHOSEN, *_choices(SIZES)])
    alliance_member_since = DateField(
        LABELS["alliance_member_since"],
        [Optional(), in_the_past],
        format="%d %m %Y",
        description=_l("Leave empty when it is no member."),
    )
    phone = TelField(LABELS["phone"], [Optional(), phone_number])
    address = StringField(LABELS["address"], [Length(max=NAME_LENGTH)])
    unit = SelectField(
        LABELS["unit_id"],
        description=_l("As it is called since 1 July 2025; the former district is in brackets."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        present = (SelectChoice(str(id_), label) for id_, label in present_units())
        self.unit.choices = [NOTHING_CHOSEN, *present]

    def validate_tax_code(self, field: StringField) -> None:
        """Warn once of a wrong check digit; the shape is a rule of the register."""
        code = normal_tax_code(field.data or "")
        is_known = self.tax_code_warned.data == code
        if not is_tax_code(code) or has_true_check_digit(code) or is_known:
            return
        self.tax_code_warned.data = code
        raise ValidationError(
            _(
                "The check digit of %(code)s does not fit. Compare it with the paper; "
                "if it is written so there, send the form again.",
                code=code,
            )
        )

    @property
    def particulars(self) -> OrganisationParticulars:
        return OrganisationParticulars(
            name=self.name.data,
            kind=OrganisationKind(self.kind.data),
            tax_code=self.tax_code.data or "",
            registration_number=self.registration_number.data or "",
            activity=self.activity.data,
            size_class=self.size_class.data,
            status=self.chosen_status,
            alliance_member_since=self.alliance_member_since.data,
            phone=self.phone.data or "",
            address=self.address.data or "",
            unit_id=int(self.unit.data) if self.unit.data else None,
        )

    @property
    def chosen_status(self) -> str:
        """A new organisation is active."""
        return OrganisationStatus.ACTIVE


class OrganisationChangeForm(ChangeForm, OrganisationForm):
    """The particulars of an organisation that is in the register."""

    corrects_name = BooleanField(
        _l("The old name was only misspelt"),
        description=_l("Otherwise it is kept as a former name and still finds the organisation."),
    )
    status = SelectField(LABELS["status"])

    def __init__(self, body: Organisation) -> None:
        super().__init__(data=self.stored(body))
        self._keep_former_unit(body)
        self.status.choices = [
            SelectChoice(status, label)
            for status, label in STATUSES.items()
            if (status == OrganisationStatus.SUCCEEDED) == body.is_succeeded
        ]
        self.tax_code_warned.data = self.tax_code_warned.data or body.tax_code

    @classmethod
    def stored(cls, subject: Organisation) -> dict[str, Any]:
        """What the fields hold before anything is typed."""
        values = {field: getattr(subject, column) for field, column in COLUMNS.items()}
        return {field: _typed(field, value) for field, value in values.items()}

    def follow(self, subject: Organisation, values_before: dict[str, Any]) -> None:
        """Let every field that was left as it was drawn hold what is stored now."""
        before = {
            field: _typed(field, values_before[column])
            for field, column in COLUMNS.items()
            if column in values_before
        }
        super().follow(subject, before)

    def _keep_former_unit(self, body: Organisation) -> None:
        """A unit of before stays a choice where it is what is recorded."""
        present = {choice.value for choice in self.unit.choices}
        if body.unit is not None and str(body.unit_id) not in present:
            former = f"{body.unit.name} ({body.unit.former_district})"
            self.unit.choices.insert(1, SelectChoice(str(body.unit_id), former))

    @property
    def chosen_status(self) -> str:
        return self.status.data


#: The fields that hold a column, and which.
COLUMNS = {
    "name": "name",
    "kind": "kind",
    "tax_code": "tax_code",
    "registration_number": "registration_number",
    "activity": "activity",
    "size_class": "size_class",
    "status": "status",
    "phone": "phone",
    "alliance_member_since": "alliance_member_since",
    "address": "address",
    "unit": "unit_id",
}


def _typed(field: str, value: Any) -> Any:
    """A column's value as its field holds it: text, but for the day."""
    if field == "alliance_member_since":
        return value
    return "" if value is None else str(value)


class ContactForm(BaseForm):
    """Somebody of the organisation whom the office calls."""

    person = SelectField(_l("Person"), [InputRequired()])
    role = StringField(
        _l("What for"),
        [DataRequired(), Length(max=TITLE_LENGTH)],
        description=_l("For example: in charge of training, sends the lists."),
    )


class SuccessionForm(BaseForm):
    """What an organisation became."""

    successor = OrganisationField(_l("Organisation that took it over"), [InputRequired()])
    kind = SelectField(_l("Kind of change"), choices=_choices(SUCCESSIONS))
    effective_on = DateField(
        _l("Effective from"), [InputRequired(), in_the_past], format="%d %m %Y"
    )
    legal_basis = StringField(
        _l("Legal basis"),
        [Length(max=NAME_LENGTH)],
        description=_l("For example: Decision 12/QĐ-UBND of 5 February 2026."),
    )
