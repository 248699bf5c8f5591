"""What holds for a list when its rows are judged: choices for the whole, decisions about parts."""

from __future__ import annotations

from sqlalchemy import select

from lms.extensions import db
from lms.registry.models import Organisation
from lms.rosters.matching.differences import Place
from lms.rosters.matching.judgements import ChosenOrganisation, Settings
from lms.rosters.matching.organisations import Choice
from lms.rosters.matching.whom import Decision
from lms.rosters.models import (
    Roster,
    RosterBatch,
    RosterDecision,
    RosterEffect,
    RosterOrganisation,
    RosterUndoing,
)


def settings_of(roster: Roster) -> Settings:
    """Everything that was chosen and decided for this list until now."""
    organisation = roster.organisation
    return Settings(
        day=roster.day,
        organisation=Place(organisation.id, organisation.name) if organisation else None,
        commune=roster.commune,
        decisions=decisions_of(roster),
        organisations=_organisations(roster),
        became=became(roster.sha256, roster.sheet_name),
    )


def decisions_of(roster: Roster) -> dict[int, Decision]:
    """The newest decision of each row."""
    rows = db.session.execute(
        select(RosterDecision.number, RosterDecision.person_id, RosterDecision.row)
        .where(RosterDecision.roster_id == roster.id)
        .order_by(RosterDecision.id)
    )
    return {number: Decision(person_id, row) for number, person_id, row in rows}


def became(sha256: str, sheet_name: str) -> dict[int, int]:
    """Whom the rows of this file became when it was taken over before, and not taken back."""
    rows = db.session.execute(
        select(RosterEffect.number, RosterEffect.person_id)
        .join(RosterBatch, RosterBatch.id == RosterEffect.batch_id)
        .join(Roster, Roster.id == RosterBatch.roster_id)
        .outerjoin(RosterUndoing, RosterUndoing.batch_id == RosterBatch.id)
        .where(
            Roster.sha256 == sha256,
            Roster.sheet_name == sheet_name,
            RosterEffect.person_id.is_not(None),
            RosterUndoing.id.is_(None),
        )
        .order_by(RosterEffect.id)
    )
    return {number: person_id for number, person_id in rows if person_id is not None}


def _organisations(roster: Roster) -> dict[str, ChosenOrganisation]:
    rows = db.session.execute(
        select(
            RosterOrganisation.key,
            RosterOrganisation.choice,
            RosterOrganisation.text,
            Organisation.id,
            Organisation.name,
        )
        .outerjoin(Organisation, Organisation.id == RosterOrganisation.organisation_id)
        .where(RosterOrganisation.roster_id == roster.id, RosterOrganisation.choice.is_not(None))
    )
    return {
        key: ChosenOrganisation(id_, name or text, choice == Choice.NONE)
        for key, choice, text, id_, name in rows
    }
