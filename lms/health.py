"""Is the installation well? For people on the command line and for a watching machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, current_app, jsonify
from flask.cli import with_appcontext
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from config import ROOT
from lms import database
from lms.access import public
from lms.extensions import db

blueprint = Blueprint("health", __name__)


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is well, and what was seen."""

    name: str
    ok: bool
    seen: str


def add_check(app: Flask, look: Callable[[], Check]) -> None:
    """Let a feature add something that `bin/lms health` looks at; ``look`` never raises."""
    app.extensions.setdefault("health_checks", []).append(look)


def checks() -> list[Check]:
    """Look at everything; never raises."""
    added: list[Callable[[], Check]] = current_app.extensions.get("health_checks", [])
    return [look() for look in (_database, _schema, _sqlite_library, _data_folder, *added)]


def _database() -> Check:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return Check("database", False, str(getattr(error, "orig", error)))
    return Check("database", True, db.engine.dialect.name)


def _schema() -> Check:
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    try:
        current = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError as error:
        return Check("schema", False, str(getattr(error, "orig", error)))
    if current == head:
        return Check("schema", True, str(head))
    return Check("schema", False, f"at {current}, expected {head}: run bin/lms db upgrade")


def _sqlite_library() -> Check:
    return Check("sqlite", database.sqlite_is_safe(), database.SQLITE_VERSION)


def _data_folder() -> Check:
    folder = current_app.config["SETTINGS"].data_dir
    try:
        probe = folder / ".health"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Check("data folder", False, str(error))
    return Check("data folder", True, str(folder))


@blueprint.get("/health")
@public("says only whether the service is up: a watching machine has no account")
def show() -> ResponseReturnValue:
    well = _database().ok
    return jsonify(status="ok" if well else "unavailable"), 200 if well else 503


@click.command("health")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@with_appcontext
def command(shape: str) -> None:
    """Look at the database, the schema, the SQLite library and the data folder."""
    with database.reading():
        seen = checks()
    if shape == "json":
        click.echo(
            json.dumps(
                {"ok": all(c.ok for c in seen), "checks": [asdict(c) for c in seen]},
                ensure_ascii=False,
            )
        )
    else:
        for check in seen:
            click.echo(f"{'ok   ' if check.ok else 'FAULT'}  {check.name}: {check.seen}")
    if not all(check.ok for check in seen):
        raise SystemExit(1)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(command)
