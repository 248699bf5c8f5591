"""The part of an organisation's page that tells who sends its people with an account of their own."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from lms.access import Right, Role
from lms.accounts.models import Account, AccountRole
from lms.extensions import db
from lms.registry.models import Organisation
from lms.registry.organisations import parts as organisation_parts


def contact_accounts(organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """The accounts that are contacts of an organisation, by name; disabled ones are said to be."""
    rows = db.session.execute(
        select(Account.display_name, Account.disabled_at)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.CONTACT, AccountRole.organisation_id == organisation.id)
        .order_by(Account.sort_key, Account.id)
    ).all()
    return ("accounts/organisation_part.html", {"accounts": rows}) if rows else None


def init_app(app: Flask) -> None:
    organisation_parts.add_part(app, Right.SEE_PEOPLE, contact_accounts)
