"""What every test can ask for. Each test that asks for ``app`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings
from sqlalchemy import delete, or_, select, text, update

import config
from config import ROOT, Settings
from lms import create_app
from lms.extensions import db, limiter
from lms.office import Office, OfficeWords, forget_office
from lms.privacy.models import ConsentPurpose, ConsentWording
from tests import postgres
from tests.people import Cast
from tests.reader import OwnContextClient, Reader

ENGINES = ("sqlite", "postgresql")
CITIZEN_KEY = "dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgb2s="
#: What the migrations write.
KEPT_TABLES = frozenset({"alembic_version", "consent_purpose", "consent_wording", "office"})
CONSENTS = ("reminders", "pictures", "ethnicity")

#: A busy machine is no fault of the text that was tried: bin/bench measures, the tests do not.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys keep one process busy for long: they begin first, the others fill the rest."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for this run, in memory where the machine offers it."""
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="lms-test-", dir=base))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgres.cluster() as url:
        yield url


def make_settings(data_dir: Path, database_url: str = "", **environ: str) -> Settings:
    """Settings as a test installation has them."""
    return config.read(
        {
            "LMS_ENV": "testing",
            "LMS_DATA_DIR": str(data_dir),
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a secret of the tests, long enough to be one",
            "CITIZEN_NUMBER_KEYS": CITIZEN_KEY,
            **environ,
        }
    )


@pytest.fixture(scope="session", params=ENGINES)
def _app(request: pytest.FixtureRequest, scratch: Path) -> Iterator[Flask]:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    app = create_app(make_settings(scratch / request.param, url))
    app.test_client_class = OwnContextClient
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside an application context."""
    with _app.app_context():
        forget_office()
        limiter.reset()
        yield _app
        db.session.remove()
        _empty_tables()
        _office_as_new()
        _consents_as_new()


def _empty_tables() -> None:
    tables = [t for t in db.metadata.sorted_tables if t.name not in KEPT_TABLES]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(tables):
            connection.execute(table.delete())


def _office_as_new() -> None:
    """The row that the first migration writes."""
    words = {name: getattr(OfficeWords, name) for name in OfficeWords.__dataclass_fields__}
    with db.engine.begin() as connection:
        connection.execute(update(Office).where(Office.id == 1).values(**words))


def _consents_as_new() -> None:
    """The purposes, and the first words of each, that the migration writes."""
    shipped = select(ConsentPurpose.id).where(ConsentPurpose.code.in_(CONSENTS))
    with db.engine.begin() as connection:
        connection.execute(
            delete(ConsentWording).where(
                or_(ConsentWording.number > 1, ConsentWording.purpose_id.not_in(shipped))
            )
        )
        connection.execute(delete(ConsentPurpose).where(ConsentPurpose.code.not_in(CONSENTS)))
        connection.execute(update(ConsentPurpose).values(retired_at=None))


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the story: one of each role, and strangers."""
    return Cast()


@pytest.fixture
def reader(app: Flask) -> Reader:
    """A browser of somebody who is not signed in; strict about every page."""
    return Reader(app)
