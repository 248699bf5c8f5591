"""Making one of two people, by a human's decision, so that it can be taken back.

Everything that points to the merged person becomes the survivor's, by the rules of the features (see
rules.py); the merged person stays in the register under its number, out of sight, and leads to the
survivor. Nothing is deleted.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from lms import database
from lms.access import Viewer
from lms.duplicates.fields import FIELDS
from lms.duplicates.journal import Journal
from lms.duplicates.models import Merge
from lms.duplicates.parts import remarks
from lms.duplicates.rules import Choice, Merging, rules
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.changing import record_change

LOCK = "people merged"


def merge_people(
    survivor: Person, merged: Person, by: Viewer, reason: str, choice: Choice | None = None
) -> Merge:
    """Merge ``merged`` into ``survivor``.

    Raises DomainError without a reason, when one of them was merged meanwhile, and where a human has to
    do or to choose something first (see parts.Remark; field "account").
    """
    if not reason:
        raise DomainError(_l("Write why these two are one person."), field="reason")
    lock_two(survivor, merged)
    refuse_merged(survivor, merged)
    for remark in remarks((survivor.id, merged.id)):
        if remark.forbids:
            raise DomainError(remark.text)
    merge = Merge(survivor_id=survivor.id, merged_id=merged.id, by_id=by.id, reason=reason)
    db.session.add(merge)
    db.session.flush()
    merging = Merging(survivor.id, merged.id, by, Journal(merge), choice or Choice())
    changes = _carry_out(merging, survivor, merged)
    record_on_survivor(merge, "people merged", by, reason=reason, **changes)
    return merge


def lock_two(one: Person, other: Person) -> None:
    """Hold both rows to the end of the transaction, one merge or reversal after the other: each of them
    goes on to lock places and classes that others share."""
    database.take_lock(LOCK)
    for person in sorted((one, other), key=lambda person: person.id):
        person.lock()


def refuse_merged(one: Person, other: Person) -> None:
    """Raises DomainError unless both, locked, are in the register by themselves."""
    if one.id == other.id:
        raise DomainError(_l("These are one record already."))
    for person in (one, other):
        if person.is_erased:
            raise DomainError(_l("This person's data were erased."))
        if person.merged_into_id is not None:
            raise DomainError(
                _l(
                    "Somebody was faster: %(name)s (record %(number)s) was merged already.",
                    name=person.full_name,
                    number=person.id,
                )
            )


def record_on_survivor(merge: Merge, action: str, by: Viewer, **changes: Any) -> None:
    """Forms about the survivor that were drawn before learn of it, and the record of acts."""
    db.session.expire_all()  # rows were changed behind the objects
    record_change(
        merge.survivor, action, by, merge=merge.id, merged_person=merge.merged_id, **changes
    )


def _carry_out(merging: Merging, survivor: Person, merged: Person) -> dict[str, list[str]]:
    """What of the survivor's own particulars changed, as [old, new]."""
    changes = {}
    for field in FIELDS:
        if field.name not in merging.choice.from_merged or not field.differs(survivor, merged):
            continue
        changes[field.name] = [field.recorded(survivor), field.recorded(merged)]
        values = {column: getattr(merged, column) for column in field.columns}
        merging.journal.set(Person, survivor.id, **values)
    merging.journal.set(Person, merged.id, merged_into_id=survivor.id)
    for rule in rules().values():
        rule(merging)
    return changes
