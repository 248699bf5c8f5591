"""Entering the organisations of a list that the register does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select

from lms.extensions import db
from lms.registry.bare_names import kind_of_name
from lms.registry.models import Organisation, OrganisationKind
from lms.rosters.matching.organisations import Choice, Named, Written, name_organisations
from lms.rosters.models import Roster, RosterOrganisation


def organisations_to_enter(roster: Roster, keys: Collection[str]) -> dict[str, Organisation]:
    """New organisations, not in the session yet, by the key of the text that names them."""
    rows = db.session.scalars(
        select(RosterOrganisation)
        .where(RosterOrganisation.roster_id == roster.id, RosterOrganisation.choice == Choice.ENTER)
        .order_by(RosterOrganisation.id)
    )
    return {row.key: _organisation(row) for row in rows if row.key in keys}


def meanings(organisations: Iterable[Organisation]) -> dict[str, Named]:
    """What the register says now of the names that are to be entered."""
    asked = [Written(one.name, one.tax_code or "") for one in organisations]
    return {one.key: one for one in name_organisations(asked).values()}


def kind_for(text: str) -> OrganisationKind:
    """The kind that is offered for a name: the one that it begins with, else a cooperative."""
    return kind_of_name(text) or OrganisationKind.COOPERATIVE


def _organisation(row: RosterOrganisation) -> Organisation:
    return Organisation(
        name=row.text or row.tax_code,
        kind=row.kind or kind_for(row.text),
        tax_code=row.tax_code or None,
        unit_id=row.unit_id,
    )
