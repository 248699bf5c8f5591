"""Jobs and their items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock, database
from lms.access import Viewer
from lms.database import UtcDateTime
from lms.extensions import Model, db

#: Does the work of one item, in one or more transactions of its own; must be able to run twice.
Handler = Callable[["Job", "JobItem"], None]
_handlers: dict[str, Handler] = {}


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """A piece of long work somebody asked for."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    back_url: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default=JobState.QUEUED, index=True)
    total: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancellation_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    worker: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    items: Mapped[list[JobItem]] = relationship(back_populates="job", order_by="JobItem.position")

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.CANCELLED)

    def ask_cancellation(self) -> None:
        """Stop after the item that is being worked on; a job that is over stays as it is."""
        if self.is_over or self.cancellation_asked_at:
            return
        self.cancellation_asked_at = clock.now()


class JobItem(Model):
    """One thing to do; ``key`` names it once within its job."""

    __table_args__ = (UniqueConstraint("job_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default=ItemState.WAITING)
    reason: Mapped[str] = mapped_column(String(400), default="")

    job: Mapped[Job] = relationship(back_populates="items")


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what is done with each item of jobs of this kind."""

    def register(work: Handler) -> Handler:
        _handlers[kind] = work
        return work

    return register


def handler_of(kind: str) -> Handler:
    """The registered handler. Raises KeyError for an unknown kind."""
    return _handlers[kind]


def submit(
    kind: str,
    title: str,
    items: Sequence[tuple[str, str]],
    *,
    by: Viewer | None,
    back_url: str,
    params: dict[str, Any] | None = None,
) -> Job:
    """File a job with its items (key, label) in the present transaction.

    It is handed to a worker once that transaction is on disk.
    """
    handler_of(kind)
    job = Job(
        kind=kind,
        title=title,
        params=params or {},
        back_url=back_url,
        total=len(items),
        created_by_id=by.id if by else None,
        created_at=clock.now(),
        items=[JobItem(position=n, key=key, label=label) for n, (key, label) in enumerate(items)],
    )
    db.session.add(job)
    db.session.flush()
    job_id = job.id
    database.after_commit(lambda: _send(job_id))
    return job


def _send(job_id: int) -> None:
    current_app.extensions["send_job"](job_id)
