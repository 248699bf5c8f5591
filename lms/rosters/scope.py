"""Who may see which list: officers share the work, nobody else sees any."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy import ColumnElement, false, select, true

from lms.access import Right, Viewer
from lms.extensions import db
from lms.rosters.models import Roster, RosterRow


def visible_rosters(viewer: Viewer) -> ColumnElement[bool]:
    """All lists, for those who may import; a colleague goes on where another stopped."""
    return true() if viewer.can(Right.IMPORT_ROSTERS) else false()


def load_roster(roster_id: int) -> Roster:
    """A list that the signed-in person may see, or 404."""
    found = db.session.scalar(
        select(Roster).where(Roster.id == roster_id, visible_rosters(current_user))
    )
    return found or abort(404)


def load_row(roster_id: int, number: int) -> RosterRow:
    """A row of the preview of a list that the signed-in person may see, or 404."""
    found = db.session.scalar(
        select(RosterRow)
        .join(Roster, Roster.id == RosterRow.roster_id)
        .where(
            RosterRow.roster_id == roster_id,
            RosterRow.number == number,
            visible_rosters(current_user),
        )
    )
    return found or abort(404)
