"""A job's own page: progress in numbers, cancelling, and the items that failed."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from lms.access import Right, requires
from lms.extensions import db
from lms.jobs.models import Job
from lms.jobs.queries import counts_by_state, failed_items

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


def load_job(job_id: int) -> Job:
    """A job of the signed-in person, or 404."""
    own = select(Job).where(Job.id == job_id, Job.created_by_id == current_user.id)
    return db.session.scalar(own) or abort(404)


@blueprint.get("/<int:job_id>")
@requires(Right.SEE_JOBS)
def show(job_id: int) -> ResponseReturnValue:
    job = load_job(job_id)
    counts, failed = counts_by_state(job.id), failed_items(job.id)
    return render_template("jobs/show.html", job=job, counts=counts, failed=failed)


@blueprint.post("/<int:job_id>/cancellation")
@requires(Right.SEE_JOBS)
def cancel(job_id: int) -> ResponseReturnValue:
    job = load_job(job_id)
    job.ask_cancellation()
    return redirect(url_for("jobs.show", job_id=job.id), 303)
