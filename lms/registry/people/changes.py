"""The record of acts on a person, in words for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.audit import AuditEntry
from lms.formatting import as_date
from lms.registry.labels import SEXES
from lms.registry.people.citizen_number import ABSENT, RECORDED

FIELDS = {
    "full_name": _l("Full name"),
    "birth": _l("Birth date"),
    "sex": _l("Sex"),
    "phone": _l("Telephone"),
    "phones": _l("Telephone"),
    "position": _l("Position"),
    "title": _l("Position"),
    "started_on": _l("Held since"),
    "ended_on": _l("No longer held from"),
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


def described_changes(entries: Iterable[AuditEntry]) -> list[Change]:
    """One line for each field that these acts changed, in their order."""
    return [change for entry in entries for change in _described(entry)]


def _described(entry: AuditEntry) -> Iterator[Change]:
    about = entry.changes.get("position")
    for field, label in FIELDS.items():
        match entry.changes.get(field):
            case [old, new] if old != new:
                name = f"{label} ({about})" if isinstance(about, str) else str(label)
                yield Change(entry.at, entry.actor, name, _in_words(old), _in_words(new))


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if value in WORDS:
        return str(WORDS[value])
    try:
        return as_date(date.fromisoformat(value or ""))
    except ValueError:
        return str(value or _("none"))
