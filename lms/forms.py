"""The base of every form: Vietnamese messages, cleaned text, one key per drawing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import flask_babel
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FileField, SelectMultipleField, StringField, TelField
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.errors import DomainError
from lms.vietnamese import national_phone, normal_text

INVALID_STATUS = 422


class BaseForm(FlaskForm):
    """Texts are normalised (NFC, single spaces) before any rule sees them."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return flask_babel.get_translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if unbound_field.field_class in (StringField, TelField):
                filters = [*unbound_field.kwargs.get("filters", ()), clean]
                unbound_field.kwargs["filters"] = list(dict.fromkeys(filters))
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Run the validators; an empty field is named, for its error also stands far above it."""
        valid = super().validate(extra_validators)
        plain = self.meta.get_translations(self).gettext("This field is required.")
        for field in self:
            if plain in field.errors:
                named = _required(field)
                field.errors = [named if error == plain else error for error in field.errors]
        return valid

    @property
    def answer_status(self) -> int:
        """The status of the page that shows this form: 422 when something in it was refused."""
        return INVALID_STATUS if self.errors else 200

    def form_key(self) -> str:
        """A new key for this drawing of the form (see lms.submissions)."""
        return uuid.uuid4().hex

    def refuse(self, error: DomainError) -> None:
        """Show a rule's sentence at its field, or above the form when it names none."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(str(error))
        else:
            field.errors = [*field.errors, str(error)]


def _required(field: Field) -> str:
    if isinstance(field, (SelectFieldBase, FileField)):
        return _("“%(name)s” has to be chosen.", name=field.label.text)
    return _("“%(name)s” has to be filled in.", name=field.label.text)


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def clean(text: str | None) -> str | None:
    """Normalise typed text."""
    return normal_text(text) if isinstance(text, str) else text


def clean_lines(text: str | None) -> str | None:
    """Normalise typed text, line by line."""
    if not isinstance(text, str):
        return text
    return "\n".join(normal_text(line) for line in text.splitlines()).strip()


def phone_number(form: BaseForm, field: Field) -> None:
    """Validator: any way of writing a Vietnamese number; what was typed is kept as typed."""
    if not field.data:
        return
    try:
        national_phone(field.data)
    except ValueError:
        raise ValidationError(
            _l("Enter a telephone number such as 0912 345 678 or +84 912 345 678.")
        ) from None


def one_of(choices: Sequence[tuple[Any, Any]]) -> Callable[[BaseForm, Field], None]:
    """Validator: the value is among ``choices``; for lists too long to be drawn twice."""
    allowed = {value for value, _label in choices}

    def check(_form: BaseForm, field: Field) -> None:
        if field.data not in allowed:
            raise ValidationError(_l("Choose one of the list."))

    return check
