"""Choosing people for a class, and withdrawing one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.enrolments.admission import Terms
from lms.enrolments.eligibility import Objection
from lms.enrolments.enrol import SeveralRefused
from lms.enrolments.models import REASON_LENGTH, EnrolmentState, WayIn
from lms.errors import DomainError
from lms.formatting import as_birth
from lms.forms import BaseForm, CheckboxesField, clean
from lms.registry.models import BirthPrecision, Person


class EnrolForm(BaseForm):
    """The people who were found; those in the class already are not offered."""

    people = CheckboxesField(_l("People found"), coerce=int, validate_choice=False)
    may_wait = BooleanField(_l("Put on the waiting list whoever finds no free place"))
    despite = TextAreaField(
        _l("Reason for enrolling despite a remark"), [Length(max=REASON_LENGTH)], filters=[clean],
        description=_l("Only for people with a remark that needs a reason. It stays with their place."),
    )  # fmt: skip

    def __init__(
        self,
        found: Sequence[Person],
        states: Mapping[int, str],
        objections: Mapping[int, Sequence[Objection]],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.found = {person.id: person for person in found}
        self.inside = {
            state: [person.full_name for person in found if states.get(person.id) == state]
            for state in (EnrolmentState.CONFIRMED, EnrolmentState.WAITING)
        }
        self.people.choices = [
            SelectChoice(
                person.id, person.full_name, {"hint": _hint(person, states, objections[person.id])}
            )
            for person in found
            if states.get(person.id) not in self.inside
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

    def terms(self, way: WayIn) -> Terms:
        return Terms(way, may_wait=self.may_wait.data, despite=self.despite.data or "")

    def refuse_each(self, error: DomainError) -> None:
        """Show every person's sentence above the form; the choice stays as it was."""
        if not isinstance(error, SeveralRefused):
            self.refuse(error)
            return
        self.form_errors.extend(error.sentences)
        if error.needs_reason:
            self.despite.errors = [*self.despite.errors, _("Write a reason, or leave them out.")]


class WithdrawalForm(BaseForm):
    """Why somebody leaves a class."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LENGTH)], filters=[clean],
        description=_l("It is kept in the record of acts."),
    )  # fmt: skip


class PromotionForm(BaseForm):
    """Why somebody gets a place although a rule keeps the person waiting."""

    despite = TextAreaField(
        _l("Reason"), [DataRequired(), Length(max=REASON_LENGTH)], filters=[clean],
        description=_l("It stays with the person's place."),
    )  # fmt: skip


def _hint(person: Person, states: Mapping[int, str], objections: Sequence[Objection]) -> str:
    """A line of particulars, then each remark on a line of its own."""
    lines = [particulars(person)]
    if states.get(person.id) == EnrolmentState.WITHDRAWN:
        lines.append(_("Withdrawn before."))
    for objection in objections:
        remark = _("Remark: %(sentence)s", sentence=objection.sentence)
        more = _("Needs a reason.")
        lines.append(f"{remark} {more}" if objection.blocks else remark)
    return "\n".join(line for line in lines if line)


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
