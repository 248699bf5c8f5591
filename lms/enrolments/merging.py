"""What becomes of places in classes when two people turn out to be one.

A place moves with its person. Where both have a place in the same class one of them counts from then on:
the one with a certificate, else the confirmed one, else the one that has waited longest, else the
survivor's. The other gets the state "merged" and stays, with its snapshot and all that hangs on it, with the
merged person: it is evidence that no list, figure or seat counts. What the counting place lacks, the
features above carry over (``join_by``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.classes.models import TrainingClass
from lms.duplicates import parts, rules
from lms.duplicates.parts import Remark, Section, Two
from lms.duplicates.rules import Merging
from lms.enrolments.labels import state_label
from lms.enrolments.models import Enrolment, EnrolmentNotice, EnrolmentState, EnrolmentStep
from lms.enrolments.registrations.models import Registration
from lms.enrolments.waiting import fill_places
from lms.extensions import db
from lms.formatting import as_date


@dataclass(frozen=True)
class TwoPlaces:
    """Two places of one human being in one class, by number: the one that counts, and the other."""

    kept_id: int
    absorbed_id: int
    merging: Merging


Joiner = Callable[[TwoPlaces], None]
#: How much hangs on each of these places that only the counting place can have; 0 when left out.
Worth = Callable[[Collection[int]], dict[int, int]]

#: The more a place is, the later it stands.
_RANKS = (EnrolmentState.WITHDRAWN, EnrolmentState.WAITING, EnrolmentState.CONFIRMED)


def join_by(app: Flask, column: Any, joiner: Joiner, rows: Any = None) -> None:
    """Let a feature carry over what hangs on the place that no longer counts, for the rows whose
    ``column`` (AttendanceMark.enrolment_id) points to it. It changes rows through the journal only;
    ``rows`` is what pages call them."""
    app.extensions.setdefault("place_joiners", {})[rules.key_of(column)] = joiner
    if rows is not None:
        rules.name_rows(app, column.class_, rows)


def weigh_by(app: Flask, worth: Worth) -> None:
    """Let a feature say that a place has to be the one that counts."""
    app.extensions.setdefault("place_worths", []).append(worth)


def stay(_two: TwoPlaces) -> None:
    """The rule for rows that go on speaking of the place that no longer counts."""


def init_app(app: Flask) -> None:
    rules.move_by(app, Enrolment.person_id, move_places, _l("Places in classes"))
    join_by(app, EnrolmentStep.enrolment_id, stay)
    join_by(app, EnrolmentNotice.enrolment_id, stay)
    join_by(app, Registration.enrolment_id, stay)
    parts.compare_by(app, lines)
    parts.remark_by(app, remarks)


def move_places(merging: Merging) -> None:
    """Give the survivor every place of the merged person, or the better of two in one class.

    Whoever waits gets what falls free, as when somebody withdraws; a reversal leaves them their places.
    """
    _lock_classes(merging)
    own = {place.class_id: place for place in _places(merging.survivor_id)}
    others = _places(merging.merged_id)
    for place in others:
        twin = own.get(place.class_id)
        if twin is None:
            merging.journal.set(Enrolment, place.id, person_id=merging.survivor_id)
        else:
            _join(merging, twin, place)
    db.session.expire_all()  # rows were changed behind the objects
    for class_id in own.keys() & {place.class_id for place in others}:
        fill_places(db.session.get_one(TrainingClass, class_id), merging.by)


def classes_of_both(two: Two) -> list[tuple[str, int, int]]:
    """The classes in which both have a place: title, the survivor's place, the merged person's."""
    own, other = aliased(Enrolment), aliased(Enrolment)
    rows = db.session.execute(
        select(TrainingClass.title, own.id, other.id)
        .join(own, own.class_id == TrainingClass.id)
        .join(other, other.class_id == TrainingClass.id)
        .where(
            own.person_id == two[0],
            other.person_id == two[1],
            own.state != EnrolmentState.MERGED,
            other.state != EnrolmentState.MERGED,
        )
        .order_by(TrainingClass.starts_on, TrainingClass.id)
    )
    return [(title, own_id, other_id) for title, own_id, other_id in rows]


def remarks(two: Two) -> list[Remark]:
    """The classes in which both have a place."""
    return [
        Remark(
            _(
                "Both are in the class “%(title)s”. One place will count, with every session at which "
                "either of them was present; the other is kept as evidence.",
                title=title,
            )
        )
        for title, _own, _other in classes_of_both(two)
    ]


def lines(two: Two) -> Section:
    """The classes of each, the newest first."""
    found: dict[int, list[str]] = {}
    for person_id, title, starts_on, state in db.session.execute(
        select(Enrolment.person_id, TrainingClass.title, TrainingClass.starts_on, Enrolment.state)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(Enrolment.person_id.in_(two))
        .order_by(TrainingClass.starts_on.desc(), TrainingClass.id.desc())
    ):
        words = (title, as_date(starts_on) if starts_on else "", state_label(state))
        found.setdefault(person_id, []).append(", ".join(word for word in words if word))
    return Section(_("Classes"), found)


def _places(person_id: int) -> list[Any]:
    return list(
        db.session.execute(
            select(Enrolment.id, Enrolment.class_id, Enrolment.state, Enrolment.waiting_number)
            .where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.MERGED)
            .order_by(Enrolment.id)
            .with_for_update()
        )
    )


def _lock_classes(merging: Merging) -> None:
    """Nobody enrols, withdraws or closes a list meanwhile."""
    held = select(Enrolment.class_id).where(
        Enrolment.person_id.in_((merging.survivor_id, merging.merged_id))
    )
    db.session.execute(
        select(TrainingClass.id)
        .where(TrainingClass.id.in_(held))
        .order_by(TrainingClass.id)
        .with_for_update()
    )


def _join(merging: Merging, own: Any, other: Any) -> None:
    kept, absorbed = sorted((own, other), key=_rank_of(own, other), reverse=True)
    with merging.journal.together():
        merging.journal.set(Enrolment, absorbed.id, state=EnrolmentState.MERGED)
        if kept is other:
            merging.journal.set(Enrolment, other.id, person_id=merging.survivor_id)
            merging.journal.set(Enrolment, own.id, person_id=merging.merged_id)
    two = TwoPlaces(kept.id, absorbed.id, merging)
    for joiner in current_app.extensions.get("place_joiners", {}).values():
        joiner(two)


def _rank_of(own: Any, other: Any) -> Callable[[Any], tuple[int, int, int, bool]]:
    worths = [worth((own.id, other.id)) for worth in current_app.extensions.get("place_worths", [])]
    return lambda place: (
        sum(worth.get(place.id, 0) for worth in worths),
        _RANKS.index(place.state),
        -(place.waiting_number or 0),
        place is own,
    )
