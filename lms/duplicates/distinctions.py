"""Finding that two people are two."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms import audit, clock
from lms.access import Viewer
from lms.duplicates.merging import lock_two, refuse_merged
from lms.duplicates.models import Distinction
from lms.duplicates.queries import distinction_of
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person


def distinguish(one: Person, other: Person, by: Viewer, reason: str) -> Distinction:
    """Record that two people are two, so that they are not proposed again; the first finding stands.

    Raises DomainError without a reason, and when one of them was merged meanwhile.
    """
    if not reason:
        raise DomainError(_l("Write how you know that these are two people."), field="reason")
    lock_two(one, other)
    refuse_merged(one, other)
    known = distinction_of((one.id, other.id))
    if known is not None:
        return known
    first, second = sorted((one, other), key=lambda person: person.id)
    found = Distinction(
        first_id=first.id, second_id=second.id, at=clock.now(), by_id=by.id, reason=reason
    )
    db.session.add(found)
    audit.record("people distinguished", found, by, first=first.id, second=second.id, reason=reason)
    return found
