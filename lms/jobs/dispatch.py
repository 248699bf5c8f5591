"""Huey carries job numbers to workers; what it loses, the sweep hands out again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from lms import database
from lms.extensions import db
from lms.jobs import runner

QUEUE = "lms"


def make_huey(settings: Settings) -> Huey:
    """The dispatcher for these settings: embedded SQLite, or the engine that several machines share."""
    url = settings.job_store_url or ("" if settings.uses_sqlite else settings.database_url)
    scheme = urlsplit(url).scheme
    if scheme.startswith("redis"):
        return RedisHuey(QUEUE, url=url)
    if scheme.startswith("postgres"):
        return PostgresHuey(QUEUE, dsn=url.replace("postgresql+psycopg://", "postgresql://", 1))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(
        QUEUE, filename=str(settings.data_dir / "dispatch.sqlite3"), journal_mode="truncate"
    )


def init_app(app: Flask, settings: Settings) -> None:
    def send(job_id: int) -> None:
        try:
            _tasks(app, settings)["run"](job_id)
        except Exception:  # the job's row is on disk: the sweep will find it
            app.logger.exception("job %s could not be handed out; the sweep will do it", job_id)

    app.config["JOB_SETTINGS"] = settings
    app.extensions["send_job"] = send


def _tasks(app: Flask, settings: Settings) -> dict[str, Any]:
    """The dispatcher and its tasks, made at first use: a page that files no job pays nothing."""
    kept: dict[str, Any] | None = app.extensions.get("huey")
    if kept is not None:
        return kept
    huey = make_huey(settings)

    @huey.task(name="run")
    def run(job_id: int) -> None:
        with app.app_context():
            runner.run(job_id)
            db.session.remove()

    @huey.periodic_task(crontab(minute="*"), name="sweep")
    def sweep() -> None:
        with app.app_context():
            for job_id in runner.abandoned_jobs():
                run(job_id)
            db.session.remove()

    @huey.periodic_task(crontab(minute="17", hour="*"), name="chores")
    def chores() -> None:
        with app.app_context():
            do_chores(app)
            db.session.remove()

    app.extensions["huey"] = {"huey": huey, "run": run, "sweep": sweep, "chores": chores}
    return app.extensions["huey"]


def add_chore(app: Flask, chore: Callable[[], None]) -> None:
    """Let a module tidy up after itself every hour, in a transaction of its own."""
    app.extensions.setdefault("chores", []).append(chore)


def do_chores(app: Flask) -> None:
    """Do every chore; one that fails keeps no other from being done."""
    for chore in app.extensions.get("chores", []):
        try:
            with database.transaction():
                chore()
        except SQLAlchemyError:
            app.logger.exception("a chore failed: %s", chore.__qualname__)


@click.command("worker")
@click.option("--workers", default=1, show_default=True, help="Jobs worked on at the same time.")
@with_appcontext
def worker_command(workers: int) -> None:
    """Work on jobs until stopped. `serve` starts one by itself."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    logging.getLogger("huey").setLevel(logging.WARNING)
    tasks = _tasks(app, app.config["JOB_SETTINGS"])
    for job_id in runner.abandoned_jobs():
        tasks["run"](job_id)
    consumer = tasks["huey"].create_consumer(
        workers=workers, periodic=True, initial_delay=0.05, max_delay=1.0
    )
    consumer.run()
