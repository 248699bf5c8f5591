"""Opening accounts: by the administrator, the command line and the demo alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import audit, database
from lms.access import Role, Viewer
from lms.accounts.models import NAME_LENGTH, Account, AccountRole
from lms.accounts.passwords import hash_password
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Person
from lms.vietnamese import national_phone, normal_text

#: With a letter first, a user name can never be read as a telephone number.
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")
#: Who takes part in classes, and so has to be in the register of people.
IN_THE_REGISTER = frozenset({Role.LEARNER, Role.TRAINER})


@dataclass(frozen=True)
class NewAccount:
    """What an account is opened with. At least one of phone and user name, and one role."""

    name: str
    roles: frozenset[Role]
    phone: str = ""
    username: str = ""
    organisation_id: int | None = None
    person: Person | None = field(default=None, compare=False)


def create_account(new: NewAccount, password: str | None, by: Viewer | None = None) -> Account:
    """Write an account and, for a learner or trainer, its person unless one is given.

    Without a password nobody can sign in to it yet. Raises DomainError, with the field, when a value
    cannot be used or the phone or user name is taken.
    """
    name, phone, username = normal_text(new.name), _phone(new.phone), _username(new.username)
    if not name:
        raise DomainError(_l("Enter the name."), field="name")
    if len(name) > NAME_LENGTH:
        raise DomainError(
            _l("Use at most %(number)s characters.", number=NAME_LENGTH), field="name"
        )
    if not phone and not username:
        raise DomainError(_l("Enter a telephone number or a user name."), field="phone")
    password_hash = hash_password(password) if password is not None else None
    database.take_lock("account names")
    _refuse_taken(phone, username)
    account = Account(
        display_name=name,
        phone=phone,
        username=username,
        password_hash=password_hash,
        person=new.person or (Person(full_name=name) if new.roles & IN_THE_REGISTER else None),
        role_rows=_role_rows(new),
    )
    db.session.add(account)
    audit.record(
        "account created", account, by, roles=sorted(new.roles), phone=phone, username=username
    )
    return account


def _role_rows(new: NewAccount) -> list[AccountRole]:
    if not new.roles:
        raise DomainError(_l("Choose a role."), field="role")
    if (Role.CONTACT in new.roles) != (new.organisation_id is not None):
        raise DomainError(
            _l("Choose the organisation for a contact, and for a contact only."),
            field="organisation_id",
        )
    if (
        new.organisation_id is not None
        and db.session.get(Organisation, new.organisation_id) is None
    ):
        raise DomainError(_l("There is no such organisation."), field="organisation_id")
    return [
        AccountRole(
            role=role, organisation_id=new.organisation_id if role == Role.CONTACT else None
        )
        for role in sorted(new.roles)
    ]


def _phone(text: str) -> str | None:
    try:
        return national_phone(text) if text.strip() else None
    except ValueError:
        raise DomainError(
            _l("Enter a telephone number such as 0912 345 678 or +84 912 345 678."), field="phone"
        ) from None


def _username(text: str) -> str | None:
    name = text.strip().lower()
    if name and not USERNAME.fullmatch(name):
        raise DomainError(
            _l(
                "A user name has 3 to 60 letters without marks, digits, dots or dashes, "
                "and begins with a letter."
            ),
            field="username",
        )
    return name or None


def _refuse_taken(phone: str | None, username: str | None) -> None:
    if phone and db.session.scalar(select(Account.id).where(Account.phone == phone)):
        raise DomainError(_l("Another account has this telephone number."), field="phone")
    if username and db.session.scalar(select(Account.id).where(Account.username == username)):
        raise DomainError(_l("Another account has this user name."), field="username")
