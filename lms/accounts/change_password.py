"""Changing one's own password, and giving a new one to somebody who forgot theirs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms import audit
from lms.access import Viewer
from lms.accounts import sessions
from lms.accounts.models import Account
from lms.accounts.passwords import hash_password, one_time_password, verify_password
from lms.errors import DomainError


def change_password(account: Account, present: str, new: str) -> None:
    """Raises DomainError at the field when the present one is wrong or the new one too weak."""
    if not verify_password(account.password_hash, present):
        raise DomainError(_l("This is not your present password."), field="present")
    account.password_hash = hash_password(new)
    account.must_change_password = False
    audit.record("password changed", account)


def give_new_password(account: Account, by: Viewer) -> str:
    """Set a new password, sign every device out, and return the password: it is kept nowhere."""
    password = one_time_password()
    account.password_hash = hash_password(password)
    account.must_change_password = True
    sessions.end_all(account.id)
    audit.record("password given", account, by)
    return password
