"""Who did what to which thing, when: append-only and chained by hashes.

Every entry's hash covers its own words and the hash before it, so a later change of any entry, or the
loss of one between others, is found by :func:`first_broken_entry`. Losing the last ones shows against the
count and the last hash that `bin/lms audit verify` printed before: keep them elsewhere.

Names and changed values are personal data, which a person may have erased. So the chain covers salted
hashes of them: :func:`remove_particulars` drops a value with its salt, nothing of it can be guessed from
what stays, and the chain holds. Each removal is an entry that says how many values it took; more missing
than that is found too.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import click
from flask import Flask, has_request_context
from flask.cli import AppGroup
from flask_login import current_user
from sqlalchemy import JSON, ColumnElement, ForeignKey, String, and_, false, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock, database
from lms.database import UtcDateTime
from lms.extensions import Model, db

FIRST_HASH = "0" * 64
BY_COMMAND = "command line"
REMOVAL = "particulars removed"
SALT_BYTES = 16


class AuditEntry(Model):
    """One act. ``changes`` maps a field to [old, new].

    An entry whose ``actor`` is empty, or whose ``changes_salt`` is null beside a hash, lost that value to
    an erasure. Entries from before values could be removed have no hashes of them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor: Mapped[str] = mapped_column(String(160))
    actor_salt: Mapped[str | None] = mapped_column(String(32))
    actor_hash: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    changes_salt: Mapped[str | None] = mapped_column(String(32))
    changes_hash: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def computed_hash(self) -> str:
        """The SHA-256 (hex) of the entry's words and of the hash before it."""
        is_old = self.actor_hash is None and self.changes_hash is None
        words = [
            self.previous_hash,
            self.at.isoformat(timespec="microseconds"),
            self.actor_id,
            self.actor if is_old else self.actor_hash,
            self.action,
            self.subject_kind,
            self.subject_id,
            self.changes if is_old else self.changes_hash,
        ]
        return _digest(words)

    def salt_values(self) -> None:
        """Make the salted hashes that stand in the chain for the actor's name and the changes."""
        self.actor_salt, self.changes_salt = _salt(), _salt()
        self.actor_hash = _digest([self.actor_salt, self.actor])
        self.changes_hash = _digest([self.changes_salt, self.changes])

    @property
    def values_removed(self) -> int:
        """How many of its two values were removed."""
        return (self._has_hashes and self.actor_salt is None) + (
            self._has_hashes and self.changes_salt is None
        )

    @property
    def holds(self) -> bool:
        """Whether it stands as it was written, but for what was removed."""
        return self.hash == self.computed_hash() and (not self._has_hashes or self._values_fit())

    @property
    def _has_hashes(self) -> bool:
        return self.actor_hash is not None or self.changes_hash is not None

    def _values_fit(self) -> bool:
        actor_fits = (
            self.actor == ""
            if self.actor_salt is None
            else self.actor_hash == _digest([self.actor_salt, self.actor])
        )
        changes_fit = (
            self.changes == {}
            if self.changes_salt is None
            else self.changes_hash == _digest([self.changes_salt, self.changes])
        )
        return actor_fits and changes_fit


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
    entry.salt_values()
    entry.hash = entry.computed_hash()
    db.session.add(entry)
    return entry


def remove_particulars(
    erasure: Any, by: Any, subjects: Mapping[str, Sequence[int]], actor_ids: Sequence[int]
) -> AuditEntry:
    """Drop the changed values of all acts on ``subjects`` (numbers by table) and the name of the actors.

    What was done, when, to which row and by which account stays. The act of removing is itself an
    entry, on the row ``erasure``, which says how many values went.
    """
    database.take_lock("audit")
    told_of = or_(
        false(),
        *(
            and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids))
            for kind, ids in subjects.items()
        ),
    )
    removed = _drop(
        and_(told_of, AuditEntry.action != REMOVAL, AuditEntry.changes_salt.is_not(None)),
        changes={},
        changes_salt=None,
    ) + _drop(
        and_(AuditEntry.actor_id.in_(actor_ids), AuditEntry.actor_salt.is_not(None)),
        actor="",
        actor_salt=None,
    )
    return record(REMOVAL, erasure, by, values=removed)


def _drop(condition: ColumnElement[bool], **values: Any) -> int:
    ids = db.session.scalars(
        update(AuditEntry).where(condition).values(**values).returning(AuditEntry.id)
    )
    return len(ids.all())


def first_broken_entry() -> tuple[int | None, int]:
    """Walk the chain: (id of the first entry that does not hold, or None; entries read).

    An entry whose values were removed without an act that says so does not hold.
    """
    previous, count, removed, announced = FIRST_HASH, 0, [], 0
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with closing(db.session.scalars(query)) as entries:
        for entry in entries:
            count += 1
            if entry.previous_hash != previous or not entry.holds:
                return entry.id, count
            previous = entry.hash
            removed += [entry.id] * entry.values_removed
            announced += entry.changes.get("values", 0) if entry.action == REMOVAL else 0
    return (removed[-1] if len(removed) != announced else None), count


def _digest(words: list[Any]) -> str:
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _salt() -> str:
    return secrets.token_hex(SALT_BYTES)


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
