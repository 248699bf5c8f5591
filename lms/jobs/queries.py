"""What a job's page shows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, func, select

from lms.extensions import db
from lms.jobs.models import ItemState, JobItem

FAILED_SHOWN = 200


def counts_by_state(job_id: int) -> dict[ItemState, int]:
    """How many items of the job are in each state."""
    rows = db.session.execute(
        select(JobItem.state, func.count()).where(JobItem.job_id == job_id).group_by(JobItem.state)
    )
    return dict.fromkeys(ItemState, 0) | {ItemState(state): count for state, count in rows}


def failed_items(job_id: int) -> Sequence[Row[str, str]]:
    """Label and reason of the items that could not be done, in order."""
    return db.session.execute(
        select(JobItem.label, JobItem.reason)
        .where(JobItem.job_id == job_id, JobItem.state == ItemState.FAILED)
        .order_by(JobItem.position)
        .limit(FAILED_SHOWN)
    ).all()
