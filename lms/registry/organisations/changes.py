"""The record of acts on an organisation, in words for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from lms.audit import AuditEntry
from lms.extensions import db
from lms.formatting import as_date
from lms.registry.labels import ACTIVITIES, KINDS, ORGANISATION_FIELDS, SIZES, STATUSES
from lms.registry.models import AdministrativeUnit, Organisation
from lms.registry.people.changes import Change

#: What a page says of changes made meanwhile; older ones hardly matter to who is typing.
MEANWHILE_SHOWN = 10
_CODES: dict[str, dict[Any, Any]] = {
    "kind": KINDS,
    "status": STATUSES,
    "activity": ACTIVITIES,
    "size_class": SIZES,
}


def organisation_changes_since(body: Organisation, seen_revision: int | None) -> list[AuditEntry]:
    """What was done since a form with this revision was drawn, the oldest first."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == Organisation.__tablename__,
            AuditEntry.subject_id == body.id,
        )
        .order_by(AuditEntry.id.desc())
        .limit(MEANWHILE_SHOWN)
    ).all()
    known = seen_revision or 0
    return [entry for entry in reversed(entries) if entry.changes.get("revision", 0) > known]


def described_organisation_changes(entries: Iterable[AuditEntry]) -> list[Change]:
    """One line for each field that these acts changed, in their order."""
    return [change for entry in entries for change in _described(entry)]


def _described(entry: AuditEntry) -> Iterator[Change]:
    for field, label in ORGANISATION_FIELDS.items():
        match entry.changes.get(field):
            case [old, new] if old != new:
                words = (_in_words(field, value) for value in (old, new))
                yield Change(entry.at, entry.actor, str(label), *words)


def _in_words(field: str, value: Any) -> str:
    if not value:
        return _("none")
    if field in _CODES:
        return str(_CODES[field][value])
    if field == "unit_id":
        return db.session.get_one(AdministrativeUnit, value).name
    return as_date(date.fromisoformat(value)) if field == "alliance_member_since" else str(value)
