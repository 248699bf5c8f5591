"""Forms for who somebody is and how they are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from lms.forms import phone_number
from lms.registry.forms.changing import ChangeForm
from lms.registry.forms.choices import NAME_LENGTH
from lms.registry.forms.people import BirthField
from lms.registry.labels import SEXES
from lms.registry.models import Person
from lms.registry.people.changing import birth_of

NOTE_LENGTH = 60


class ParticularsForm(ChangeForm):
    """Name, birth and sex."""

    full_name = StringField(_l("Full name"), [DataRequired(), Length(max=NAME_LENGTH)])
    birth = BirthField(
        _l("Birth date"), description=_l("Leave day and month empty when only the year is known.")
    )
    sex = RadioField(_l("Sex"), choices=[SelectChoice(*item) for item in SEXES.items()])

    @classmethod
    def stored(cls, person: Person) -> dict[str, Any]:
        return {"full_name": person.full_name, "birth": birth_of(person), "sex": person.sex}


class PhoneForm(ChangeForm):
    """One more number."""

    phone = TelField(_l("Telephone number"), [DataRequired(), phone_number])
    note = StringField(
        _l("Whose number it is"),
        [Length(max=NOTE_LENGTH)],
        description=_l("When it is not the person's own. For example: the daughter's."),
    )
