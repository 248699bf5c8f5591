"""Deciding about a use of one's data, and asking what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import joinedload

from lms import audit, clock, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.formatting import as_date
from lms.privacy.models import (
    ConsentDecision,
    ConsentPurpose,
    ConsentWording,
    Decision,
    PersonEthnicity,
    Way,
)
from lms.registry.models import Person
from lms.vietnamese import normal_text

#: The purposes that ship with the product; an office adds others as rows (bin/lms consents add).
REMINDERS, PICTURES, ETHNICITY = "reminders", "pictures", "ethnicity"


@dataclass(frozen=True)
class Proof:
    """How the decision is known: by the person's own press, a dated paper, or a recorded call."""

    way: Way = Way.WEB
    dated_on: date | None = None
    evidence: str = ""


BY_THE_PERSON = Proof()


def decide(
    person: Person, wording: ConsentWording, wants: bool, by: Viewer, proof: Proof = BY_THE_PERSON
) -> ConsentDecision:
    """Append a decision on these words; "no" after a consent withdraws it.

    Withdrawing the consent for the ethnic group takes the group away in the same transaction. Raises
    DomainError for a person who was merged or erased, a purpose that is no longer used, words that were
    replaced while the person read them, a weak proof, and a paper older than the newest decision.
    """
    person.hold()
    if wording.purpose.retired_at is not None:
        raise DomainError(_l("This consent is no longer asked for."))
    if proof.way == Way.WEB and wording is not wording.purpose.wording:
        raise DomainError(_l("The words have changed meanwhile. Read them again, then choose."))
    _require_proof(proof)
    return _append(person, wording, wants, by, proof)


def _append(
    person: Person, wording: ConsentWording, wants: bool, by: Viewer, proof: Proof
) -> ConsentDecision:
    database.take_lock(f"consents of person {person.id}")
    purpose = wording.purpose
    newest = newest_decisions([person.id]).get(purpose.id)
    if newest is not None and proof.dated_on is not None and proof.dated_on < newest.day:
        raise DomainError(
            _l("A newer decision of %(day)s is recorded already.", day=as_date(newest.day)),
            field="dated_on",
        )
    was_given = newest is not None and newest.is_given
    decision = Decision.GIVEN if wants else Decision.WITHDRAWN if was_given else Decision.REFUSED
    row = ConsentDecision(
        person_id=person.id,
        purpose_id=purpose.id,
        wording_id=wording.id,
        decision=decision,
        at=clock.now(),
        way=proof.way,
        dated_on=proof.dated_on,
        evidence=normal_text(proof.evidence),
        recorded_by_id=by.id,
    )
    db.session.add(row)
    if purpose.code == ETHNICITY and not wants:
        db.session.execute(delete(PersonEthnicity).where(PersonEthnicity.person_id == person.id))
    audit.record("consent " + decision, row, by, person=person.id, purpose=purpose.code)
    return row


def withdraw_everything(person_ids: tuple[int, ...], by: Viewer) -> None:
    """Withdraw what was given, because the data it was given for are erased."""
    for person_id in person_ids:
        person = db.session.get_one(Person, person_id)
        for decision in newest_decisions([person_id]).values():
            if decision.is_given:
                _append(person, decision.wording, False, by, Proof(Way.ERASURE))


def newest_decisions(person_ids: list[int]) -> dict[int, ConsentDecision]:
    """What somebody decided last on each purpose, by the purpose's number.

    Several numbers are those of one human being, whose rows were merged.
    """
    rows = db.session.scalars(
        select(ConsentDecision)
        .where(ConsentDecision.person_id.in_(person_ids))
        .options(
            joinedload(ConsentDecision.wording).joinedload(ConsentWording.purpose),
            joinedload(ConsentDecision.purpose),
        )
        .order_by(ConsentDecision.id)
    )
    return {row.purpose_id: row for row in rows}


def has_consent(person_id: int, code: str) -> bool:
    """Whether the person's newest decision on the purpose gives consent."""
    return given_consent(person_id, code) is not None


def given_consent(person_id: int, code: str) -> ConsentDecision | None:
    """The consent that holds, or None: the proof to keep with what it allows."""
    newest = db.session.scalar(
        select(ConsentDecision)
        .join(ConsentDecision.purpose)
        .where(ConsentDecision.person_id == person_id, ConsentPurpose.code == code)
        .order_by(ConsentDecision.id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.is_given else None


def consenting_people(code: str) -> Select[int]:
    """The numbers of all people whose newest decision on the purpose gives consent, for ``in_()``."""
    newest = (
        select(func.max(ConsentDecision.id))
        .join(ConsentDecision.purpose)
        .where(ConsentPurpose.code == code)
        .group_by(ConsentDecision.person_id)
    )
    return select(ConsentDecision.person_id).where(
        ConsentDecision.id.in_(newest), ConsentDecision.decision == Decision.GIVEN
    )


def _require_proof(proof: Proof) -> None:
    if proof.way == Way.WEB:
        return
    if proof.dated_on is None:
        raise DomainError(_l("Enter the day on the paper or of the call."), field="dated_on")
    if proof.dated_on > clock.today():
        raise DomainError(_l("The day cannot be after today."), field="dated_on")
    if not normal_text(proof.evidence):
        raise DomainError(_l("Write where the paper or the recording is kept."), field="evidence")
