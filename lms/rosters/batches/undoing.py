"""Taking a batch back, once: everything that is still as the list left it goes back to how it was.

Who was entered and has no history since is removed; who has some stays, and the row says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from lms import audit, clock, database
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.enrol import withdraw
from lms.enrolments.models import Enrolment
from lms.enrolments.places import lock_places
from lms.errors import DomainError
from lms.extensions import db
from lms.languages import DEFAULT
from lms.registry.models import Organisation, Person, PersonPhone, Position
from lms.registry.scope import survivor_of
from lms.rosters.batches.references import references_to
from lms.rosters.batches.restoring import restore
from lms.rosters.matching.near import chunks
from lms.rosters.models import RosterBatch, RosterEffect, RosterUndoing

#: Rows that came with a person, or trace the list itself: no history.
_OWN = ("person_phone", "position", "roster_row", "roster_decision", "roster_effect")
#: What comes with a place; goes with it.
_OF_A_PLACE = ("enrolment_step", "enrolment_notice")
_REASONS = {
    "account": _l("This person has an account now."),
    "enrolment": _l("This person is in a class."),
    "session_trainer": _l("This person teaches a class."),
    "merge": _l("This person was made one with another."),
}


def undo(batch: RosterBatch, by: Viewer) -> RosterUndoing:
    """Take the batch back in the present transaction. Raises DomainError the second time."""
    batch.roster.lock()
    db.session.refresh(batch)
    if batch.undoing is not None:
        raise DomainError(_l("This list was taken back already."))
    if batch.class_id is not None:  # before the register, as everybody does who enrols
        lock_places(db.session.get_one(TrainingClass, batch.class_id))
    database.take_lock("person")
    database.take_lock("organisation")
    with force_locale(DEFAULT):  # what stays is told to everybody
        kept, counted = _undo_rows(batch, by)
    counted["organisations"] = _remove_organisations(batch)
    undoing = RosterUndoing(
        batch=batch, undone_at=clock.now(), undone_by_id=by.id, counts=dict(counted)
    )
    db.session.add(undoing)
    _tell(kept)
    audit.record("list taken back", batch.roster, by, batch=batch.id, **undoing.counts)
    return undoing


def _undo_rows(batch: RosterBatch, by: Viewer) -> tuple[dict[int, str], Counter[str]]:
    """Why rows stayed, by number of the effect, and sums. The last row goes first."""
    effects = db.session.scalars(
        select(RosterEffect)
        .where(RosterEffect.batch_id == batch.id)
        .order_by(RosterEffect.number.desc())
    ).all()
    kept: dict[int, str] = {}
    left = _withdraw(effects, by, kept)
    counted: Counter[str] = Counter(withdrawn=len(left))
    entered = _with_survivors(one.changes["entered"] for one in effects if "entered" in one.changes)
    for effect in effects:
        if effect.changes and effect.person_id not in entered:
            counted["restored"] += 1
            if reason := restore(effect, by):
                kept[effect.id] = reason
    removed = _remove_people([one for one in effects if "entered" in one.changes], left, kept)
    counted.update(removed=len(removed), kept=len(kept))
    return kept, counted


def _with_survivors(entered: Iterable[int]) -> set[int]:
    """Whom the batch entered, and whom they turned out to be: these keep what they were entered with."""
    found = set(entered)
    for chunk in chunks(list(found)):
        merged = select(Person.id).where(Person.id.in_(chunk), Person.merged_into_id.is_not(None))
        found.update(survivor_of(id_) for id_ in db.session.scalars(merged).all())
    return found


def _withdraw(effects: Iterable[RosterEffect], by: Viewer, kept: dict[int, str]) -> set[int]:
    """Take back the places that the batch gave and nothing was marked in; their numbers."""
    given = {one.enrolment_id: one for one in effects if one.enrolment_id is not None}
    marked = references_to("enrolment", given, (*_OF_A_PLACE, "roster_effect"))
    left = set()
    for enrolment_id, effect in given.items():
        if enrolment_id in marked:
            kept[effect.id] = _("Attendance or results were recorded in the class.")
            continue
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        try:
            if enrolment.is_confirmed or enrolment.is_waiting:
                withdraw(enrolment, by, _("The list was taken back."))
            left.add(enrolment_id)
        except DomainError as error:
            kept[effect.id] = str(error)
    return left


def _remove_people(
    effects: Sequence[RosterEffect], left: set[int], kept: dict[int, str]
) -> list[int]:
    """Remove who was entered and is still as entered; the numbers of the people."""
    entered = {one.changes["entered"]: one for one in effects}
    places = {one.enrolment_id for one in effects if one.enrolment_id} & left
    unchanged = _unchanged(list(entered))
    others = _others(list(entered), places)
    removed = []
    for person_id, effect in entered.items():
        if person_id in others:
            kept.setdefault(effect.id, _reason(others[person_id]))
        elif person_id not in unchanged:
            kept.setdefault(effect.id, _("This person was changed after the list was taken over."))
        else:
            removed.append(person_id)
    _delete_people(removed, places)
    return removed


def _unchanged(ids: Sequence[int]) -> set[int]:
    """Those whom nobody has changed but lists that were taken back."""
    given_back = _given_back(ids)
    return {
        id_
        for chunk in chunks(ids)
        for id_, revision in db.session.execute(
            select(Person.id, Person.revision).where(Person.id.in_(chunk))
        )
        if revision == 1 + given_back[id_]
    }


def _given_back(ids: Sequence[int]) -> Counter[int]:
    """How often lists that were taken back changed each: once for all rows, then back row by row."""
    changed: Counter[tuple[int, int]] = Counter()
    for chunk in chunks(ids):
        statement = (
            select(RosterEffect.person_id, RosterEffect.batch_id, RosterEffect.changes)
            .join(RosterUndoing, RosterUndoing.batch_id == RosterEffect.batch_id)
            .where(RosterEffect.person_id.in_(chunk), RosterEffect.kept.is_(None))
        )
        for person_id, batch_id, changes in db.session.execute(statement):
            if changes and "entered" not in changes:
                changed[person_id, batch_id] += 1
    found: Counter[int] = Counter()
    for (person_id, _batch), rows in changed.items():
        found[person_id] += 1 + rows
    return found


def _others(ids: Sequence[int], places: set[int]) -> dict[int, set[str]]:
    """What else refers to these people; places that were just taken back do not count."""
    others = references_to("person", ids, (*_OWN, "enrolment"))
    for chunk in chunks(ids):
        rows = db.session.execute(
            select(Enrolment.id, Enrolment.person_id).where(Enrolment.person_id.in_(chunk))
        )
        for enrolment_id, person_id in rows:
            if enrolment_id not in places:
                others.setdefault(person_id, set()).add("enrolment")
    return others


def _delete_people(ids: Sequence[int], places: set[int]) -> None:
    for chunk in chunks(ids):
        gone = db.session.scalars(
            select(Enrolment.id).where(Enrolment.person_id.in_(chunk), Enrolment.id.in_(places))
        ).all()
        db.session.execute(
            update(RosterEffect)
            .where(RosterEffect.enrolment_id.in_(gone))
            .values(enrolment_id=None)
        )
        for name in _OF_A_PLACE:
            table = db.metadata.tables[name]
            db.session.execute(table.delete().where(table.c.enrolment_id.in_(gone)))
        db.session.execute(delete(Enrolment).where(Enrolment.id.in_(gone)))
        for model in (PersonPhone, Position):
            db.session.execute(delete(model).where(model.person_id.in_(chunk)))
        db.session.execute(delete(Person).where(Person.id.in_(chunk)))


def _remove_organisations(batch: RosterBatch) -> int:
    """Remove the organisations that the batch entered and that nothing refers to."""
    ids = batch.organisation_ids
    used = references_to("organisation", ids, ("roster_organisation",))
    unused = [id_ for id_ in ids if id_ not in used]
    for chunk in chunks(unused):
        db.session.execute(delete(Organisation).where(Organisation.id.in_(chunk)))
    return len(unused)


def _reason(tables: set[str]) -> str:
    for name, words in _REASONS.items():
        if name in tables:
            return str(words)
    return _("Other records refer to this person.")


def _tell(kept: dict[int, str]) -> None:
    rows = [{"id": id_, "kept": words[:400]} for id_, words in kept.items()]
    if rows:
        db.session.execute(update(RosterEffect), rows)
