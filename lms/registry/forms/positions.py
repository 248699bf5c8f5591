"""Forms for the positions that somebody holds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from lms.forms import BaseForm
from lms.registry.forms.changing import ChangeForm
from lms.registry.forms.choices import TITLE_LENGTH
from lms.registry.forms.organisation_field import OrganisationField
from lms.registry.models import Position

CORRECTED = ("title", "started_on", "ended_on", "is_primary")
EARLIEST_YEAR, LATEST_YEAR = 1950, 2099


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
    def stored(cls, position: Position) -> dict[str, Any]:
        return {name: getattr(position, name) for name in CORRECTED}


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
