"""Deciding what the texts of a list mean: one decision for all rows that write a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from lms import clock
from lms.access import Viewer
from lms.extensions import db
from lms.registry.unit_names import load_gazetteer
from lms.rosters.entering import kind_for
from lms.rosters.models import Roster, RosterOrganisation, RosterRow
from lms.rosters.organisations import Choice, NameState
from lms.rosters.rejudging import rejudge_all


@dataclass(frozen=True)
class TextDecision:
    """What a text means: an organisation of the register, a new one, or none."""

    text: RosterOrganisation
    choice: Choice
    organisation_id: int | None = None


def decide_texts(roster: Roster, decisions: Iterable[TextDecision], by: Viewer) -> int:
    """Keep these decisions; how many there were. The list is to be judged anew after it.

    Raises DomainError once the list was taken over.
    """
    roster.change()
    count = 0
    for one in decisions:
        _decide(roster, one, by)
        count += 1
    return count


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


def _decide(roster: Roster, decision: TextDecision, by: Viewer) -> None:
    row = decision.text
    row.decide(decision.choice, by, decision.organisation_id, kind_for(row.text))
    row.unit_id = _unit_of(roster, row) if decision.choice == Choice.ENTER else None


def _unit_of(roster: Roster, text: RosterOrganisation) -> int | None:
    """Today's unit of most of the rows that write the text, if any say theirs."""
    outcomes = db.session.scalars(
        select(RosterRow.outcome).where(
            RosterRow.roster_id == roster.id, RosterRow.organisation_key == text.key
        )
    )
    counted = Counter(unit for one in outcomes if (unit := one.get("unit")))
    if not counted:
        return None
    unit_id = counted.most_common(1)[0][0]
    return load_gazetteer().history.rolled_forward(unit_id, clock.today()).unit_id
