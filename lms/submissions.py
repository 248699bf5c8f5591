"""One commit per request, and pressing twice does it once.

Every form carries a key made when it was drawn (``form_key``). The key is written in the same
transaction as the effect; a second arrival of the same form is led to where the first one went.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Response, abort, current_app, make_response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock, database
from lms.database import UtcDateTime
from lms.errors import DomainError
from lms.extensions import Model, db

View = TypeVar("View", bound=Callable[..., Any])
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_FIELD = "form_key"
KEY_LENGTH, LOCATION_LENGTH = 40, 400
KEY = re.compile(r"[\w.-]+", re.ASCII)
NOT_COMPARED = frozenset({KEY_FIELD, "csrf_token"})
FIRST_ERROR_STATUS = 400
KEPT_FOR = timedelta(days=7)


class SubmittedForm(Model):
    """A form that was carried out, and where its sender was led."""

    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    body_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(LOCATION_LENGTH))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def accepts_body(size: int) -> Callable[[View], View]:
    """Declare that a route takes a larger request body than others, in bytes."""

    def declare(view: View) -> View:
        view.max_body = size  # type: ignore[attr-defined]
        return view

    return declare


def allow_body() -> None:
    """Let the present request be as large as its route says; before anything reads it."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "max_body", request.max_content_length)


def forget_old_forms() -> None:
    """Drop keys that no browser will send again."""
    limit = clock.now() - KEPT_FOR
    db.session.execute(delete(SubmittedForm).where(SubmittedForm.submitted_at < limit))


def writes() -> bool:
    """Whether the present request may change something."""
    return request.method not in READING_METHODS


def carry_out(view: Callable[[], ResponseReturnValue]) -> Response:
    """Run a writing view in one transaction: committed when it answers well, undone otherwise.

    What it wrote into the cookie is undone with it: the next page must not say "saved" of what is not.
    """
    cookie = deepcopy(dict(session))
    try:
        return _once_for_each_key(view)
    except BaseException:
        session.clear()
        session.update(cookie)
        raise


def _once_for_each_key(view: Callable[[], ResponseReturnValue]) -> Response:
    key = request.form.get(KEY_FIELD, "")
    if not key or not current_user.is_authenticated:
        return _in_one_transaction(view)
    if len(key) > KEY_LENGTH or not KEY.fullmatch(key):
        abort(400)
    account_id, body_hash = current_user.id, _body_hash()
    known = _find(account_id, key)
    if known is None:
        form = SubmittedForm(
            account_id=account_id,
            key=key,
            body_hash=body_hash,
            location="",
            submitted_at=clock.now(),
        )
        db.session.add(form)
        try:
            db.session.flush()
        except IntegrityError:  # the twin was faster
            database.rollback()
            known = _find(account_id, key)
        else:
            return _in_one_transaction(view, form)
    return _led_again(known, body_hash)


def _in_one_transaction(
    view: Callable[[], ResponseReturnValue], form: SubmittedForm | None = None
) -> Response:
    response = make_response(view())
    if response.status_code >= FIRST_ERROR_STATUS:
        database.rollback()
        return response
    if form is not None:
        form.location = _short(response.location or request.path)
    database.commit()
    return response


def _led_again(known: SubmittedForm | None, body_hash: str) -> Response:
    if known is None or known.body_hash != body_hash:
        raise DomainError(
            _l(
                "This form was sent before with other words; nothing was changed now. "
                "Open the page anew to change what was saved."
            )
        )
    return make_response(redirect(known.location, 303))


def _short(location: str) -> str:
    """An address that is too long to keep is kept without its query: never cut in a letter."""
    return location if len(location) <= LOCATION_LENGTH else urlsplit(location).path


def _find(account_id: int, key: str) -> SubmittedForm | None:
    return db.session.scalar(
        select(SubmittedForm).where(
            SubmittedForm.account_id == account_id, SubmittedForm.key == key
        )
    )


def _body_hash() -> str:
    digest = hashlib.sha256(request.path.encode())
    for name, value in sorted(request.form.items(multi=True)):
        if name not in NOT_COMPARED:
            digest.update(f"\0{name}\0{value}".encode())
    return digest.hexdigest()
