"""Giving everybody of a list a place in its class; who gets none has a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.admission import Terms
from lms.enrolments.enrol import enrol_each
from lms.enrolments.models import Enrolment, WayIn
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person, Position
from lms.rosters.matching.near import chunks
from lms.rosters.models import RosterBatch

REASON_LENGTH = 400


def enrol_all(
    batch: RosterBatch, people: Mapping[int, int], senders: Mapping[int, int], by: Viewer
) -> dict[int, tuple[int | None, str | None]]:
    """Enrol in the batch's class, in the order of the rows: the enrolment's number or why there is none.

    ``people`` and ``senders`` (organisations) are given by row. When the class is full, people wait.
    """
    training_class = db.session.get_one(TrainingClass, batch.class_id)
    loaded, organisations = _people(list(people.values())), _organisations(senders.values())
    sending: dict[int, Organisation] = {}
    for row, organisation_id in senders.items():
        if row in people and organisation_id in organisations:
            sending.setdefault(people[row], organisations[organisation_id])
    terms = Terms(WayIn.IMPORT, may_wait=True, senders=sending)
    results = _enrol_each(training_class, [loaded[who] for who in people.values()], by, terms)
    db.session.flush()
    placed: dict[int, tuple[int | None, str | None]] = {}
    counted: Counter[str] = Counter()
    for row, result in zip(people, results, strict=True):
        if isinstance(result, DomainError):
            placed[row] = (None, str(result)[:REASON_LENGTH])
            counted["not_enrolled"] += 1
        else:
            placed[row] = (result.id, None)
            counted["waiting" if result.is_waiting else "enrolled"] += 1
    batch.counts = batch.counts | dict(counted)
    return placed


def _enrol_each(
    training_class: TrainingClass, people: Sequence[Person], by: Viewer, terms: Terms
) -> list[Enrolment | DomainError]:
    """A class that takes nobody refuses everybody, and the list is applied all the same."""
    try:
        return enrol_each(training_class, people, by, terms)
    except DomainError as error:
        return [error] * len(people)


def _people(ids: Sequence[int]) -> dict[int, Person]:
    return {
        person.id: person
        for chunk in chunks(ids)
        for person in db.session.scalars(
            select(Person)
            .where(Person.id.in_(chunk))
            .options(
                selectinload(Person.positions)
                .joinedload(Position.organisation)
                .joinedload(Organisation.unit)
            )
            .execution_options(populate_existing=True)
        )
    }


def _organisations(ids: Iterable[int]) -> dict[int, Organisation]:
    return {
        row.id: row
        for chunk in chunks(set(ids))
        for row in db.session.scalars(select(Organisation).where(Organisation.id.in_(chunk)))
    }
