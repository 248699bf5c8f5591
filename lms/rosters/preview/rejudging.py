"""Judging a few rows of a kept preview anew, after somebody decided about one or corrected it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from flask_babel import force_locale
from sqlalchemy import or_, select, update

from lms.access import Viewer
from lms.extensions import db
from lms.languages import DEFAULT
from lms.rosters.matching.communes import Communes
from lms.rosters.matching.judgements import Judgement, Listed
from lms.rosters.matching.judging import Judge
from lms.rosters.matching.organisations import (
    Named,
    NameState,
    Offered,
    Written,
    name_organisations,
)
from lms.rosters.matching.whom import Decision
from lms.rosters.models import (
    Roster,
    RosterCorrection,
    RosterDecision,
    RosterOrganisation,
    RosterRow,
)
from lms.rosters.preview import stored
from lms.rosters.preview.drafts import (
    answer_columns,
    describe_organisation,
    judge_kept,
    keep_organisations,
    listed_rows,
    row_ids,
)
from lms.rosters.preview.settings import settings_of
from lms.vietnamese import search_key

_ANSWERS = ("state", "need", "person_id", "organisation_key", "outcome")
#: The mark of an answer that is no longer what somebody saw.
NEWS = "changed"


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
        judgement = judge.judged()
    keep_answers(roster, listed, judgement, listed)


def rejudge_all(roster: Roster) -> None:
    """Judge the whole list anew, after texts of organisations were decided."""
    roster.change()
    rows, judge, judgement = judge_kept(roster)
    keep_answers(roster, rows, judgement, changed_answers(roster, rows, judgement))
    keep_organisations(roster, judge.named.values())


def changed_answers(roster: Roster, rows: Mapping[int, Listed], judgement: Judgement) -> list[int]:
    """The rows whose answer is no longer the one of the preview."""
    seen = db.session.execute(
        select(RosterRow.number, *(getattr(RosterRow, name) for name in _ANSWERS)).where(
            RosterRow.roster_id == roster.id
        )
    )
    changed = []
    for number, *before in seen:
        now = answer_columns(rows[number], judgement.rows[number])
        before[-1] = {name: value for name, value in before[-1].items() if name != NEWS}
        if before != [now[name] for name in _ANSWERS]:
            changed.append(number)
    return changed


def keep_answers(
    roster: Roster,
    rows: Mapping[int, Listed],
    judgement: Judgement,
    numbers: Collection[int],
    *,
    is_news: bool = False,
) -> None:
    """Put these answers into the preview; ``is_news`` marks them as changed under the officer's eyes."""
    ids = row_ids(roster)
    changes = [
        {"id": ids[number], **answer_columns(rows[number], judgement.rows[number])}
        for number in numbers
    ]
    for change in changes if is_news else ():
        change["outcome"] |= {NEWS: True}
    if changes:
        db.session.execute(update(RosterRow), changes)


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
    keys = (f"{search_key(said.organisation)}||", named.key)
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
