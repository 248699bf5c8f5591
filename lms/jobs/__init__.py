"""Long work. A job's row is the truth; Huey only carries its number to a worker.

A feature registers what to do with one item (:func:`handler`) and files a job in the same transaction
as the act that asks for it (:func:`submit`). Handlers must be able to run twice for the same item.
"""

from __future__ import annotations

from flask import Flask

from config import Settings
from lms.jobs import dispatch, views
from lms.jobs.dispatch import add_chore, do_chores
from lms.jobs.models import Job, JobItem, JobState, handler, submit

__all__ = ["Job", "JobItem", "JobState", "add_chore", "do_chores", "handler", "submit"]


def init_app(app: Flask, settings: Settings) -> None:
    dispatch.init_app(app, settings)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(dispatch.worker_command)
