"""How the two databases behave: the one place where SQLite and PostgreSQL differ.

A transaction is a *reading* or a *writing* one, decided before its first statement. On SQLite a
writing transaction begins with BEGIN IMMEDIATE, because a deferred one that reads first fails at once
when another writer was faster. A reading transaction that tries to write is an error on both.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, Engine, String, event, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from config import ConfigurationError
from lms.extensions import db
from lms.vietnamese import SORT_KEY_LENGTH

try:
    import pysqlite3.dbapi2 as sqlite
except ImportError:  # no wheel for this processor; sqlite_is_safe() judges what Python brings
    import sqlite3 as sqlite

T = TypeVar("T")

BUSY_TIMEOUT_SECONDS = 10
SQLITE_VERSION: str = sqlite.sqlite_version
POSTGRESQL_OPTIONS = " ".join(
    (
        "-c lock_timeout=5s",
        "-c statement_timeout=15s",
        "-c idle_in_transaction_session_timeout=30s",
        "-c timezone=UTC",
    )
)
#: The first library versions without the WAL-reset fault (sqlite.org/wal.html, 2026-03-13).
SAFE_SQLITE = (3, 51, 3)
SAFE_SQLITE_BACKPORTS = ((3, 50, 7), (3, 44, 6))
ATTEMPTS = 4
SERIALIZATION_FAILURES = frozenset({"40001", "40P01"})
#: Could not answer now: locks, time-outs, restarts, no connections left, connection lost.
BUSY_STATES = frozenset(
    {"25P03", "55P03", "57014", "57P01", "57P03", "53300", "08000", "08001", "08006"}
)

_writes: ContextVar[bool] = ContextVar("transaction_writes", default=True)


class WriteInReadingTransaction(RuntimeError):
    """A request that must only read tried to write."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC: timestamptz on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone: use lms.clock")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sort_key_type(length: int = SORT_KEY_LENGTH) -> String:
    """A text column that is compared byte by byte on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def sqlite_is_safe(version: str = SQLITE_VERSION) -> bool:
    """Whether this SQLite library is free of the WAL-reset fault."""
    numbers = tuple(int(part) for part in version.split("."))
    return numbers >= SAFE_SQLITE or any(
        numbers[:2] == fixed[:2] and numbers >= fixed for fixed in SAFE_SQLITE_BACKPORTS
    )


def refuse_unsafe_sqlite() -> None:
    """Raises config.ConfigurationError when this SQLite library can damage the database."""
    if not sqlite_is_safe():
        raise ConfigurationError(
            f"The SQLite library {sqlite.sqlite_version} has the WAL-reset fault, which can damage the "
            "database: run bin/setup, which installs a safe one, or use PostgreSQL (DATABASE_URL)."
        )


def engine_options(url: str) -> dict[str, Any]:
    """What create_engine needs for this address."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        return {"module": sqlite, "connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
    return {"pool_pre_ping": True, "pool_size": 5, "connect_args": {"options": POSTGRESQL_OPTIONS}}


def prepare(engine: Engine) -> None:
    """Attach the rules of the transaction to an engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes.get() else "BEGIN")


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read, and take no write lock."""
    token = _writes.set(False)
    try:
        yield
    finally:
        _writes.reset(token)


def set_writing(writes: bool) -> None:
    """State for the request that begins whether its transactions write."""
    _writes.set(writes)


@contextmanager
def transaction() -> Iterator[Session]:
    """One writing transaction outside a request: committed at the end, rolled back on any error."""
    session = db.session()
    try:
        yield session
        commit()
    except BaseException:
        rollback()
        raise


def after_commit(action: Callable[[], None]) -> None:
    """Run ``action`` once the present transaction is on disk; forget it when that is rolled back."""
    db.session().info.setdefault("after_commit", []).append(action)


def commit() -> None:
    """Commit, then run what waited for it."""
    session = db.session()
    session.commit()
    for action in session.info.pop("after_commit", []):
        action()


def rollback() -> None:
    """Undo, and forget what waited for the commit."""
    session = db.session()
    session.rollback()
    session.info.pop("after_commit", None)


def retrying(work: Callable[[], T], attempts: int = ATTEMPTS) -> T:
    """Call ``work``, again when PostgreSQL refuses it for another transaction's sake."""
    for attempt in range(1, attempts + 1):
        try:
            return work()
        except DBAPIError as error:
            rollback()
            if attempt == attempts or not is_serialization_failure(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311
    raise AssertionError("unreachable")


def is_serialization_failure(error: DBAPIError) -> bool:
    """Whether trying the same transaction again can succeed."""
    return getattr(error.orig, "sqlstate", None) in SERIALIZATION_FAILURES


def is_busy(error: DBAPIError) -> bool:
    """Whether the database could not answer now, through no fault of the request."""
    state = getattr(error.orig, "sqlstate", None)
    if state in BUSY_STATES or is_serialization_failure(error):
        return True
    if not isinstance(error, OperationalError):
        return False
    if db.engine.dialect.name == "sqlite":
        return any(words in str(error.orig) for words in ("locked", "busy"))
    return state is None  # no SQLSTATE at all: the server could not be reached


def take_lock(name: str) -> None:
    """Hold the named lock to the end of the transaction (SQLite: the write lock is held already)."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection().exec_driver_sql(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,)
        )


def next_ids(table: str, count: int) -> list[int]:
    """Numbers for new rows of a table, so that they can refer to each other before they are written.

    On SQLite the caller's write lock keeps them free; on PostgreSQL they are taken from the sequence.
    """
    connection = db.session.connection()
    if db.engine.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            (table, count),
        )
        return [row[0] for row in rows]
    column = db.metadata.tables[table].c.id
    last = connection.execute(select(func.max(column))).scalar() or 0
    return list(range(last + 1, last + count + 1))


@event.listens_for(Session, "before_flush")
def _refuse_flush_when_reading(session: Session, _context: Any, _instances: Any) -> None:
    if not _writes.get() and (session.new or session.dirty or session.deleted):
        raise WriteInReadingTransaction(
            f"a reading request changed {[*session.new, *session.dirty]}"
        )


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement_when_reading(state: ORMExecuteState) -> None:
    if not _writes.get() and (state.is_insert or state.is_update or state.is_delete):
        raise WriteInReadingTransaction("a reading request executed a writing statement")
