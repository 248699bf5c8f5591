"""The learning management system of a provincial Cooperative Alliance.

docs/layout.md is the map of the house.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

import config
from config import ROOT, Settings
from lms import (
    access,
    accounts,
    attendance,
    audit,
    catalogue,
    certificates,
    classes,
    database,
    demo,
    duplicates,
    enrolments,
    errors,
    formatting,
    health,
    home,
    jobs,
    languages,
    learning,
    navigation,
    office,
    plans,
    privacy,
    quizzes,
    registry,
    reports,
    rosters,
    security,
    static_files,
    submissions,
    terms,
)
from lms.extensions import compress, csrf, db, limiter, login_manager, migrate
from lms.templating import StrictEnvironment, template_loader

MAX_BODY = 6 * 1024 * 1024
#: In import order: each may import only those before it.
FEATURES = (
    registry,
    accounts,
    duplicates,
    privacy,
    catalogue,
    plans,
    classes,
    enrolments,
    attendance,
    learning,
    quizzes,
    rosters,
    certificates,
    reports,
    demo,
)


class RowNumber(IntegerConverter):
    """A number in an address: one that no row can have is no page, not a fault of the database."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": 2**31 - 1, **options})


class Word(UnicodeConverter):
    """A word in an address. PostgreSQL keeps no NUL, so an address with one is no page."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return value


class Application(Flask):
    """Flask, with one commit for each request that writes, and a strict Jinja."""

    jinja_environment = StrictEnvironment

    def preprocess_request(self) -> ResponseReturnValue | None:
        database.set_writing(submissions.writes())
        submissions.allow_body()
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:
        if not submissions.writes():
            return super().dispatch_request()
        return database.retrying(
            lambda: submissions.carry_out(super(Application, self).dispatch_request)
        )


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises config.ConfigurationError when a setting cannot be used."""
    settings = settings or config.read()
    if settings.environment == "production" and settings.uses_sqlite:
        database.refuse_unsafe_sqlite()
    app = Application("lms", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=MAX_BODY,
        TRUSTED_HOSTS=settings.trusted_hosts,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.rate_limit_url or "memory://",
    )
    app.jinja_loader = template_loader(str(ROOT / "templates"))
    app.url_map.converters.update(int=RowNumber, default=Word, string=Word)
    app.teardown_request(lambda _error: database.set_writing(True))
    _init_extensions(app)
    security.init_app(app, settings)
    for module in (
        errors,
        languages,
        office,
        formatting,
        navigation,
        home,
        audit,
        terms,
        access,
        health,
    ):
        module.init_app(app)
    jobs.init_app(app, settings)
    jobs.add_chore(app, submissions.forget_old_forms)
    static_files.init_app(app, settings)
    for feature in FEATURES:
        feature.init_app(app)
    return app


def _init_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(
        app, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True
    )
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
