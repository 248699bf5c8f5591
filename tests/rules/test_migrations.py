"""Migrations: one head, equal to the models, and both ways with data in the tables."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from config import ROOT
from lms import create_app
from lms.extensions import db
from tests import factories
from tests.conftest import make_settings
from tests.people import Cast

SCRIPTS = ROOT / "migrations"


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(SCRIPTS)).get_heads()) == 1


def test_file_names_carry_their_day() -> None:
    names = [p.name for p in (SCRIPTS / "versions").glob("*.py")]
    assert names != []
    assert [n for n in names if not re.fullmatch(r"\d{4}_\d{2}_\d{2}_\w+\.py", n)] == []


def test_migrations_import_nothing_of_ours() -> None:
    for path in (SCRIPTS / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import) (lms|config)\b", path.read_text("utf-8"), re.M), (
            path.name
        )


def test_the_head_equals_the_models(app: Flask) -> None:
    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not (name or "").startswith("huey_")

    with db.engine.connect() as connection:
        options = {"compare_type": False, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        difference = compare_metadata(context, db.metadata)
    assert difference == []


def test_down_and_up_again_with_data(app: Flask, scratch: Path, postgresql_url: str) -> None:
    """On a database of its own: the shared one keeps its tables."""
    address = _own_database(app, scratch, postgresql_url)
    other = create_app(make_settings(scratch / "migrated", address))
    with other.app_context():
        upgrade(directory=str(SCRIPTS))
        _fill()
        revisions = list(ScriptDirectory(str(SCRIPTS)).walk_revisions())
        for _step in revisions:
            downgrade(directory=str(SCRIPTS), revision="-1")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade(directory=str(SCRIPTS))
        _fill()
        db.session.remove()
        db.engine.dispose()


def _fill() -> None:
    cast = Cast()
    taught = factories.training_class(trainer=cast.trainer)
    factories.enrolment(taught, cast.learner, by=cast.officer)
    db.session.remove()


def _own_database(app: Flask, scratch: Path, postgresql_url: str) -> str:
    if db.engine.dialect.name == "sqlite":
        return f"sqlite:///{scratch / 'migrated' / 'migrations.sqlite3'}"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrated"))
        connection.execute(text("CREATE DATABASE migrated"))
    return postgresql_url.rsplit("/", 1)[0] + "/migrated"
