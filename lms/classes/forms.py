"""What an officer types about classes and sessions, and how the list is narrowed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectChoice, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from lms.classes import labels
from lms.forms import BaseForm, CheckboxesField

LARGEST_CLASS = 500
MOST_PERIODS = 12
FIRST_YEAR, LAST_YEAR = 2000, 2099


def number_or_none(text: Any) -> int | None:
    """The value of a select whose first choice is empty."""
    return int(text) if text else None


class FilterForm(BaseForm):
    """The filters of the list; they live in the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = StringField(_l("Code or name"), [Length(max=100)])
    year = SelectField(_l("Year"), coerce=number_or_none)
    state = SelectField(_l("State"), default="")

    def __init__(self, years: list[int], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year.choices = [
            SelectChoice("", _("All years")),
            *(SelectChoice(year, str(year)) for year in years),
        ]
        self.state.choices = [
            SelectChoice("", _("All states")),
            *(SelectChoice(state.value, label) for state, label in labels.STATES.items()),
        ]

    def chosen(self) -> dict[str, Any]:
        """The filters that make sense; an address that was changed by hand shows more, not an error."""
        self.validate()
        return {field.name: field.data for field in self if field.data and not field.errors}


def _places() -> IntegerField:
    return IntegerField(
        _l("Places"), [InputRequired(), NumberRange(1, LARGEST_CLASS, _l("Enter 1 to 500."))]
    )


class CapacityForm(BaseForm):
    """How many people a class can take."""

    capacity = _places()


class ClassForm(BaseForm):
    """A new class."""

    code = StringField(
        _l("Class code"),
        [DataRequired(), Length(max=30)],
        description=_l("As it stands on papers, for example 05/2026."),
    )
    title = StringField(_l("Class name"), [DataRequired(), Length(max=200)])
    course = SelectField(_l("Course"), [InputRequired()], coerce=number_or_none)
    plan_line = SelectField(_l("Line of the annual plan"), coerce=number_or_none)
    capacity = _places()
    venue = StringField(_l("Venue"), [DataRequired(), Length(max=200)])
    unit = SelectField(_l("Commune of the venue"), coerce=number_or_none)


class SessionForm(BaseForm):
    """A new session of a class."""

    day = DateField(_l("Day"), [DataRequired()], format="%d %m %Y")
    start_time = TimeField(_l("Start time"), [InputRequired()])
    end_time = TimeField(
        _l("End time"),
        [InputRequired()],
        description=_l("A time before the start means after midnight."),
    )
    topic = StringField(_l("Topic"), [DataRequired(), Length(max=200)])
    periods = IntegerField(
        _l("Teaching periods"),
        [InputRequired(), NumberRange(1, MOST_PERIODS, _l("Enter 1 to 12."))],
        description=_l("One period is 45 minutes."),
    )
    trainers = CheckboxesField(_l("Trainers"), coerce=int)

    def validate_day(self, field: DateField) -> None:
        if isinstance(field.data, date) and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_l("Check the year."))
