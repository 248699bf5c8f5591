"""Choosing one organisation of thousands: a part of its name is typed, the server offers what fits.

It works without scripts: a form that is sent with a name which is not exactly one organisation's comes
back with radio buttons below the box, everything else kept. With scripts they appear while typing. Draw it
with ``components/organisation_picker.html``.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from lms.extensions import db
from lms.registry.models import Organisation
from lms.registry.organisations.search import FoundOrganisation, find_organisations
from lms.registry.scope import visible_organisations
from lms.vietnamese import normal_text, search_key

#: Radio buttons below the box; who sees so many types more of the name.
MOST_OFFERED = 8
#: The parts of the field, after its name.
CHOICE, OFFERED_FOR = "-choice", "-offered-for"


class OrganisationField(Field):
    """``data`` is the id of the chosen organisation or None, ``organisation`` the row itself.

    ``typed`` is what stands in the box and ``offered`` what fits it. Only organisations that the
    signed-in person may see can be chosen. Where one has to be chosen use ``InputRequired``.
    """

    widget = TextInput()

    def __init__(self, *args: Any, **options: Any) -> None:
        self.organisation: Organisation | None = None
        self.typed = ""
        self.offered: list[FoundOrganisation] = []
        self.has_more = False
        self._sent: Any = None
        super().__init__(*args, **options)

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        self._sent = formdata
        super().process(formdata, *args, **options)

    def process_data(self, value: Any) -> None:
        """``value`` is an id: what is not visible, or no id at all, leaves the box empty."""
        self._choose(_visible(value))
        self.typed = self.organisation.name if self.organisation else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = normal_text(valuelist[0]) if valuelist else ""
        self._choose(None)
        if not self.typed:
            return
        if self._part(OFFERED_FOR) == self.typed and (chosen := _visible(self._part(CHOICE))):
            self._choose(chosen)
            return
        self.offer(self.typed)
        so_called = [one for one in self.offered if _is_called(one, self.typed)]
        if len(so_called) != 1:
            raise ValueError(self._advice())
        self._choose(_visible(so_called[0].id))

    @property
    def chosen(self) -> Organisation:
        """The chosen organisation, of a form that was found valid and requires one."""
        if self.organisation is None:
            raise LookupError("no organisation was chosen")
        return self.organisation

    def offer(self, typed: str) -> None:
        """Look for what fits ``typed``."""
        self.typed = typed
        found = []
        if search_key(typed):
            found = find_organisations(current_user, typed, MOST_OFFERED + 1)
        self.offered, self.has_more = found[:MOST_OFFERED], len(found) > MOST_OFFERED

    def pre_validate(self, _form: Any) -> None:
        """Spaces are no name: ``InputRequired`` alone would take them for one."""
        if self.flags.required and not self.typed:
            raise StopValidation(self.gettext("This field is required."))

    def _choose(self, organisation: Organisation | None) -> None:
        self.organisation = organisation
        self.data = organisation.id if organisation else None
        if organisation is None:
            return
        unit = organisation.unit.name if organisation.unit else ""
        number = organisation.tax_code or organisation.internal_code or ""
        self.offered = [FoundOrganisation(organisation.id, organisation.name, unit, number)]
        self.has_more = False

    def _part(self, name: str) -> str:
        return normal_text(self._sent.get(f"{self.name}{name}", ""))

    def _advice(self) -> str:
        if not self.offered:
            return _("No organisation in the register fits “%(typed)s”.", typed=self.typed)
        return _("Choose the organisation that you mean.")

    def _value(self) -> str:
        return self.typed


def _visible(value: Any) -> Organisation | None:
    text = str(value or "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return db.session.scalar(
        select(Organisation).where(
            Organisation.id == int(text), visible_organisations(current_user)
        )
    )


def _is_called(found: FoundOrganisation, typed: str) -> bool:
    return search_key(found.name) == search_key(typed) or found.tax_code == typed
