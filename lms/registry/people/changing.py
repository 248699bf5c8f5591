"""Changing what is known of a person: every change counts the revision up and is recorded."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import audit
from lms.access import Viewer
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import BirthPrecision, Person, Sex
from lms.registry.people.register import Birth
from lms.vietnamese import normal_text

#: More is not done to one person while a form is filled in.
MOST_CHANGES_MEANWHILE = 50


def change_particulars(
    person: Person,
    by: Viewer | None,
    *,
    full_name: str | None = None,
    birth: Birth | None = None,
    sex: Sex | None = None,
) -> None:
    """Correct name, birth and sex; what is None stays. Enrolments keep their snapshot of the day.

    Raises DomainError for a name without letters.
    """
    person.lock()
    changes: dict[str, list[str]] = {}
    if full_name is not None and normal_text(full_name) != person.full_name:
        if not normal_text(full_name):
            raise DomainError(_l("Enter the full name."), field="full_name")
        changes["full_name"] = [person.full_name, normal_text(full_name)]
        person.full_name = full_name
    if birth is not None and birth != birth_of(person):
        changes["birth"] = [written(birth_of(person)), written(birth)]
        person.birth_date, person.birth_precision = birth
    if sex is not None and sex != person.sex:
        changes["sex"] = [person.sex, sex]
        person.sex = sex
    if changes:
        record_change(person, "person changed", by, **changes)


def birth_of(person: Person) -> Birth:
    """The birth as far as it is known."""
    return Birth(person.birth_date, BirthPrecision(person.birth_precision))


def rename(person: Person, full_name: str, by: Viewer | None) -> None:
    """Correct the name alone."""
    change_particulars(person, by, full_name=full_name)


def change_birth(person: Person, birth: Birth, by: Viewer | None) -> None:
    """Correct the birth alone."""
    change_particulars(person, by, birth=birth)


def refuse_stale(person: Person, seen_revision: int | None) -> None:
    """Lock the person; DomainError when somebody changed them since the form with this revision was drawn."""
    person.lock()
    if seen_revision != person.revision:
        raise DomainError(
            _l(
                "Somebody changed this person while you were writing. Look at what changed below; "
                "if what you wrote still holds, send it again."
            )
        )


def changes_since(person: Person, seen_revision: int | None) -> list[AuditEntry]:
    """What was done to the person since the form with this revision was drawn, the oldest first."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == Person.__tablename__, AuditEntry.subject_id == person.id)
        .order_by(AuditEntry.id.desc())
        .limit(MOST_CHANGES_MEANWHILE)
    ).all()
    known = seen_revision or 0
    return [entry for entry in reversed(entries) if entry.changes.get("revision", 0) > known]


def values_before(entries: list[AuditEntry], position_id: int | None = None) -> dict[str, Any]:
    """What the fields held before these changes of a person, or of one of their positions."""
    values: dict[str, Any] = {}
    for entry in entries:
        if entry.changes.get("position_id") == position_id:
            pairs = {field: v for field, v in entry.changes.items() if isinstance(v, list)}
            values = {field: old for field, (old, _new) in pairs.items()} | values
    return values


def record_change(person: Person, action: str, by: Viewer | None, **changes: Any) -> None:
    """Count the revision up and record the act; the last call of every verb on a person."""
    person.revision = (person.revision or 0) + 1
    audit.record(action, person, by, revision=person.revision, **changes)


def written(birth: Birth) -> str:
    """A birth as the record of acts holds it: "1965-02-05", "1965" or nothing."""
    if birth.day is None or birth.precision == BirthPrecision.UNKNOWN:
        return ""
    return str(birth.day.year if birth.precision == BirthPrecision.YEAR else birth.day)
