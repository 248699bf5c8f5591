"""Choosing people for a class, and withdrawing one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.errors import DomainError
from lms.formatting import as_birth
from lms.forms import BaseForm, CheckboxesField, clean
from lms.registry.models import BirthPrecision, Person


class EnrolForm(BaseForm):
    """The people who were found; those in the class already are not offered."""

    people = CheckboxesField(_l("People found"), coerce=int, validate_choice=False)

    def __init__(self, found: Sequence[Person], inside: Collection[int], **options: Any) -> None:
        super().__init__(**options)
        self.found = {person.id: person for person in found}
        self.people.choices = [
            SelectChoice(person.id, person.full_name, {"hint": particulars(person)})
            for person in found
            if person.id not in inside
        ]

    def chosen(self) -> list[Person]:
        """Raises DomainError when nobody, or somebody who was not offered, is chosen."""
        if not self.people.data:
            raise DomainError(_l("Choose at least one person."), field="people")
        if not set(self.people.data) <= self.found.keys():
            raise DomainError(
                _l("The list has changed meanwhile. Please search and choose again."),
                field="people",
            )
        return [self.found[person_id] for person_id in self.people.data]


class WithdrawalForm(BaseForm):
    """Why somebody leaves a class."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=400)], filters=[clean],
        description=_l("It is kept in the record of acts."),
    )  # fmt: skip


def particulars(person: Person) -> str:
    """One line that tells people of the same name apart."""
    held = person.current_position
    known = person.birth_date and person.birth_precision != BirthPrecision.UNKNOWN
    born = as_birth(person.birth_date, BirthPrecision.YEAR) if known else ""
    words = (
        _("born in %(year)s", year=born) if born else "",
        held.title if held else "",
        held.organisation.name if held else "",
    )
    return " · ".join(word for word in words if word)
