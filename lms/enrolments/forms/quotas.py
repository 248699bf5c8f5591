"""What organisations may have of a class, as an officer types it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from lms.enrolments.places import Quota
from lms.errors import DomainError
from lms.forms import BaseForm
from lms.registry.forms.organisation_field import OrganisationField
from lms.registry.labels import KINDS

MOST_SEATS = 500


def _seats(label: Any, default: int | None = None) -> IntegerField:
    return IntegerField(
        label,
        [InputRequired(), NumberRange(0, MOST_SEATS, _l("Enter 0 to 500."))],
        default=default,
    )


class QuotaForm(BaseForm):
    """The quota of one organisation."""

    seats = _seats(_l("At most so many people"))
    reserved = _seats(_l("Places held for them"), default=0)

    @property
    def quota(self) -> Quota:
        return Quota(self.seats.data, self.reserved.data)


class NewQuotaForm(QuotaForm):
    """The quota of an organisation that is chosen from all."""

    organisation = OrganisationField(_l("Organisation"), [InputRequired()])


class QuotasForm(QuotaForm):
    """The same quota for many organisations."""

    kind = SelectField(_l("Kind of organisation"), default="")
    area = SelectField(_l("Area (former district)"), default="")

    def __init__(self, areas: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = [
            SelectChoice("", _("All kinds")),
            *(SelectChoice(kind.value, label) for kind, label in KINDS.items()),
        ]
        self.area.choices = [
            SelectChoice("", _("All areas")),
            *(SelectChoice(area, area) for area in areas),
        ]


class DefaultQuotaForm(BaseForm):
    """What holds for organisations without a quota of their own."""

    OPEN, CLOSED, LIMITED = "open", "closed", "limited"

    rule = RadioField(
        _l("Organisations without a quota of their own"),
        [InputRequired()],
        choices=[
            SelectChoice(OPEN, _l("Can send as many people as there are places")),
            SelectChoice(LIMITED, _l("Can send a limited number of people")),
            SelectChoice(CLOSED, _l("Cannot send anybody")),
        ],
    )
    seats = IntegerField(_l("At most so many people of each organisation"), [Optional()])

    def fill(self, seats: int | None) -> None:
        """Show what holds now."""
        self.rule.data = {None: self.OPEN, 0: self.CLOSED}.get(seats, self.LIMITED)
        self.seats.data = seats or None

    def default_seats(self) -> int | None:
        """Raises DomainError when a limit is chosen and none is given."""
        if self.rule.data != self.LIMITED:
            return None if self.rule.data == self.OPEN else 0
        if self.seats.data is None or not 1 <= self.seats.data <= MOST_SEATS:
            raise DomainError(_l("Enter 1 to 500."), field="seats")
        return int(self.seats.data)
