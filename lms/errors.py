"""What a person is told when something cannot be done: never a stack trace, always what was kept."""

from __future__ import annotations

import math
import secrets

from flask import Flask, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from lms import clock, database
from lms.extensions import limiter
from lms.office import OfficeWords, fallback_office, get_office

PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
RETRY_AFTER_SECONDS = 5


class DomainError(Exception):
    """A rule of the programme forbids this. The message is a whole sentence for the person."""

    def __init__(self, message: object, field: str = "") -> None:
        super().__init__(message)
        self.field = field

    def __str__(self) -> str:
        return str(self.args[0])


def error_page(code: int, message: str = "", **context: object) -> ResponseReturnValue:
    """The page for this status. 500 and 503 use no database.

    Rendered past the context processors, which would ask the database who is signed in, and with no
    address but the first page's, which even a request to a wrong host name can be told.
    """
    template = current_app.jinja_env.get_template(f"errors/{404 if code == 405 else code}.html")
    words = template.render(
        sentence=message,  # base.html has a macro called message
        office=_office_for(code),
        links={"home": f"{request.script_root}/"},
        **context,
    )
    response = make_response(words, code)
    if code in (429, 503):
        response.headers["Retry-After"] = str(context.get("retry_after") or RETRY_AFTER_SECONDS)
    return response


def _office_for(code: int) -> OfficeWords:
    if code >= 500:
        return fallback_office()
    try:
        return get_office()
    except DBAPIError:  # this page is about something else
        return fallback_office()


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code not in PAGES:
        return error
    _forget_changes()
    return error_page(code, retry_after=_seconds_to_wait(error))


def _seconds_to_wait(error: HTTPException) -> int | None:
    limit = limiter.current_limit
    if isinstance(error, RateLimitExceeded) and limit is not None:
        return max(math.ceil(limit.reset_at - clock.now().timestamp()), 1)
    return getattr(error, "retry_after", None)


def _csrf_error(error: CSRFError) -> ResponseReturnValue:
    return error_page(400)


def _domain_error(error: DomainError) -> ResponseReturnValue:
    _forget_changes()
    return error_page(409, message=str(error))


def _database_error(error: DBAPIError) -> ResponseReturnValue:
    _forget_changes()
    if database.is_busy(error):
        current_app.logger.warning("database busy: %s", error.orig)
        return error_page(503)
    return _unexpected(error)


def _no_connection(error: PoolTimeout) -> ResponseReturnValue:
    """Every connection was in use for as long as anybody should wait."""
    current_app.logger.warning("no database connection: %s", error)
    return error_page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    """Log under a short code that the person can read out by telephone."""
    _forget_changes()
    reference = secrets.token_hex(3).upper()
    original = getattr(error, "original_exception", None) or error
    current_app.logger.error(
        "error %s at %s %s", reference, request.method, request.path, exc_info=original
    )
    return error_page(500, reference=reference)


def _forget_changes() -> None:
    try:
        database.rollback()
    except DBAPIError:
        current_app.logger.warning("the database was lost while undoing a request")


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeout, _no_connection)
    app.register_error_handler(InternalServerError, _unexpected)


UNKNOWN_REASON = _l(
    "An unexpected fault; it was recorded. Please try again or tell the administrator."
)
