"""Bringing what a place keeps of its person up to date, while the list is open."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from lms import audit
from lms.access import Viewer
from lms.enrolments.eligibility import NotEligible, quota_objections
from lms.enrolments.models import SNAPSHOT, Enrolment, EnrolmentState
from lms.enrolments.places import Places, lock_places, places_of
from lms.enrolments.positions import position_kept
from lms.enrolments.waiting import fill_places
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Position


def snapshot_of_today(enrolment: Enrolment) -> Enrolment:
    """What the place would keep if it were confirmed now; a row that is never stored."""
    now = Enrolment(person=enrolment.person)
    now.take_snapshot(position_kept(enrolment))
    return now


def differences(enrolment: Enrolment) -> dict[str, list[Any]]:
    """By field what the place keeps and what the registry says today, where they differ."""
    now = snapshot_of_today(enrolment)
    return {
        name: [kept, new]
        for name in SNAPSHOT
        if (kept := getattr(enrolment, name)) != (new := getattr(now, name))
    }


def update_snapshot(enrolment: Enrolment, by: Viewer) -> None:
    """Take the particulars as the registry has them today.

    Raises DomainError once the list is closed, for somebody who was withdrawn, and when the person
    would move to an organisation that has no place in the class.
    """
    training_class = enrolment.training_class
    lock_places(training_class)
    db.session.refresh(enrolment)
    if not training_class.takes_enrolments:
        raise DomainError(_l("The list is closed; its names can no longer change."))
    if enrolment.state not in (EnrolmentState.CONFIRMED, EnrolmentState.WAITING):
        raise DomainError(_l("This person was withdrawn already."))
    held = position_kept(enrolment)
    if enrolment.is_confirmed:
        _refuse_move(enrolment, held)
    changed = differences(enrolment)
    enrolment.take_snapshot(held)
    audit.record("snapshot updated", enrolment, by, **changed)
    fill_places(training_class, by)


def stand_for(enrolment: Enrolment, held: Position, by: Viewer) -> None:
    """It turned out for whom somebody came: the place is that organisation's from now on.

    Its quota does not matter, for the person is there already. Raises DomainError when the seat that
    the person sits on is held for others then.
    """
    training_class = enrolment.training_class
    lock_places(training_class)
    if enrolment.organisation_id == held.organisation_id:
        return
    if enrolment.is_confirmed and _places_without(enrolment).left_for(held.organisation_id) < 1:
        raise DomainError(_l("No place is free for this person."))
    enrolment.take_snapshot(held)
    fill_places(training_class, by)


def _places_without(enrolment: Enrolment) -> Places:
    places = places_of(enrolment.training_class)
    return places.with_confirmed(enrolment.organisation_id, -1)


def _refuse_move(enrolment: Enrolment, held: Position | None) -> None:
    """A person of another organisation takes another's seat: a held one may then not be free."""
    organisation_id = held.organisation_id if held else None
    if organisation_id == enrolment.organisation_id:
        return
    places = _places_without(enrolment)
    obstacles = [
        one
        for one in quota_objections(held, places, with_waiting=False)
        if one.rule not in enrolment.rules_set_aside
    ]
    if obstacles:
        raise NotEligible(enrolment.person, obstacles)
    if places.left_for(organisation_id) < 1:
        raise DomainError(_l("No place is free for this person."))
