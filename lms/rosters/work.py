"""Reading, taking over and taking back: at once for lists of a usual length, as a job for long ones.

A job does all that takes time without a lock, so that others are served while it works; only the rows
themselves are written in one short transaction, which is also the one that marks the job done. So a worker
that is killed leaves nothing or everything, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms import database, jobs
from lms.access import Viewer
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.errors import DomainError
from lms.extensions import db
from lms.jobs import Job, JobItem, JobState
from lms.rosters.batches.applying import (
    ATTEMPTS,
    Overtaken,
    PreviewChanged,
    apply,
    prepare,
    show_changes,
)
from lms.rosters.batches.undoing import undo
from lms.rosters.collector import collector_paused
from lms.rosters.models import Roster, RosterBatch, RosterRow
from lms.rosters.preview.drafts import draft, keep

T = TypeVar("T")
READ, APPLY, UNDO = "rosters.read", "rosters.apply", "rosters.undo"
#: The longest list that is worked on while the officer waits: well under a second in which others who
#: write may wait too. Longer ones are for a worker.
SHORT = 300


def is_short(roster: Roster) -> bool:
    """Whether the rows of the preview are few enough to be worked on at once."""
    statement = select(func.count()).where(RosterRow.roster_id == roster.id)
    return (db.session.scalar(statement) or 0) <= SHORT


def read(roster: Roster) -> None:
    """Make the preview in the present transaction. Raises RosterRefused."""
    keep(roster, draft(roster))


def take_over(roster: Roster, seen: int, by: Viewer) -> RosterBatch:
    """Apply the list in the present transaction.

    Raises DomainError; PreviewChanged with the new answers in the preview, which is to be committed.
    """
    for _attempt in range(ATTEMPTS):
        prepared = prepare(roster)
        try:
            return apply(roster, prepared, seen, by)
        except PreviewChanged:
            show_changes(roster, prepared)
            raise
        except Overtaken:
            db.session.expire_all()
    raise DomainError(_l("The register is being changed. Please try again in a moment."))


def submit(kind: str, roster: Roster, by: Viewer, back_url: str, seen: int = 0) -> Job:
    """File the work for a worker; while some of this list is unfinished, that job is returned."""
    roster.lock()
    titles = {
        READ: _("Reading a list: %(name)s", name=roster.filename),
        APPLY: _("Taking a list over: %(name)s", name=roster.filename),
        UNDO: _("Taking a list back: %(name)s", name=roster.filename),
    }
    return unfinished_job(roster) or jobs.submit(
        kind,
        titles[kind][:200],
        [("1", roster.filename)],
        by=by,
        back_url=back_url,
        params={"roster_id": roster.id, "seen": seen},
    )


def unfinished_job(roster: Roster) -> Job | None:
    """The job that works on this list now."""
    return db.session.scalar(
        select(Job)
        .where(
            Job.kind.in_((READ, APPLY, UNDO)),
            Job.state.in_((JobState.QUEUED, JobState.RUNNING)),
            Job.params["roster_id"].as_integer() == roster.id,
        )
        .order_by(Job.id)
        .limit(1)
    )


@jobs.handler(READ)
@collector_paused()
def read_in_background(job: Job, _item: JobItem) -> None:
    roster_id = job.params["roster_id"]
    database.commit()
    made = _without_lock(lambda: draft(db.session.get_one(Roster, roster_id)))
    keep(db.session.get_one(Roster, roster_id), made)


@jobs.handler(APPLY)
@collector_paused()
def apply_in_background(job: Job, _item: JobItem) -> None:
    roster_id, seen, by_id = job.params["roster_id"], job.params["seen"], job.created_by_id
    database.commit()
    for _attempt in range(ATTEMPTS):
        prepared = _without_lock(lambda: prepare(db.session.get_one(Roster, roster_id)))
        roster = db.session.get_one(Roster, roster_id)
        if roster.batch is not None:
            return  # a worker before was stopped after its commit
        try:
            apply(roster, prepared, seen, _actor(by_id))
        except PreviewChanged:
            database.rollback()
            with database.transaction():
                show_changes(db.session.get_one(Roster, roster_id), prepared)
            raise
        except Overtaken:
            database.rollback()
        else:
            return
    raise DomainError(_l("The register is being changed. Please try again in a moment."))


@jobs.handler(UNDO)
@collector_paused()
def undo_in_background(job: Job, _item: JobItem) -> None:
    roster = db.session.get_one(Roster, job.params["roster_id"])
    if roster.batch is not None and roster.batch.undoing is None:
        undo(roster.batch, _actor(job.created_by_id))


def _without_lock(work: Callable[[], T]) -> T:
    """Do what only reads in a transaction of its own that holds no lock."""
    with database.reading():
        try:
            return work()
        finally:
            database.rollback()


def _actor(account_id: int | None) -> Viewer:
    return actor_of(db.session.get_one(Account, account_id))
