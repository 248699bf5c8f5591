"""How long lists are kept: the rows and the file serve their purpose once the list is taken over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from lms import clock, terms
from lms.extensions import db
from lms.rosters.kept_file import forget_file
from lms.rosters.models import (
    Roster,
    RosterCorrection,
    RosterDecision,
    RosterOrganisation,
    RosterRow,
)

KEPT = terms.declare(
    "lists_kept_days",
    90,
    "days after which the file and the rows of an uploaded list are deleted; what was taken over stays",
    least=7,
    most=3650,
)


def forget_old_lists() -> None:
    """Delete files and rows of lists whose days are over. Batches and their effects stay."""
    limit = clock.now() - timedelta(days=terms.value_of(KEPT))
    old = db.session.scalars(
        select(Roster).where(Roster.uploaded_at < limit, Roster.stored_as.is_not(None))
    )
    for roster in old.all():
        forget_file(roster)
        roster.left_out, roster.revision = [], roster.revision + 1
        for model in (RosterRow, RosterCorrection, RosterDecision, RosterOrganisation):
            db.session.execute(delete(model).where(model.roster_id == roster.id))
