"""`demo load` and `demo reset`."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import text

from lms import database
from lms.demo import cast, scenario
from lms.errors import DomainError
from lms.extensions import db
from lms.office import forget_office, load_office

group = AppGroup("demo", help="The illustrative data, marked as such on every page.")
ROLES = {
    "trainer": "giảng viên",
    "learner": "học viên",
    "contact": "đầu mối đơn vị",
    "officer": "cán bộ Liên minh",
    "leader": "lãnh đạo",
    "administrator": "quản trị",
}
#: What the migrations write: the schema's version, and the consents that are asked for.
KEPT_TABLES = frozenset({"alembic_version", "consent_purpose", "consent_wording"})


@group.command("load")
@click.option("--password", help="One password for all demo accounts; a random one when left out.")
def load_command(password: str | None) -> None:
    """Add fictional people and classes, run through the whole chain, and print the sign-ins."""
    load(password)
    print_sign_ins()


@group.command("reset")
@click.option("--password", help="One password for all demo accounts; a random one when left out.")
@click.confirmation_option(prompt="Everything in this demo installation will be lost. Go on?")
def reset_command(password: str | None) -> None:
    """Empty a demo installation and load it anew. Refuses on any other installation."""
    with database.reading():
        is_demo = load_office().is_demo
        database.rollback()
    if not is_demo:
        raise DomainError("This installation holds no demo: nothing was removed.")
    empty()
    load(password)
    print_sign_ins()


def load(password: str | None = None) -> None:
    """Load the demo, saying what is done."""
    click.echo("Loading the illustrative data (about a minute) …", err=True)
    scenario.load(
        lambda words: click.echo(f"  {words}", err=True), password or cast.make_password()
    )


def print_sign_ins() -> None:
    """One sign-in for each role, if this is a demo."""
    rows = cast.read_sign_ins()
    if not rows:
        return
    click.echo("\nTài khoản minh họa (demo sign-ins):\n")
    for row in rows:
        click.echo(
            f"  {ROLES[row['role']]:<18} {row['username']:<10} {row['password']}   {row['name']}"
        )


def empty() -> None:
    """Remove everything that was ever entered."""
    tables = [t for t in db.metadata.sorted_tables if t.name not in KEPT_TABLES]
    with database.transaction() as session:
        if db.engine.dialect.name == "postgresql":
            quoted = ", ".join(f'"{table.name}"' for table in tables)
            session.execute(text(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE"))
        else:
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table in reversed(tables):
                session.execute(table.delete())
    forget_office()
