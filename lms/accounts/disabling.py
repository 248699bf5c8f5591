"""Ending somebody's way in, and giving it back. The account and all that it did stay."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms import audit, clock
from lms.access import Viewer
from lms.accounts import sessions
from lms.accounts.models import Account
from lms.errors import DomainError


def disable_account(account: Account, reason: str, by: Viewer) -> None:
    """Sign every device out and let nobody in. Raises DomainError for one's own account, and twice."""
    if account.id == by.id:
        raise DomainError(_l("You cannot disable your own account."))
    if account.disabled_at is not None:
        raise DomainError(_l("This account is disabled already."))
    account.disabled_at = clock.now()
    sessions.end_all(account.id)
    audit.record("account disabled", account, by, reason=reason)


def enable_account(account: Account, by: Viewer) -> None:
    """Let the person sign in again, with the password of before."""
    if account.disabled_at is None:
        return
    account.disabled_at = None
    audit.record("account enabled", account, by)
