"""What the forms that change a person share: each carries the revision that it was drawn from."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from wtforms import Field, HiddenField

from lms.forms import BaseForm
from lms.registry.forms.people import BirthField
from lms.registry.people.changing import written


class ChangeForm(BaseForm):
    """What a form about a person needs to notice that somebody else was faster."""

    revision = HiddenField()

    @classmethod
    def of(cls, subject: Any) -> Self:
        """The form as the person, or the position, stands."""
        return cls(data=cls.stored(subject))

    @classmethod
    def stored(cls, _subject: Any) -> dict[str, Any]:
        """What the fields hold before anything is typed."""
        return {}

    @property
    def seen_revision(self) -> int | None:
        """The revision that the form was drawn from; None when it says nothing sensible."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None

    def follow(self, subject: Any, values_before: dict[str, Any]) -> None:
        """Let every field that was left as it was drawn hold what is stored now."""
        for name, value in self.stored(subject).items():
            field = self[name]
            was = values_before.get(name, field)
            if not field.errors and _recorded(field) == was:
                field.raw_data = None
                field.process_data(value)


def _recorded(field: Field) -> Any:
    """The value of a field as the record of acts holds it."""
    if isinstance(field, BirthField):
        return written(field.birth)
    return field.data.isoformat() if isinstance(field.data, date) else field.data
