"""The record of acts on a person, in words for the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.audit import AuditEntry
from lms.formatting import as_date
from lms.registry.citizen_number import ABSENT, RECORDED
from lms.registry.labels import SEXES
from lms.registry.models import Person
from lms.registry.people import changes_since

FIELDS = {
    "full_name": _l("Full name"),
    "birth": _l("Birth date"),
    "sex": _l("Sex"),
    "phone": _l("Telephone"),
    "phones": _l("Telephone"),
    "position": _l("Position"),
    "is_primary": _l("Main position"),
    "citizen_number": _l("Citizen number"),
}
WORDS: dict[str | bool, Any] = {
    **{sex.value: label for sex, label in SEXES.items()},
    ABSENT: _l("none"),
    RECORDED: _l("recorded"),
    True: _l("yes"),
    False: _l("no"),
}


class Change(NamedTuple):
    """One field that somebody changed."""

    at: datetime
    actor: str
    field: str
    old: str
    new: str


def described_changes(person: Person, seen_revision: int | None) -> list[Change]:
    """What was changed since a form with this revision was drawn, the oldest first."""
    return [
        change for entry in changes_since(person, seen_revision) for change in _described(entry)
    ]


def _described(entry: AuditEntry) -> Iterator[Change]:
    for field, label in FIELDS.items():
        match entry.changes.get(field):
            case [old, new] if old != new:
                yield Change(entry.at, entry.actor, str(label), _in_words(old), _in_words(new))


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if value in WORDS:
        return str(WORDS[value])
    try:
        return as_date(date.fromisoformat(value or ""))
    except ValueError:
        return str(value or _("none"))
