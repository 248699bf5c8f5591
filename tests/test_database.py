"""The rules of transactions, on both databases."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.orm import Session

import config
from lms import create_app, database
from lms.accounts.models import Account, SignInDelay
from lms.database import WriteInReadingTransaction
from lms.extensions import db
from tests.conftest import make_settings
from tests.people import Cast
from tests.reader import Page, Reader
from tests.stand_in import stand_in

HASH = "0" * 64


@pytest.fixture
def sqlite_app(app: Flask) -> Flask:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a rule of SQLite")
    return app


@contextmanager
def impatient() -> Iterator[None]:
    """Connections of the pool wait 0.1 s for a lock, not as long as in production."""
    words = {
        "sqlite": "PRAGMA busy_timeout = 100",
        "postgresql": "SET lock_timeout = '100ms'",
    }[db.engine.dialect.name]

    def hurry(connection: Any, *_rest: Any) -> None:
        connection.cursor().execute(words)

    event.listen(db.engine, "checkout", hurry)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", hurry)
        db.session.rollback()
        db.engine.dispose()


@contextmanager
def locked() -> Iterator[None]:
    """Another connection holds what every writer needs."""
    with db.engine.connect() as other:  # begins by BEGIN IMMEDIATE on SQLite
        if db.engine.dialect.name == "sqlite":
            other.exec_driver_sql("SELECT 1")
        else:
            other.exec_driver_sql("LOCK TABLE sign_in_session IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def statements_of(work: Any) -> list[str]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


def test_sqlite_is_opened_for_durability(sqlite_app: Flask) -> None:
    seen = {
        name: db.session.execute(text(f"PRAGMA {name}")).scalar()
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "trusted_schema",
        )
    }
    assert seen == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "trusted_schema": 0,
    }


def test_foreign_keys_are_enforced(app: Flask) -> None:
    db.session.add(Account(display_name="An", person_id=999))
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()


def test_a_writing_transaction_takes_sqlites_lock_at_once_and_a_reading_one_never(
    sqlite_app: Flask,
) -> None:
    def ask() -> None:
        db.session.rollback()
        db.session.execute(select(Account.id)).all()
        db.session.rollback()

    assert statements_of(ask)[0] == "BEGIN IMMEDIATE"
    with database.reading():
        assert statements_of(ask)[0] == "BEGIN"


def test_pages_are_read_while_somebody_else_writes(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.learner)
    db.session.commit()
    with db.engine.connect() as other:
        other.execute(insert(SignInDelay).values(name_hash=HASH, failures=1))
        began = time.monotonic()
        reader.get("/account/sessions")
        assert time.monotonic() - began < 2
        other.rollback()


@pytest.mark.parametrize("how", ["object", "statement"])
def test_a_page_that_writes_while_it_is_read_is_a_fault(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    def view() -> str:
        if how == "object":
            db.session.add(SignInDelay(name_hash=HASH))
            db.session.flush()
        else:
            db.session.execute(insert(SignInDelay).values(name_hash=HASH, failures=1))
        db.session.commit()
        return "written"

    stand_in(app, monkeypatch, "health.show", view)
    assert Page(Reader(app).fetch("/health")).status == 500
    assert WriteInReadingTransaction.__name__ in caplog.text
    assert db.session.scalars(select(SignInDelay)).all() == []


@pytest.mark.parametrize("path", ["/language", "/account/sessions/ending"])
def test_a_busy_database_is_a_page_that_says_when_to_come_back(
    app: Flask, cast: Cast, path: str
) -> None:
    reader = Reader(app, cast.learner)
    data = {"csrf_token": reader.token(), "language": "vi"}
    with impatient(), locked():
        page = Page(reader.client.post(path, data=data))
    assert (page.status, page.response.headers["Retry-After"]) == (503, "5")
    assert page.h1 == "Hệ thống đang bận"
    assert reader.client.post(path, data=data).status_code == 303


def test_a_database_that_is_away_is_a_page_too(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(app, cast.learner)

    def refuse(*_args: Any, **_options: Any) -> None:
        cause = type("Gone", (Exception,), {"sqlstate": "57P01"})("database is locked")
        raise OperationalError("SELECT", {}, cause)

    monkeypatch.setattr(Session, "execute", refuse)
    monkeypatch.setattr(Session, "scalars", refuse)
    monkeypatch.setattr(Session, "scalar", refuse)
    app.extensions.pop("office", None)
    page = Page(reader.fetch("/account/sessions"))
    assert page.status == 503


def test_a_serialisation_failure_is_tried_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def view() -> str:
        tries.append(1)
        db.session.add(SignInDelay(name_hash=HASH))
        db.session.flush()
        if len(tries) < 3:
            cause = type("Failure", (Exception,), {"sqlstate": "40001"})()
            raise OperationalError("UPDATE", {}, cause)
        return "done"

    stand_in(app, monkeypatch, "languages.choose", view)
    assert Reader(app).post("/language").text == "done"
    assert len(tries) == 3 and len(db.session.scalars(select(SignInDelay)).all()) == 1


def test_two_true_deadlocked_requests_both_end_well(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests lock two rows in opposite order; on PostgreSQL one is undone and tried again."""
    first, second = cast.learner.id, cast.trainer.id
    readers = [Reader(app), Reader(app)]
    tokens = [reader.token() for reader in readers]
    meeting = threading.Barrier(2)
    order: list[tuple[int, int]] = [(first, second), (second, first)]
    tries: list[int] = []

    def view() -> str:
        tries.append(1)
        mine = order[len(tries) % 2]
        db.session.get(Account, mine[0], with_for_update=True)
        with contextlib.suppress(threading.BrokenBarrierError):  # SQLite lets one in at a time
            meeting.wait(0.5)
        db.session.get(Account, mine[1], with_for_update=True)
        return "done"

    stand_in(app, monkeypatch, "languages.choose", view)
    answers: list[str] = []

    def press(number: int) -> None:
        with app.app_context():
            data = {"csrf_token": tokens[number]}
            answers.append(readers[number].client.post("/language", data=data).text)

    threads = [threading.Thread(target=press, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["done", "done"]
    assert len(tries) == {"sqlite": 2, "postgresql": 3}[db.engine.dialect.name]


def test_what_waits_for_the_commit_runs_after_it_or_never(app: Flask) -> None:
    ran: list[str] = []
    with database.transaction():
        database.after_commit(lambda: ran.append("kept"))
        assert ran == []
    with pytest.raises(ZeroDivisionError), database.transaction():
        database.after_commit(lambda: ran.append("undone"))
        raise ZeroDivisionError
    with database.transaction():
        pass
    assert ran == ["kept"]


def test_an_instant_without_a_zone_is_refused(app: Flask) -> None:
    db.session.add(SignInDelay(name_hash=HASH, wait_until=datetime(2026, 1, 1)))
    with pytest.raises(StatementError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.51.3", True),
        ("3.52.0", True),
        ("4.0.0", True),
        ("3.51.2", False),
        ("3.50.7", True),
        ("3.50.6", False),
        ("3.45.1", False),
        ("3.44.6", True),
        ("3.44.5", False),
        ("3.40.1", False),
    ],
)
def test_which_sqlite_libraries_are_safe(version: str, safe: bool) -> None:
    assert database.sqlite_is_safe(version) is safe


def test_production_refuses_an_unsafe_library_and_only_for_sqlite(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "sqlite_is_safe", lambda: False)
    with pytest.raises(config.ConfigurationError, match=r"WAL-reset fault.*run bin/setup"):
        create_app(make_settings(tmp_path, LMS_ENV="production"))
    create_app(make_settings(tmp_path))
    create_app(make_settings(tmp_path, "postgresql://nobody@127.0.0.1/none", LMS_ENV="production"))


def test_addresses_with_numbers_no_row_can_have_are_not_found(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.administrator)
    for number in (2**31 - 1, 2**31, 2**63, 10**40, "9" * 5000):
        assert reader.fetch(f"/accounts/{number}").status_code == 404
