"""The office that runs this installation: its name, help line and marks on papers. One row."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from lms import audit, database
from lms.database import UtcDateTime
from lms.extensions import Model, db
from lms.vietnamese import normal_text

SECONDS_KEPT = 5.0


class Office(Model):
    """The single row (id 1) that says who we are."""

    id: Mapped[int] = mapped_column(primary_key=True)
    product_name: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    parent_agency: Mapped[str] = mapped_column(String(200))
    abbreviation: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(80))
    help_name: Mapped[str] = mapped_column(String(120))
    help_phone: Mapped[str] = mapped_column(String(40))
    signer_title: Mapped[str] = mapped_column(String(200))
    signer_name: Mapped[str] = mapped_column(String(120))
    demo_loaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class OfficeWords:
    """The office as pages and papers read it; carries no database session."""

    product_name: str = "Lớp học số Hợp tác xã"
    name: str = "Liên minh Hợp tác xã tỉnh Hưng Yên"
    parent_agency: str = "Liên minh Hợp tác xã Việt Nam"
    abbreviation: str = "LMHTX"
    place: str = "Hưng Yên"
    help_name: str = ""
    help_phone: str = ""
    signer_title: str = "CHỦ TỊCH"
    signer_name: str = ""
    demo_loaded_at: datetime | None = None

    @property
    def is_demo(self) -> bool:
        return self.demo_loaded_at is not None


def fallback_office() -> OfficeWords:
    """The words to use when the database cannot be asked."""
    return OfficeWords()


def load_office() -> OfficeWords:
    """Read the row now."""
    columns = (getattr(Office, name) for name in OfficeWords.__dataclass_fields__)
    row = db.session.execute(select(*columns).where(Office.id == 1)).one_or_none()
    return OfficeWords(*row) if row else OfficeWords()


def get_office() -> OfficeWords:
    """The office's words, re-read at most every few seconds in each process."""
    kept: tuple[float, OfficeWords] | None = current_app.extensions.get("office")
    if kept and time.monotonic() - kept[0] < SECONDS_KEPT:
        return kept[1]
    words = load_office()
    current_app.extensions["office"] = (time.monotonic(), words)
    return words


def forget_office() -> None:
    """Read the row again at the next page."""
    current_app.extensions.pop("office", None)


commands = AppGroup("office", help="Who runs this installation: its names, help line and signer.")
SETTABLE = tuple(name for name in OfficeWords.__dataclass_fields__ if name != "demo_loaded_at")


def change_office(**words: str) -> None:
    """Change some of the words in the present transaction. Raises KeyError for an unknown one."""
    row = db.session.get(Office, 1)
    if row is None:
        row = Office(id=1, **{name: getattr(OfficeWords, name) for name in SETTABLE})
        db.session.add(row)
    changes = {}
    for name, value in words.items():
        if name not in SETTABLE:
            raise KeyError(name)
        old, new = getattr(row, name), normal_text(value)
        if old != new:
            setattr(row, name, new)
            changes[name] = [old, new]
    if changes:
        audit.record("office changed", row, **changes)
    forget_office()


@commands.command("show")
def show_command() -> None:
    """Print the office's words as JSON."""
    with database.reading():
        words = asdict(load_office())
    words.pop("demo_loaded_at")
    click.echo(json.dumps(words, ensure_ascii=False, indent=1))


@commands.command("set")
@click.argument("words", nargs=-1, required=True, metavar="NAME=VALUE...")
def set_command(words: tuple[str, ...]) -> None:
    """Change some of the office's words: bin/lms office set help_phone="0227 383 1234"."""
    pairs = dict(word.partition("=")[::2] for word in words)
    unknown = sorted(set(pairs) - set(SETTABLE))
    if unknown:
        raise click.ClickException(f"unknown: {', '.join(unknown)}. Known: {', '.join(SETTABLE)}")
    for name, value in pairs.items():
        longest = _longest(name)
        if len(normal_text(value)) > longest:
            raise click.ClickException(f"{name} is longer than {longest} characters")
    with database.transaction():
        change_office(**pairs)
    click.echo(f"changed: {', '.join(pairs)}")


def _longest(name: str) -> int:
    kind = Office.__table__.c[name].type
    return kind.length or 0 if isinstance(kind, String) else 0


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
    app.context_processor(lambda: {"office": get_office()})
