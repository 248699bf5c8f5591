"""Deciding what the texts of a list mean: one decision for all rows that write a text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from lms import clock
from lms.access import Viewer
from lms.extensions import db
from lms.registry.units.names import load_gazetteer
from lms.rosters.matching.organisations import Choice, NameState
from lms.rosters.models import Roster, RosterOrganisation, RosterRow
from lms.rosters.preview.entering import kind_for
from lms.rosters.preview.rejudging import rejudge_all


@dataclass(frozen=True)
class TextDecision:
    """What a text means: an organisation of the register, a new one, or none."""

    text: RosterOrganisation
    choice: Choice
    organisation_id: int | None = None


def decide_texts(roster: Roster, decisions: Sequence[TextDecision], by: Viewer) -> int:
    """Keep these decisions; how many there were. The list is to be judged anew after it.

    Raises DomainError once the list was taken over.
    """
    roster.change()
    entered = [one.text for one in decisions if one.choice == Choice.ENTER]
    units = _units_of(roster, {text.key for text in entered}) if entered else {}
    for one in decisions:
        one.text.decide(one.choice, by, one.organisation_id, kind_for(one.text.text))
        one.text.unit_id = units.get(one.text.key) if one.choice == Choice.ENTER else None
    return len(decisions)


def enter_all_unknown(roster: Roster, by: Viewer) -> int:
    """Decide that every text that names nobody of the register is a new organisation; how many."""
    rows = db.session.scalars(
        select(RosterOrganisation)
        .where(
            RosterOrganisation.roster_id == roster.id,
            RosterOrganisation.state == NameState.UNKNOWN,
            RosterOrganisation.choice.is_(None),
        )
        .order_by(RosterOrganisation.id)
    ).all()
    return decide_texts(roster, [TextDecision(row, Choice.ENTER) for row in rows], by)


def judge_anew(roster: Roster) -> None:
    db.session.flush()
    rejudge_all(roster)


def _units_of(roster: Roster, keys: set[str]) -> dict[str, int]:
    """For each text today's unit of most of the rows that write it, where any say theirs."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    rows = db.session.execute(
        select(RosterRow.organisation_key, RosterRow.outcome).where(
            RosterRow.roster_id == roster.id
        )
    )
    for key, outcome in rows:
        if key in keys and (unit := outcome.get("unit")):
            counted[key][unit] += 1
    history = load_gazetteer().history
    return {
        key: history.rolled_forward(units.most_common(1)[0][0], clock.today()).unit_id
        for key, units in counted.items()
    }
