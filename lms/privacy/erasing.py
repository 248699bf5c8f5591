"""Erasing the data of a human being: all that no law obliges the office to keep, for ever.

Law 91/2025/QH15, article 14 (as quoted by the papers): data are deleted when the person asks for it, so
that nobody can bring them back. What vouchers and the register book of certificates need stays, and the
answer says what and why.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import audit, clock, database
from lms.access import Viewer
from lms.duplicates.merging import LOCK as MERGING
from lms.errors import DomainError
from lms.extensions import db
from lms.personal_data import Fate, Subject, parts
from lms.privacy.consents import withdraw_everything
from lms.privacy.models import DataRequest, Erasure, RequestKind
from lms.privacy.subjects import subject_of_request
from lms.registry.models import Person
from lms.vietnamese import normal_text


def foresee(subject: Subject) -> Fate:
    """What erasing would remove and keep, and what forbids it now. Changes nothing."""
    fates = [part.foresee(subject) for part in parts()]
    return Fate(
        removed=tuple(sentence for fate in fates for sentence in fate.removed),
        kept=tuple(sentence for fate in fates for sentence in fate.kept),
        obstacles=tuple(sentence for fate in fates for sentence in fate.obstacles),
    )


def erase(request: DataRequest, typed_name: str, by: Viewer) -> Erasure:
    """Carry out a request to delete, and close it with the answer to the person.

    Raises DomainError unless ``typed_name`` is the person's name, and while something forbids it. Nothing
    brings the data back.
    """
    request.lock_open()
    if request.kind != RequestKind.DELETE:
        raise DomainError(_l("This request does not ask to delete the data."))
    if normal_text(typed_name).casefold() != request.name.casefold():
        raise DomainError(
            _l("Type the full name exactly as it stands above: %(name)s.", name=request.name),
            field="full_name",
        )
    database.take_lock(MERGING)
    subject = subject_of_request(request)
    _lock_people(subject)
    fate = foresee(subject)
    if fate.obstacles:
        raise DomainError(" ".join(fate.obstacles))
    acts = _acts_on(subject)
    withdraw_everything(subject.person_ids, by)
    for part in sorted(parts(), key=lambda one: not one.erases_first):
        part.erase(subject)
    erasure = Erasure(
        request_id=request.id,
        at=clock.now(),
        by_id=by.id,
        removed=list(fate.removed),
        kept=list(fate.kept),
    )
    db.session.add(erasure)
    audit.remove_particulars(erasure, by, acts, subject.account_ids)
    request.fulfil(answer(fate), by)
    return erasure


def _lock_people(subject: Subject) -> None:
    """Nobody merges them or gives them a place meanwhile (see Person.hold)."""
    rows = select(Person).where(Person.id.in_(subject.person_ids)).order_by(Person.id)
    db.session.scalars(rows.with_for_update(), execution_options={"populate_existing": True}).all()


def answer(fate: Fate) -> str:
    """What the person is told, a line for each sentence."""
    return "\n".join(
        [
            _("Your data were deleted as you asked. Removed:"),
            *(f"– {sentence}" for sentence in fate.removed),
            _("Kept, because the law obliges the office to:"),
            *(f"– {sentence}" for sentence in fate.kept),
        ]
    )


def _acts_on(subject: Subject) -> Mapping[str, tuple[int, ...]]:
    """All rows whose acts tell of the person, by table; asked before anything is taken away."""
    found: dict[str, tuple[int, ...]] = {}
    for part in parts():
        for table, ids in part.acts_on(subject).items():
            found[table] = (*found.get(table, ()), *ids)
    return found
