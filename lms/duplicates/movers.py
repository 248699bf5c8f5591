"""The rules for the tables of the registry, of accounts, and of duplicates themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.accounts.models import Account, AccountRole
from lms.duplicates.account_choice import move_accounts
from lms.duplicates.models import Distinction, Merge
from lms.duplicates.rules import Merging, left, move_by, name_rows
from lms.extensions import db
from lms.registry.models import OrganisationContact, Person, PersonPhone, Position
from lms.vietnamese import search_key


def init_app(app: Flask) -> None:
    move_by(app, Person.merged_into_id, left)
    move_by(app, PersonPhone.person_id, unite_phones, _l("Telephone numbers"))
    move_by(app, Position.person_id, unite_positions, _l("Positions"))
    move_by(app, OrganisationContact.person_id, move_contacts, _l("Contact persons"))
    move_by(app, Account.person_id, move_accounts, _l("Accounts"))
    name_rows(app, AccountRole, _l("Roles of accounts"))
    move_by(app, Merge.survivor_id, left)
    move_by(app, Merge.merged_id, left)
    move_by(app, Distinction.first_id, move_distinctions, _l("Findings of two people"))
    move_by(app, Distinction.second_id, left)  # the rule above moves both


def unite_phones(merging: Merging) -> None:
    """Numbers that the survivor lacks follow behind its own; one that both have stays behind."""
    known = {phone.digits: phone.position for phone in _phones(merging.survivor_id)}
    place = max(known.values(), default=-1)
    for phone in _phones(merging.merged_id):
        if phone.digits in known:
            continue
        place += 1
        merging.journal.set(PersonPhone, phone.id, person_id=merging.survivor_id, position=place)


def unite_positions(merging: Merging) -> None:
    """Every position moves, but not a second record of one that the survivor has.

    Where the survivor holds a primary position today, no other one becomes primary.
    """
    own = _positions(merging.survivor_id)
    has_primary = any(position.is_primary and position.ended_on is None for position in own)
    for position in _positions(merging.merged_id):
        if any(_says_the_same(position, other) for other in own):
            continue
        merging.journal.set(
            Position,
            position.id,
            person_id=merging.survivor_id,
            is_primary=position.is_primary and not has_primary,
        )


def move_contacts(merging: Merging) -> None:
    """The survivor becomes the contact person, unless it is that of the same organisation already."""
    contact = OrganisationContact
    own = set(
        db.session.scalars(
            select(contact.organisation_id).where(contact.person_id == merging.survivor_id)
        )
    )
    for row in db.session.execute(
        select(contact.id, contact.organisation_id).where(contact.person_id == merging.merged_id)
    ).all():
        if row.organisation_id not in own:
            merging.journal.set(contact, row.id, person_id=merging.survivor_id)


def move_distinctions(merging: Merging) -> None:
    """Who is not the merged person is not the survivor either; what is known already stays behind."""
    two = {merging.survivor_id, merging.merged_id}
    known = set(_distinctions(merging.survivor_id).values())
    for row_id, pair in _distinctions(merging.merged_id).items():
        if set(pair) == two:
            continue
        (other,) = set(pair) - {merging.merged_id}
        first, second = sorted((other, merging.survivor_id))
        if (first, second) not in known:
            merging.journal.set(Distinction, row_id, first_id=first, second_id=second)


def _phones(person_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(PersonPhone.id, PersonPhone.digits, PersonPhone.position)
        .where(PersonPhone.person_id == person_id)
        .order_by(PersonPhone.position, PersonPhone.id)
    ).all()


def _positions(person_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(
            Position.id,
            Position.organisation_id,
            Position.title,
            Position.is_primary,
            Position.started_on,
            Position.ended_on,
        )
        .where(Position.person_id == person_id)
        .order_by(Position.id)
    ).all()


def _says_the_same(position: Any, other: Any) -> bool:
    """The same title in the same organisation, and no day of it that the other does not have."""
    return (
        position.organisation_id == other.organisation_id
        and search_key(position.title) == search_key(other.title)
        and position.started_on in (None, other.started_on)
        and position.ended_on in (None, other.ended_on)
    )


def _distinctions(person_id: int) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(
        select(Distinction.id, Distinction.first_id, Distinction.second_id)
        .where((Distinction.first_id == person_id) | (Distinction.second_id == person_id))
        .order_by(Distinction.id)
    )
    return {row.id: (row.first_id, row.second_id) for row in rows}
