"""Signing in: the same words and the same time for a name we know and one we do not.

The password is checked between two transactions, not inside one: 50 ms of hashing must not hold
SQLite's only write lock while a class signs in. The try is counted before it is checked, so that many
at the same moment are not all let through.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import or_, select

from lms import database
from lms.accounts import delays
from lms.accounts.models import Account
from lms.accounts.passwords import MOST_LENGTH, verify_password
from lms.errors import DomainError
from lms.extensions import db
from lms.vietnamese import national_phone, normal_text


class TooManyTries(DomainError):
    """This name has to wait."""

    def __init__(self, wait: timedelta) -> None:
        minutes = math.ceil(wait.total_seconds() / 60)
        self.seconds = math.ceil(wait.total_seconds())
        super().__init__(
            ngettext(
                "There were too many wrong tries. Wait %(num)d minute, then try again.",
                "There were too many wrong tries. Wait %(num)d minutes, then try again.",
                minutes,
            )
        )


@dataclass(frozen=True)
class _Found:
    """What a name leads to; nothing at all for a name nobody has."""

    id: int | None = None
    password_hash: str | None = None
    is_disabled: bool = False


def written_name(text: str) -> str:
    """One form for all ways of writing the same telephone number or user name."""
    try:
        return national_phone(text)
    except ValueError:
        return normal_text(text).lower()


def sign_in(name: str, password: str) -> Account:
    """The account behind a name and its password, read in the present (new) transaction.

    Ends the transaction it is called in. Raises TooManyTries while the name has to wait, and
    DomainError for a wrong name, a wrong password and a disabled account, all in the same words.
    """
    written = written_name(name)
    database.rollback()
    with database.transaction():
        wait, found = delays.begin_try(written), _find(written)
    if wait is not None:
        raise TooManyTries(wait)
    fits = verify_password(found.password_hash, password[: MOST_LENGTH + 1])
    if not fits or found.is_disabled:
        _refuse(written)
    delays.forget(written)
    return db.session.get_one(Account, found.id)


def _refuse(written: str) -> None:
    with database.reading():
        wait = delays.wait_for(written)
        database.rollback()
    if wait is not None:
        raise TooManyTries(wait)
    raise DomainError(
        _l(
            "The phone number or user name, or the password, is not right. Check both and try again."
        )
    )


def _find(written: str) -> _Found:
    row = db.session.execute(
        select(Account.id, Account.password_hash, Account.disabled_at).where(
            or_(Account.phone == written, Account.username == written)
        )
    ).first()
    return _Found(row.id, row.password_hash, row.disabled_at is not None) if row else _Found()
