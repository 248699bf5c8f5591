"""Who did what to which thing, when: append-only and chained by hashes.

Every entry's hash covers its own words and the hash before it, so a later change of any entry, or the
loss of one between others, is found by :func:`first_broken_entry`. Losing the last ones shows against the
count and the last hash that `bin/lms audit verify` printed before: keep them elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import datetime
from typing import Any

import click
from flask import Flask, has_request_context
from flask.cli import AppGroup
from flask_login import current_user
from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock, database
from lms.database import UtcDateTime
from lms.extensions import Model, db

FIRST_HASH = "0" * 64
BY_COMMAND = "command line"


class AuditEntry(Model):
    """One act. ``changes`` maps a field to [old, new]."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor: Mapped[str] = mapped_column(String(160))
    action: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def computed_hash(self) -> str:
        """The SHA-256 (hex) of the entry's words and of the hash before it."""
        words = [
            self.previous_hash,
            self.at.isoformat(timespec="microseconds"),
            self.actor_id,
            self.actor,
            self.action,
            self.subject_kind,
            self.subject_id,
            self.changes,
        ]
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def record(action: str, subject: Any, by: Any = None, **changes: Any) -> AuditEntry:
    """Append an entry in the present transaction.

    ``action`` is a verb in the past ("class opened"); ``subject`` a flushed row; ``by`` the account
    that acts (the signed-in one when left out). ``changes`` are JSON values or [old, new] pairs.
    Call it last in a verb: on PostgreSQL it holds the chain's lock until the commit.
    """
    db.session.flush()
    actor = by or _signed_in()
    database.take_lock("audit")
    previous = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.id if actor else None,
        actor=actor.display_name if actor else BY_COMMAND,
        action=action,
        subject_kind=type(subject).__tablename__,
        subject_id=subject.id,
        changes=json.loads(json.dumps(changes, default=str)),
        previous_hash=previous or FIRST_HASH,
    )
    entry.hash = entry.computed_hash()
    db.session.add(entry)
    return entry


def first_broken_entry() -> tuple[int | None, int]:
    """Walk the chain: (id of the first entry that does not hold, or None; entries read)."""
    previous, count = FIRST_HASH, 0
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with closing(db.session.scalars(query)) as entries:
        for entry in entries:
            count += 1
            if entry.previous_hash != previous or entry.hash != entry.computed_hash():
                return entry.id, count
            previous = entry.hash
    return None, count


def _signed_in() -> Any:
    if has_request_context() and current_user.is_authenticated:
        return current_user._get_current_object()
    return None


commands = AppGroup("audit", help="The chained record of acts.")


@commands.command("verify")
def verify_command() -> None:
    """Walk the whole chain; exit 1 at the first entry that was changed or lost."""
    with database.reading():
        broken, count = first_broken_entry()
        head = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    if broken is not None:
        raise click.ClickException(
            f"the audit chain is broken at entry {broken} ({count - 1} entries before it hold)"
        )
    click.echo(f"the audit chain holds: {count} entries, the last {head or FIRST_HASH}")


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
