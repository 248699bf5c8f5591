"""Making one of two people, by a human's decision, so that it can be taken back.

Everything that points to the merged person becomes the survivor's, by the rules of the features (see
rules.py); the merged person stays in the register under its number, out of sight, and leads to the
survivor. Nothing is deleted.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from lms import audit, database
from lms.access import Viewer
from lms.duplicates.fields import FIELDS
from lms.duplicates.journal import Journal
from lms.duplicates.models import Merge
from lms.duplicates.parts import remarks
from lms.duplicates.rules import Choice, Merging, rules
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person

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
    _refuse_merged(survivor, merged)
    for remark in remarks((survivor.id, merged.id)):
        if remark.forbids:
            raise DomainError(remark.text)
    merge = Merge(survivor_id=survivor.id, merged_id=merged.id, by_id=by.id, reason=reason)
    db.session.add(merge)
    db.session.flush()
    merging = Merging(survivor.id, merged.id, by, Journal(merge), choice or Choice())
    _carry_out(merging, survivor, merged)
    db.session.expire_all()
    audit.record("people merged", merge, by, survivor=survivor.id, merged=merged.id, reason=reason)
    return merge


def lock_two(one: Person, other: Person) -> None:
    """Hold both rows to the end of the transaction, after every other merge and reversal."""
    database.take_lock(LOCK)
    for person in sorted((one, other), key=lambda person: person.id):
        person.lock()


def last_merge_of(merged_id: int) -> Merge | None:
    """The merge by which somebody was merged last."""
    return db.session.scalar(
        select(Merge).where(Merge.merged_id == merged_id).order_by(Merge.id.desc()).limit(1)
    )


def _refuse_merged(survivor: Person, merged: Person) -> None:
    if survivor.id == merged.id:
        raise DomainError(_l("These are one record already."))
    for person in (survivor, merged):
        if person.merged_into_id is not None:
            raise DomainError(
                _l(
                    "Somebody was faster: %(name)s (record %(number)s) was merged already.",
                    name=person.full_name,
                    number=person.id,
                )
            )


def _carry_out(merging: Merging, survivor: Person, merged: Person) -> None:
    for field in FIELDS:
        if field.name in merging.choice.from_merged:
            values = {column: getattr(merged, column) for column in field.columns}
            merging.journal.set(Person, survivor.id, **values)
    merging.journal.set(Person, merged.id, merged_into_id=survivor.id)
    for rule in rules().values():
        rule(merging)
    outdate_forms(survivor)


def outdate_forms(person: Person) -> None:
    """Let forms about this person that were drawn before say so; the number only ever grows."""
    db.session.execute(
        update(Person).where(Person.id == person.id).values(revision=Person.revision + 1)
    )
