"""A job's own page: progress in numbers, cancelling, and the items that failed."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select

from lms.access import Right, requires
from lms.extensions import db
from lms.jobs.models import ItemState, Job, JobItem

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")
FAILED_SHOWN = 200


def load_job(job_id: int) -> Job:
    """A job of the signed-in person, or 404."""
    job = db.session.scalar(
        select(Job).where(Job.id == job_id, Job.created_by_id == current_user.id)
    )
    return job or abort(404)


@blueprint.get("/<int:job_id>")
@requires(Right.SEE_JOBS)
def show(job_id: int) -> ResponseReturnValue:
    job = load_job(job_id)
    counts = dict.fromkeys(ItemState, 0) | {
        ItemState(state): count
        for state, count in db.session.execute(
            select(JobItem.state, func.count())
            .where(JobItem.job_id == job.id)
            .group_by(JobItem.state)
        )
    }
    failed = db.session.execute(
        select(JobItem.label, JobItem.reason)
        .where(JobItem.job_id == job.id, JobItem.state == ItemState.FAILED)
        .order_by(JobItem.position)
        .limit(FAILED_SHOWN)
    ).all()
    return render_template("jobs/show.html", job=job, counts=counts, failed=failed)


@blueprint.post("/<int:job_id>/cancellation")
@requires(Right.SEE_JOBS)
def cancel(job_id: int) -> ResponseReturnValue:
    job = load_job(job_id)
    job.ask_cancellation()
    return redirect(url_for("jobs.show", job_id=job.id), 303)
