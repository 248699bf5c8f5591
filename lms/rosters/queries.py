"""What the pages about lists read: plain rows of the shown columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, select
from wtforms.fields.choices import SelectChoice

from lms.access import Viewer
from lms.accounts.models import Account
from lms.classes.models import ClassState, TrainingClass
from lms.classes.scope import visible_classes
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.models import Organisation
from lms.rosters.matching.organisations import NameState
from lms.rosters.models import (
    Need,
    Roster,
    RosterBatch,
    RosterEffect,
    RosterOrganisation,
    RosterRow,
    RosterUndoing,
    Step,
)
from lms.rosters.rows import RowState
from lms.rosters.scope import visible_rosters

Rows = Sequence[Row[*tuple[Any, ...]]]


class ListLine(NamedTuple):
    """A list as the index shows one."""

    id: int
    filename: str
    title: str
    step: Step
    uploaded_at: Any
    uploaded_by: str


class Totals(NamedTuple):
    """The sums of a preview. ``ready`` rows would be taken over now; the others wait or are wrong."""

    states: dict[str, int]
    ready: int
    people_open: int
    rows_without_organisation: int
    texts_open: int
    changed: int

    @property
    def rows(self) -> int:
        return sum(self.states.values())


def lists_page(viewer: Viewer, page: int) -> tuple[list[ListLine], bool]:
    """The lists of page ``page`` (from 1), the newest first, and whether more follow."""
    rows = db.session.execute(
        select(
            Roster.id,
            Roster.filename,
            Roster.sheet,
            Roster.read_at,
            Roster.choices.is_not(None).label("is_mapped"),
            Roster.uploaded_at,
            Account.display_name,
            TrainingClass.title,
            RosterBatch.id.label("batch_id"),
            RosterUndoing.id.label("undoing_id"),
        )
        .join(Account, Account.id == Roster.uploaded_by_id)
        .outerjoin(TrainingClass, TrainingClass.id == Roster.class_id)
        .outerjoin(RosterBatch, RosterBatch.roster_id == Roster.id)
        .outerjoin(RosterUndoing, RosterUndoing.batch_id == RosterBatch.id)
        .where(visible_rosters(viewer))
        .order_by(Roster.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    lines = [
        ListLine(
            row.id, row.filename, row.title or "", _step(row), row.uploaded_at, row.display_name
        )
        for row in rows[:PAGE_SIZE]
    ]
    return lines, len(rows) > PAGE_SIZE


def open_classes(viewer: Viewer) -> list[SelectChoice]:
    """The classes that take enrolments, the latest first."""
    rows = db.session.execute(
        select(TrainingClass.id, TrainingClass.code, TrainingClass.title)
        .where(TrainingClass.state == ClassState.OPEN, visible_classes(viewer))
        .order_by(TrainingClass.starts_on.desc(), TrainingClass.id.desc())
    )
    return [SelectChoice(str(row.id), f"{row.code} – {row.title}") for row in rows]


def totals(roster: Roster) -> Totals:
    """How many rows of the preview are in each state, and what waits for a decision."""
    own = RosterRow.roster_id == roster.id
    counted = db.session.execute(
        select(RosterRow.state, RosterRow.need, func.count())
        .where(own)
        .group_by(RosterRow.state, RosterRow.need)
    ).all()
    states = dict.fromkeys((state.value for state in RowState), 0)
    needs = dict.fromkeys((need.value for need in Need), 0)
    ready = 0
    for state, need, count in counted:
        states[state] += count
        needs[need] += count
        ready += count if need == Need.NOTHING and state != RowState.ERROR else 0
    news = RosterRow.outcome["changed"].as_boolean()
    return Totals(
        states,
        ready,
        needs[Need.PERSON],
        needs[Need.ORGANISATION],
        _texts_open(roster),
        db.session.scalar(select(func.count()).where(own, news)) or 0,
    )


def rows_page(roster: Roster, state: str, page: int) -> tuple[list[RosterRow], bool]:
    """Rows of the preview in the order of the file; ``state`` is a state, "open", "changed", or all."""
    rows = db.session.scalars(
        select(RosterRow)
        .where(RosterRow.roster_id == roster.id, *_in_state(state))
        .order_by(RosterRow.number)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return list(rows[:PAGE_SIZE]), len(rows) > PAGE_SIZE


def texts_page(roster: Roster, page: int) -> tuple[Rows, bool]:
    """The texts that name organisations: those that wait for a decision first, then the commonest."""
    rows = func.count(RosterRow.id)
    found = db.session.execute(
        select(RosterOrganisation, rows.label("rows"), Organisation.name.label("chosen"))
        .join(
            RosterRow,
            (RosterRow.roster_id == RosterOrganisation.roster_id)
            & (RosterRow.organisation_key == RosterOrganisation.key),
        )
        .outerjoin(Organisation, Organisation.id == RosterOrganisation.organisation_id)
        .where(RosterOrganisation.roster_id == roster.id)
        .group_by(RosterOrganisation.id, Organisation.name)
        .order_by(_is_open().desc(), rows.desc(), RosterOrganisation.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def left_rows(roster: Roster) -> Rows:
    """The rows that were not taken over, with why."""
    effects = select(RosterEffect.number).where(RosterEffect.batch_id == _batch_id(roster))
    return db.session.execute(
        select(RosterRow.number, RosterRow.state, RosterRow.need)
        .where(RosterRow.roster_id == roster.id, RosterRow.number.not_in(effects))
        .order_by(RosterRow.number)
    ).all()


def left_count(roster: Roster) -> int:
    """How many rows were not taken over."""
    return roster.batch.counts.get("left", 0) if roster.batch else 0


def told_effects(batch: RosterBatch, page: int) -> tuple[Rows, bool]:
    """The rows of a batch about which there is something to say."""
    rows = db.session.execute(
        select(
            RosterEffect.number,
            RosterEffect.not_enrolled,
            RosterEffect.kept,
            RosterEffect.person_id,
        )
        .where(
            RosterEffect.batch_id == batch.id,
            RosterEffect.not_enrolled.is_not(None) | RosterEffect.kept.is_not(None),
        )
        .order_by(RosterEffect.number)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def _texts_open(roster: Roster) -> int:
    used = select(RosterRow.organisation_key).where(RosterRow.roster_id == roster.id)
    return (
        db.session.scalar(
            select(func.count()).where(
                RosterOrganisation.roster_id == roster.id,
                RosterOrganisation.key.in_(used),
                _is_open(),
            )
        )
        or 0
    )


def _is_open() -> ColumnElement[bool]:
    """RosterOrganisation.is_open, in SQL."""
    return RosterOrganisation.choice.is_(None) & (RosterOrganisation.state != NameState.FOUND)


def _in_state(state: str) -> list[ColumnElement[bool]]:
    if state in list(RowState):
        return [RosterRow.state == state]
    if state == "open":
        return [RosterRow.need != Need.NOTHING]
    if state == "changed":
        return [RosterRow.outcome["changed"].as_boolean()]
    return []


def _batch_id(roster: Roster) -> int:
    return roster.batch.id if roster.batch else 0


def _step(row: Any) -> Step:
    """Roster.step, of the columns of a line."""
    if row.batch_id:
        return Step.UNDONE if row.undoing_id else Step.APPLIED
    if row.sheet is None:
        return Step.SHEET
    if not row.is_mapped:
        return Step.COLUMNS
    return Step.READING if row.read_at is None else Step.PREVIEW
