"""Judging a few rows of a kept preview anew, after somebody decided about one or corrected it."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import force_locale
from sqlalchemy import or_, select, update

from lms.access import Viewer
from lms.extensions import db
from lms.languages import DEFAULT
from lms.rosters import stored
from lms.rosters.communes import Communes
from lms.rosters.judging import Judge, Listed
from lms.rosters.matching import Decision
from lms.rosters.models import (
    Roster,
    RosterCorrection,
    RosterDecision,
    RosterOrganisation,
    RosterRow,
)
from lms.rosters.organisations import Named, NameState, Offered, Written, name_organisations
from lms.rosters.preview import (
    answer_columns,
    describe_organisation,
    listed_rows,
    row_ids,
)
from lms.rosters.settings import settings_of
from lms.vietnamese import search_key


def decide(roster: Roster, row: RosterRow, decision: Decision, by: Viewer) -> None:
    """Keep whom a row means, and judge it and its namesakes anew."""
    roster.change()
    db.session.add(
        RosterDecision(
            roster_id=roster.id,
            number=row.number,
            person_id=decision.person_id,
            row=decision.row,
            decided_by_id=by.id,
        )
    )
    db.session.flush()
    rejudge(roster, [row])


def correct(roster: Roster, row: RosterRow, said: Listed, by: Viewer) -> None:
    """Keep what a row is to say, and judge it, its namesakes of before and those of now anew."""
    roster.change()
    former = [row.name_key]
    db.session.add(
        RosterCorrection(
            roster_id=roster.id,
            number=row.number,
            said=stored.said_as_json(said) or {},
            corrected_by_id=by.id,
        )
    )
    row.name_key = search_key(said.said.full_name) if said.said else ""
    row.citizen_hash = said.citizen_hash
    _name_organisation(roster, row, said)
    db.session.flush()
    rejudge(roster, [row], former)


def rejudge(roster: Roster, rows: Iterable[RosterRow], names: Iterable[str] = ()) -> None:
    """Judge these rows and all that share a name or a citizen number with one of them."""
    wanted = {row.name_key for row in rows} | set(names)
    hashes = {row.citizen_hash for row in rows if row.citizen_hash}
    near = or_(RosterRow.name_key.in_(wanted), RosterRow.citizen_hash.in_(hashes))
    listed = listed_rows(roster, near)
    with force_locale(DEFAULT):
        judge = Judge(list(listed.values()), settings_of(roster), _named(roster, listed))
        answers = judge.judged().rows
    ids = row_ids(roster, near)
    db.session.execute(
        update(RosterRow),
        [
            {"id": ids[number], **answer_columns(row, answers[number])}
            for number, row in listed.items()
        ],
    )


def _named(roster: Roster, listed: Iterable[int]) -> dict[int, Named]:
    """The texts of the rows as they were looked up for the whole list."""
    rows = db.session.execute(
        select(RosterRow.number, RosterOrganisation)
        .join(
            RosterOrganisation,
            (RosterOrganisation.roster_id == RosterRow.roster_id)
            & (RosterOrganisation.key == RosterRow.organisation_key),
        )
        .where(RosterRow.roster_id == roster.id, RosterRow.number.in_(list(listed)))
    )
    return {number: _as_named(one) for number, one in rows}


def _as_named(row: RosterOrganisation) -> Named:
    offered = tuple(Offered(*one) for one in row.offered)
    found = next((one for one in offered if one.id == row.found_id), None)
    return Named(row.key, row.text, row.tax_code, row.commune, NameState(row.state), found, offered)


def _name_organisation(roster: Roster, row: RosterRow, corrected: Listed) -> None:
    """Look the corrected text up; a text that the list has already keeps its answer."""
    said = corrected.said
    if said is None or not (said.organisation or said.tax_code):
        row.organisation_key = ""
        return
    commune = Communes(roster.day).resolved(said.commune, said.district).name
    written = Written(said.organisation, said.tax_code, commune)
    named = name_organisations([written])[written]
    keys = (f"{search_key(said.organisation)}|{said.tax_code}|", named.key)
    known = db.session.scalars(
        select(RosterOrganisation).where(
            RosterOrganisation.roster_id == roster.id, RosterOrganisation.key.in_(keys)
        )
    ).first()
    if known is None:
        known = RosterOrganisation(roster_id=roster.id, key=named.key)
        describe_organisation(known, named)
        db.session.add(known)
    row.organisation_key = known.key
