"""Putting one person back to how they were before a list added to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms.access import Viewer
from lms.extensions import db
from lms.privacy.ethnicity import ethnicity_of, remove_ethnicity
from lms.registry.models import Person
from lms.rosters.models import RosterEffect


def restore(effect: RosterEffect, by: Viewer) -> str:
    """Undo what the row added where it is still so; a sentence about what is not, or nothing."""
    person = db.session.get(Person, effect.person_id or 0, with_for_update=True)
    if person is None:
        return ""
    stayed = [
        *_columns(person, effect.changes.get("person", {})),
        *_phones(person, effect.changes.get("phones", [])),
        *_positions(person, effect.changes.get("positions", [])),
    ]
    _ethnicity(person, effect.changes.get("ethnicity"), by)
    person.revision = (person.revision or 0) + 1
    db.session.flush()
    return _("Was changed since and stays: %(what)s.", what=", ".join(stayed)) if stayed else ""


def _columns(person: Person, changes: dict[str, Any]) -> list[str]:
    """Values go back together where they belong together: a name with its keys, a date with its precision."""
    stayed = []
    for names, words in (
        (("full_name", "sort_key", "search_key", "marked_key"), _("the name")),
        (("birth_date", "birth_precision"), _("the birth date")),
        (("sex",), _("the sex")),
        (("citizen_number_hash", "citizen_number_encrypted"), _("the citizen number")),
    ):
        changed = {name: changes[name] for name in names if name in changes}
        if not changed:
            continue
        if all(_plain(getattr(person, name)) == new for name, (_old, new) in changed.items()):
            for name, (old, _new) in changed.items():
                setattr(person, name, _value(name, old))
        else:
            stayed.append(words)
    return stayed


def _phones(person: Person, added: list[list[Any]]) -> list[str]:
    known = {phone.id: phone for phone in person.phones}
    for id_, digits in added:
        if (phone := known.get(id_)) and phone.digits == digits:
            person.phones.remove(phone)
    return []


def _positions(person: Person, added: list[list[Any]]) -> list[str]:
    """A position that somebody gave days or another title since is somebody's knowledge."""
    known = {position.id: position for position in person.positions}
    stayed = []
    for id_, organisation_id, title in added:
        position = known.get(id_)
        if position is None:
            continue
        is_as_written = (position.organisation_id, position.title) == (organisation_id, title)
        if is_as_written and not (position.started_on or position.ended_on):
            person.positions.remove(position)
        else:
            stayed.append(_("the position"))
    return stayed


def _ethnicity(person: Person, written: str | None, by: Viewer) -> None:
    known = ethnicity_of(person.id) if written else None
    if known is not None and known.group_code == written:
        remove_ethnicity(person, by)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _value(name: str, kept: Any) -> Any:
    return date.fromisoformat(kept) if name == "birth_date" and kept else kept
