"""Opening one's account with a slip of paper: a code to type or a QR code to scan, then a password.

For people who have a telephone and no e-mail. The code is shown once, when the slip is printed; the
database keeps a keyed hash of it. A new slip makes the older ones of the account worthless.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select, update

from lms import audit, clock, database
from lms.access import Role, Viewer
from lms.accounts.create import NewAccount, create_account
from lms.accounts.models import Account, Activation
from lms.accounts.passwords import hash_password, verify_password
from lms.accounts.usernames import free_username
from lms.codes import new_code, read_code
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person

#: Fifty bits: ten signs that an accountant reads to a director over the telephone.
CODE_LENGTH, CODE_GROUP = 10, 5
LIFE = timedelta(days=30)
#: Within this time a form that was sent twice finds its own account again.
SENT_TWICE_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Slip:
    """What is printed: ``sign_in_name`` is what the person types from the second time on."""

    full_name: str
    sign_in_name: str
    code: str
    expires_at: datetime


def give_slip(person: Person, by: Viewer) -> Slip:
    """Open an account for the person unless there is one, and make a new code for it.

    Raises DomainError when the account is in use already (a forgotten password is given anew
    instead) or was disabled.
    """
    database.take_lock(f"activation {person.id}")
    account = db.session.scalar(select(Account).where(Account.person_id == person.id))
    if account is None:
        account = _open_account(person, by)
    if account.disabled_at is not None:
        raise DomainError(_l("The account of %(name)s is disabled.", name=person.full_name))
    if account.password_hash is not None:
        raise DomainError(_l("%(name)s signs in already.", name=person.full_name))
    _end_open_slips(account)
    code = new_code(CODE_LENGTH)
    activation = Activation(
        account_id=account.id,
        code_hash=_hash(code),
        made_at=clock.now(),
        made_by_id=by.id,
        expires_at=clock.now() + LIFE,
    )
    db.session.add(activation)
    audit.record("activation slip made", account, by)
    name = account.phone or account.username or ""
    return Slip(person.full_name, name, code, activation.expires_at)


def account_behind(text: str) -> Account | None:
    """The account that this code opens now, however it was typed; None for any other text."""
    activation = _find(text)
    return activation.account if activation else None


def activate(text: str, password: str) -> Account:
    """Use up a code and set the first password.

    Raises DomainError for a code that is wrong, used, replaced or too old, all in the same words, and
    at the field "password" for a weak one.
    """
    password_hash = hash_password(password)
    activation = _find(text, lock=True)
    if activation is None:
        return _just_activated(text, password)
    activation.used_at = clock.now()
    account = activation.account
    account.password_hash = password_hash
    audit.record("account activated", account)
    return account


def wrong_code() -> DomainError:
    """The same words for a code that never was, was used, was replaced or is too old."""
    return DomainError(
        _l(
            "This code does not open an account: it is mistyped, used, or too old. Compare it with "
            "the slip, or ask for a new slip."
        ),
        field="code",
    )


def _just_activated(text: str, password: str) -> Account:
    since = clock.now() - SENT_TWICE_WITHIN
    activation = _find(text, Activation.used_at > since)
    if activation is None or not verify_password(activation.account.password_hash, password):
        raise wrong_code()
    return activation.account


def _open_account(person: Person, by: Viewer) -> Account:
    """With the person's telephone number, or with a user name where somebody else signs in with it."""
    numbers = [phone.digits for phone in person.phones]
    taken = set(db.session.scalars(select(Account.phone).where(Account.phone.in_(numbers))))
    phone = next((digits for digits in numbers if digits not in taken), "")
    username = "" if phone else free_username(person.full_name)
    roles = frozenset({Role.LEARNER})
    new = NewAccount(person.full_name, roles, phone=phone, username=username, person=person)
    account = create_account(new, None, by)
    db.session.flush()
    return account


def _end_open_slips(account: Account) -> None:
    db.session.execute(
        update(Activation)
        .where(Activation.account_id == account.id, Activation.expires_at > clock.now())
        .values(expires_at=clock.now())
    )


def _find(
    text: str, used: ColumnElement[bool] | None = None, *, lock: bool = False
) -> Activation | None:
    code = read_code(text, CODE_LENGTH)
    if code is None:
        return None
    statement = (
        select(Activation)
        .join(Activation.account)
        .where(
            Activation.code_hash == _hash(code),
            Activation.used_at.is_(None) if used is None else used,
            Activation.expires_at > clock.now(),
            Account.disabled_at.is_(None),
        )
    )
    return db.session.scalar(statement.with_for_update(of=Activation) if lock else statement)


def _hash(code: str) -> str:
    """Keyed: the hashes of a stolen database cannot be tried out elsewhere."""
    key = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(key, f"activation {code}".encode(), hashlib.sha256).hexdigest()
