"""Forms for uploading a list and for saying how it is read."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from lms import clock
from lms.forms import BaseForm
from lms.rosters.labels import FIELDS
from lms.rosters.preview.choices import Choices
from lms.rosters.preview.mapping import Mapping
from lms.rosters.refusal import MOST_ROWS
from lms.rosters.rows import Field

COLUMN = "column_"
#: Fields that several columns together can hold.
SEVERAL = frozenset({Field.FULL_NAME, Field.BIRTH, Field.PHONE, Field.NOTE})


class UploadForm(BaseForm):
    """A file, and the class whose people it lists."""

    file = FileField(
        _l("File with the list"),
        [FileRequired()],
        description=_l("Excel (.xlsx, .xls) or text (.csv), up to 10 MB and 20,000 rows."),
    )
    training_class = SelectField(
        _l("Class"),
        [Optional()],
        description=_l("Choose a class to enrol everybody of the list in it."),
    )


class SheetForm(BaseForm):
    """One of the sheets."""

    sheet = RadioField(_l("Which sheet holds the list?"), [InputRequired()], coerce=int)

    def __init__(self, sheets: Any, **options: Any) -> None:
        super().__init__(**options)
        self.sheet.choices = [SelectChoice(info.index, _described(info)) for info in sheets]


def mapping_form(mapping: Mapping, **options: Any) -> MappingForm:
    """The form for the columns of a sheet."""
    choices = [SelectChoice("", "–"), *(SelectChoice(*item) for item in FIELDS.items())]
    fields = {
        f"{COLUMN}{place}": SelectField(
            _("What column %(letter)s holds", letter=column.letter),
            [Optional()],
            choices=choices,
            default=column.field or "",
        )
        for place, column in enumerate(mapping.columns)
    }
    form: MappingForm = type("MappingForm", (MappingForm,), fields)(mapping, **options)
    return form


class MappingForm(BaseForm):
    """What each column holds, and what holds for the whole list."""

    first_row = IntegerField(_l("First row of the heading"), [NumberRange(0, MOST_ROWS)])
    last_row = IntegerField(
        _l("Last row of the heading"),
        [NumberRange(0, MOST_ROWS)],
        description=_l("Both 0: the sheet has no heading."),
    )
    encoding = RadioField(_l("Letters"))
    leave_out_hidden = BooleanField(_l("Leave the hidden rows out"))
    organisation = SelectField(
        _l("Organisation of everybody whose row names none"),
        [Optional()],
    )
    commune = StringField(
        _l("Commune of everybody whose row names none"),
        [Length(max=150)],
        description=_l("For example: xã Minh Tân, huyện Hưng Hà."),
    )
    listed_on = DateField(
        _l("Day of the list"),
        [Optional()],
        format="%d %m %Y",
        description=_l(
            "Communes had other names before 1 July 2025: the day tells which are meant."
        ),
    )

    def __init__(self, mapping: Mapping, **options: Any) -> None:
        kept = mapping.choices
        super().__init__(
            first_row=kept.first_row,
            last_row=kept.last_row,
            encoding=kept.encoding or "",
            leave_out_hidden=kept.leave_out_hidden,
            **options,
        )
        self._found = mapping.header.columns
        self.columns = [self._fields[f"{COLUMN}{n}"] for n in range(len(mapping.columns))]
        if mapping.encoding is None:
            del self.encoding
        else:
            self.encoding.choices = [
                SelectChoice(mapping.encoding, _("Convert to Unicode")),
                SelectChoice("", _("Leave as they are")),
            ]
        if not mapping.hidden_rows:
            del self.leave_out_hidden

    def validate_last_row(self, field: IntegerField) -> None:
        first, last = self.first_row.data, field.data
        if None not in (first, last) and (last < first or (first == 0) != (last == 0)):
            raise ValidationError(_l("The heading ends before it begins."))

    def validate(self, extra_validators: Any = None) -> bool:
        """What is wrong with the columns together is said above the form."""
        is_valid = super().validate(extra_validators)
        problem = self._problem_of_columns()
        if problem:
            self.form_errors.append(problem)
        return is_valid and not problem

    def validate_listed_on(self, field: DateField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_l("The day of the list lies in the future."))

    def _problem_of_columns(self) -> str:
        chosen = [Field(entry.data) for entry in self.columns if entry.data in list(Field)]
        if Field.FULL_NAME not in chosen:
            return _("Choose the column that holds the full names.")
        twice = [one for one in chosen if one not in SEVERAL and chosen.count(one) > 1]
        if twice:
            return _("“%(field)s” was chosen for more than one column.", field=FIELDS[twice[0]])
        return ""

    def choices(self) -> Choices:
        """How the sheet is to be read."""
        columns: dict[Field, tuple[int, ...]] = {}
        for place, entry in enumerate(self.columns):
            if entry.data:
                columns[Field(entry.data)] = (*columns.get(Field(entry.data), ()), place)
        for field, found in self._found.items():
            if set(columns.get(field, ())) == set(found):
                columns[field] = found  # the parts of a name in the order in which they are read
        return Choices(
            self.first_row.data,
            self.last_row.data,
            columns,
            (self.encoding.data or None) if self.encoding else None,
            bool(self.leave_out_hidden and self.leave_out_hidden.data),
        )


def _described(sheet: Any) -> str:
    words = _("%(name)s (%(rows)s rows)", name=sheet.name, rows=sheet.rows)
    return _("%(sheet)s – hidden", sheet=words) if sheet.is_hidden else words
