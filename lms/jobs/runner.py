"""Carrying a job out: claimed by a lease, one item at a time, safe to kill at any point."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from lms import clock, database
from lms.errors import UNKNOWN_REASON, DomainError
from lms.extensions import db
from lms.jobs.models import ItemState, Job, JobItem, JobState, handler_of

LEASE = timedelta(seconds=60)


class LeaseLost(Exception):
    """Another worker took the job over."""


def run(job_id: int) -> None:
    """Work on a job until it is over, or until another worker holds it."""
    worker = secrets.token_hex(16)
    if not _claim(job_id, worker):
        return
    try:
        while (item_id := _next_item(job_id, worker)) is not None:
            _work(job_id, item_id, worker)
        _finish(job_id, worker)
    except LeaseLost:
        current_app.logger.warning("job %s went on with another worker", job_id)


def abandoned_jobs() -> list[int]:
    """Jobs that wait or whose worker fell silent: to be handed out again."""
    with database.reading():
        ids = db.session.scalars(
            select(Job.id)
            .where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)), _is_free())
            .order_by(Job.id)
        ).all()
        database.rollback()
    return list(ids)


def _is_free() -> ColumnElement[bool]:
    return or_(Job.lease_until.is_(None), Job.lease_until < clock.now())


def _claim(job_id: int, worker: str) -> bool:
    with database.transaction() as session:
        claimed = _changed(
            session,
            update(Job)
            .where(Job.id == job_id, Job.state.in_((JobState.QUEUED, JobState.RUNNING)), _is_free())
            .values(worker=worker, lease_until=clock.now() + LEASE, state=JobState.RUNNING),
        )
        if claimed:
            session.execute(
                update(Job)
                .where(Job.id == job_id, Job.started_at.is_(None))
                .values(started_at=clock.now())
            )
    return claimed


def _next_item(job_id: int, worker: str) -> int | None:
    """The next item to do, with the lease renewed; None when the job is to end."""
    with database.transaction() as session:
        _renew(session, job_id, worker)
        job = session.get_one(Job, job_id, populate_existing=True)
        if job.cancellation_asked_at:
            return None
        return session.scalar(
            select(JobItem.id)
            .where(JobItem.job_id == job_id, JobItem.state == ItemState.WAITING)
            .order_by(JobItem.position)
            .limit(1)
        )


def _work(job_id: int, item_id: int, worker: str) -> None:
    try:
        database.retrying(lambda: _carry_out(job_id, item_id, worker))
    except LeaseLost:
        raise
    except DomainError as error:
        _fail(job_id, item_id, worker, str(error))
    except Exception:
        current_app.logger.exception("job %s, item %s", job_id, item_id)
        _fail(job_id, item_id, worker, str(UNKNOWN_REASON))


def _carry_out(job_id: int, item_id: int, worker: str) -> None:
    with database.transaction() as session:
        job, item = session.get_one(Job, job_id), session.get_one(JobItem, item_id)
        handler_of(job.kind)(job, item)
        _renew(session, job_id, worker)
        item.state, item.reason = ItemState.DONE, ""


def _fail(job_id: int, item_id: int, worker: str, reason: str) -> None:
    database.rollback()
    with database.transaction() as session:
        _renew(session, job_id, worker)
        item = session.get_one(JobItem, item_id)
        item.state, item.reason = ItemState.FAILED, reason[:400]


def _finish(job_id: int, worker: str) -> None:
    with database.transaction() as session:
        _renew(session, job_id, worker)
        job = session.get_one(Job, job_id, populate_existing=True)
        waiting = session.scalar(
            select(JobItem.id)
            .where(JobItem.job_id == job_id, JobItem.state == ItemState.WAITING)
            .limit(1)
        )
        job.state = JobState.DONE if waiting is None else JobState.CANCELLED
        job.finished_at = clock.now()
        job.lease_until = None


def _renew(session: Session, job_id: int, worker: str) -> None:
    renewed = _changed(
        session,
        update(Job)
        .where(Job.id == job_id, Job.worker == worker)
        .values(lease_until=clock.now() + LEASE),
    )
    if not renewed:
        raise LeaseLost


def _changed(session: Session, statement: object) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    return isinstance(result, CursorResult) and result.rowcount == 1
