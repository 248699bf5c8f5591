"""Forms for deciding about a row, for correcting it, and for what organisations the texts mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from lms.forms import BaseForm
from lms.registry.forms.choices import NAME_LENGTH, TITLE_LENGTH
from lms.registry.forms.people import BirthField
from lms.registry.labels import SEXES
from lms.registry.models import Sex
from lms.registry.people.citizen_number import normal_citizen_number
from lms.rosters.matching.judgements import Listed
from lms.rosters.matching.whom import Decision
from lms.rosters.preview import stored
from lms.rosters.rows import Field, Particulars, ReadRow
from lms.vietnamese import national_phone

NEW, PERSON, ROW = "new", "person-", "row-"
#: Between the numbers of one person.
SEPARATORS = str.maketrans(";/", ",,")


class DecisionForm(BaseForm):
    """Whom a row means: one of those it may mean, or somebody new."""

    whom = RadioField(_l("Who is this?"), [InputRequired()])

    def __init__(self, choices: Iterable[SelectChoice], **options: Any) -> None:
        super().__init__(**options)
        self.whom.choices = [
            *choices,
            SelectChoice(NEW, _("Somebody new: nobody of these")),
        ]

    def decision(self) -> Decision:
        """What was chosen."""
        chosen = self.whom.data
        if chosen.startswith(PERSON):
            return Decision(person_id=int(chosen.removeprefix(PERSON)))
        return Decision(row=int(chosen.removeprefix(ROW))) if chosen != NEW else Decision()


class CorrectionForm(BaseForm):
    """What a row is to say."""

    full_name = StringField(_l("Full name"), [DataRequired(), Length(max=NAME_LENGTH)])
    born = BirthField(
        _l("Birth date"), description=_l("Leave day and month empty when only the year is known.")
    )
    sex = RadioField(_l("Sex"), choices=[SelectChoice(*item) for item in SEXES.items()])
    phones = StringField(
        _l("Telephone numbers"),
        [Length(max=100)],
        description=_l("Several are separated by commas."),
    )
    organisation = StringField(_l("Organisation"), [Length(max=NAME_LENGTH)])
    position = StringField(_l("Position"), [Length(max=TITLE_LENGTH)])
    commune = StringField(_l("Commune or ward"), [Length(max=120)])
    district = StringField(_l("Former district"), [Length(max=120)])
    citizen_number = StringField(_l("Citizen number"), [Length(max=20)])

    def __init__(self, row: Listed, raw: Mapping[Field, str], **options: Any) -> None:
        """``raw`` are the texts of the file, for a row that could not be read."""
        said = row.said or Particulars(
            raw.get(Field.FULL_NAME, ""),
            organisation=raw.get(Field.ORGANISATION, ""),
            position=raw.get(Field.POSITION, ""),
            commune=raw.get(Field.COMMUNE, ""),
            district=raw.get(Field.DISTRICT, ""),
        )
        super().__init__(
            full_name=said.full_name,
            born=said.birth,
            sex=said.sex,
            phones=", ".join(said.phones) if row.said else raw.get(Field.PHONE, ""),
            organisation=said.organisation,
            position=said.position,
            commune=said.commune,
            district=said.district,
            citizen_number=said.citizen_number,
            **options,
        )
        self._row = row

    def validate_phones(self, field: StringField) -> None:
        try:
            _numbers(field.data)
        except ValueError:
            raise ValidationError(
                _l("Enter a telephone number such as 0912 345 678 or +84 912 345 678.")
            ) from None

    def validate_citizen_number(self, field: StringField) -> None:
        if not field.data or self._keeps_number():
            return
        try:
            normal_citizen_number(field.data)
        except ValueError:
            raise ValidationError(
                _l("A citizen number has 12 digits, an old identity card 9.")
            ) from None

    def corrected(self) -> Listed:
        """The row as it is to be read from now on. Raises NoKey where a number cannot be kept."""
        before = self._row.said or Particulars("")
        said = Particulars(
            self.full_name.data,
            self.born.birth,
            Sex(self.sex.data),
            tuple(dict.fromkeys(_numbers(self.phones.data))),
            self.organisation.data or "",
            before.tax_code if self.organisation.data == before.organisation else "",
            self.position.data or "",
            self.commune.data or "",
            self.district.data or "",
            "" if self._keeps_number() else self.citizen_number.data or "",
            before.ethnicity,
            before.note,
            before.group,
        )
        row = stored.listed(ReadRow(self._row.number, (), said))
        if not self._keeps_number():
            return row
        return stored.with_citizen(row, self._row)

    def _keeps_number(self) -> bool:
        """Whether the field still shows the mask of the number that the row has."""
        said = self._row.said
        shown = said.citizen_number if said else ""
        return bool(shown) and self.citizen_number.data == shown


def _numbers(text: str | None) -> list[str]:
    """Raises ValueError for what is no telephone number."""
    parts = (text or "").translate(SEPARATORS).split(",")
    return [national_phone(part) for part in parts if part.strip()]
