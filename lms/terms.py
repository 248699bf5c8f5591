"""Terms that a law or the office sets, in days or years: settings with a default, never constants.

A feature declares its terms when it is imported; the office changes them with `bin/lms terms set`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from lms import audit, clock, database
from lms.database import UtcDateTime
from lms.extensions import Model, db


@dataclass(frozen=True)
class Term:
    """What a term is by default, and between which values the office may set it."""

    name: str
    default: int
    least: int
    most: int
    meaning: str


_known: dict[str, Term] = {}


class ChangedTerm(Model):
    """A term that the office set itself."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


def declare(name: str, default: int, meaning: str, *, least: int = 1, most: int = 366) -> str:
    """Make a term known; ``meaning`` says its unit and where the default comes from. Its name."""
    _known[name] = Term(name, default, least, most, meaning)
    return name


def value_of(name: str) -> int:
    """What the term is today. Raises KeyError for one that nobody declared."""
    term = _known[name]
    changed = db.session.scalar(select(ChangedTerm.value).where(ChangedTerm.name == name))
    return term.default if changed is None else changed


def days(name: str) -> timedelta:
    """A term of days, to be added to a day or an instant."""
    return timedelta(days=value_of(name))


def all_terms() -> dict[Term, int]:
    """Every declared term with its present value, by name."""
    changed = {
        row.name: row.value
        for row in db.session.execute(select(ChangedTerm.name, ChangedTerm.value))
    }
    return {term: changed.get(name, term.default) for name, term in sorted(_known.items())}


def change_term(name: str, value: int) -> None:
    """Set a term. Raises KeyError for an unknown one, and ValueError for a value that is too small
    or too large for it."""
    term = _known[name]
    if not term.least <= value <= term.most:
        raise ValueError(f"{name} is from {term.least} to {term.most}")
    old = value_of(name)
    row = db.session.scalar(select(ChangedTerm).where(ChangedTerm.name == name))
    if row is None:
        row = ChangedTerm(name=name)
        db.session.add(row)
    row.value, row.changed_at = value, clock.now()
    audit.record("term changed", row, **{name: [old, value]})


commands = AppGroup("terms", help="Terms of the law and of the office, in days and years.")


@commands.command("show")
def show_command() -> None:
    """Print every term, its value, and what it means."""
    with database.reading():
        terms = all_terms()
    for term, value in terms.items():
        click.echo(f"{term.name}={value}  {term.meaning}")


@commands.command("set")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
def set_command(pairs: tuple[str, ...]) -> None:
    """Change some terms: bin/lms terms set request_reply_working_days=2."""
    changes = dict(pair.partition("=")[::2] for pair in pairs)
    unknown = sorted(set(changes) - set(_known))
    if unknown:
        raise click.ClickException(f"unknown: {', '.join(unknown)}. Known: {', '.join(_known)}")
    with database.transaction():
        for name, value in changes.items():
            try:
                change_term(name, int(value))
            except ValueError as error:
                raise click.ClickException(f"{name}={value}: {error}") from error
    click.echo(f"changed: {', '.join(changes)}")


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
