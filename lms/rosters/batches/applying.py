"""Taking a list over: prepared without any lock, then written in one transaction, all or nothing.

What an officer applies is what they have seen: when the register has changed since, the rows are judged
anew, the preview shows the new answers, and nothing is written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from lms import audit, clock, database
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.places import lock_places
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person
from lms.rosters.batches.enrolling import enrol_all
from lms.rosters.batches.operations import Operations, operations_for
from lms.rosters.batches.writing import Written, write
from lms.rosters.matching.judgements import Judgement, Listed
from lms.rosters.matching.near import chunks
from lms.rosters.matching.organisations import Named
from lms.rosters.models import Roster, RosterBatch, RosterEffect
from lms.rosters.preview.drafts import judge_kept, keep_organisations
from lms.rosters.preview.entering import meanings, organisations_to_enter
from lms.rosters.preview.rejudging import changed_answers, keep_answers
from lms.rosters.rows import RowState

#: How often a list is prepared again because the register changed in between.
ATTEMPTS = 3


class Overtaken(Exception):
    """The register changed between preparing and writing."""


class PreviewChanged(DomainError):
    """Rows would become something else than what was seen; the preview shows what."""


@dataclass(frozen=True)
class Prepared:
    """All that is to be written, without a lock; ``changed`` are rows whose answer is no longer as seen."""

    revision: int
    rows: dict[int, Listed]
    judgement: Judgement
    named: dict[int, Named]
    operations: Operations
    organisations: dict[str, Organisation]
    meanings: dict[str, Named]
    changed: list[int]


def prepare(roster: Roster) -> Prepared:
    """Judge every row once more and put together what follows. Only reads."""
    rows, judge, judgement = judge_kept(roster)
    operations = operations_for((row, judgement.rows[number]) for number, row in rows.items())
    organisations = organisations_to_enter(roster, operations.organisation_keys)
    return Prepared(
        roster.revision,
        rows,
        judgement,
        dict(judge.named),
        operations,
        organisations,
        meanings(organisations.values()),
        changed_answers(roster, rows, judgement),
    )


def apply(roster: Roster, prepared: Prepared, seen: int, by: Viewer) -> RosterBatch:
    """Write what was prepared, in the present transaction.

    ``seen`` is the revision that the officer looked at. Raises DomainError when it was applied before,
    or changed since; PreviewChanged (see :func:`show_changes`) when the register changed what rows would
    become; Overtaken when it has to be prepared again.
    """
    roster.lock()
    _refuse(roster, seen)
    if prepared.revision != seen or roster.revision != seen:
        raise Overtaken
    if prepared.changed:
        raise PreviewChanged(_changed_since(len(prepared.changed)))
    _hold_class(roster)
    database.take_lock("person")
    database.take_lock("organisation")
    _hold_people(prepared.operations.changed_people)
    if not prepared.judgement.still_holds or prepared.meanings != meanings(
        prepared.organisations.values()
    ):
        raise Overtaken
    written = write(prepared.operations, prepared.organisations, by)
    batch = _keep_batch(roster, prepared, by)
    batch.organisation_ids = sorted(written.organisations.values())
    _keep_effects(batch, prepared.operations, written, _enrol_all(batch, prepared, written, by))
    audit.record("list taken over", roster, by, batch=batch.id, **batch.counts)
    return batch


def show_changes(roster: Roster, prepared: Prepared) -> None:
    """Put the new answers into the preview, marked, for the officer to look at."""
    roster.change()
    keep_answers(roster, prepared.rows, prepared.judgement, prepared.changed, is_news=True)
    keep_organisations(roster, prepared.named.values())


def _refuse(roster: Roster, seen: int) -> None:
    if roster.batch is not None:
        raise DomainError(_l("This list was taken over already."))
    if roster.read_at is None:
        raise DomainError(_l("The rows of this list were not read yet."))
    if roster.revision != seen:
        raise DomainError(
            _l(
                "Somebody changed this list meanwhile. Please look at it again before taking it over."
            )
        )


def _changed_since(count: int) -> Any:
    return _l(
        "The register has changed since the preview was made: %(count)s rows would now become "
        "something else. Nothing was written. Please look at these rows and take the list over again.",
        count=count,
    )


def _hold_class(roster: Roster) -> None:
    """Before the register, as everybody does who enrols."""
    if roster.class_id is not None:
        lock_places(db.session.get_one(TrainingClass, roster.class_id))


def _hold_people(ids: list[int]) -> None:
    for chunk in chunks(ids):
        db.session.execute(
            select(Person.id).where(Person.id.in_(chunk)).order_by(Person.id).with_for_update()
        ).all()


def _keep_batch(roster: Roster, prepared: Prepared, by: Viewer) -> RosterBatch:
    counted = Counter(row.state for row in prepared.operations.rows)
    batch = RosterBatch(
        roster=roster,
        applied_at=clock.now(),
        applied_by_id=by.id,
        class_id=roster.class_id,
        counts={
            **{
                state.value: counted[state]
                for state in (RowState.NEW, RowState.UPDATE, RowState.SAME)
            },
            "left": len(prepared.rows) - len(prepared.operations.rows),
            "organisations": len(prepared.organisations),
        },
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _enrol_all(
    batch: RosterBatch, prepared: Prepared, written: Written, by: Viewer
) -> dict[int, tuple[int | None, str | None]]:
    """Everybody once, for the organisation that the first row about them names."""
    if batch.class_id is None:
        return {}
    people: dict[int, int] = {}
    senders: dict[int, int] = {}
    seen: set[int] = set()
    for row in prepared.operations.rows:
        person_id = written.person_of(row.target)
        if person_id in seen:
            continue
        seen.add(person_id)
        people[row.number] = person_id
        judged = prepared.judgement.rows[row.number]
        if judged.place is not None:
            entered = written.organisations.get(judged.organisation_key, 0)
            senders[row.number] = judged.place.id if judged.place.id > 0 else entered
    return enrol_all(batch, people, senders, by)


def _keep_effects(
    batch: RosterBatch,
    operations: Operations,
    written: Written,
    places: dict[int, tuple[int | None, str | None]],
) -> None:
    rows = []
    for row in operations.rows:
        enrolment_id, reason = places.get(row.number, (None, None))
        rows.append(
            {
                "batch_id": batch.id,
                "number": row.number,
                "state": row.state,
                "person_id": written.person_of(row.target),
                "changes": written.traces.get(row.number, {}),
                "enrolment_id": enrolment_id,
                "not_enrolled": reason,
            }
        )
    if rows:
        db.session.execute(insert(db.metadata.tables[RosterEffect.__tablename__]), rows)
