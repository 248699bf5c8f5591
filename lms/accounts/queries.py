"""What the pages of accounts show, as plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from lms import clock
from lms.accounts.models import Account, AccountRole, SignInSession
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.models import Organisation
from lms.vietnamese import search_key


def open_sessions(account_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The devices on which an account is signed in, the latest act first."""
    columns = (
        SignInSession.id,
        SignInSession.device,
        SignInSession.address,
        SignInSession.started_at,
        SignInSession.last_act_at,
    )
    return db.session.execute(
        select(*columns)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > clock.now(),
        )
        .order_by(SignInSession.last_act_at.desc(), SignInSession.id.desc())
        .limit(PAGE_SIZE)
    ).all()


def accounts_page(words: str, page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], bool]:
    """Accounts whose name, phone or user name holds ``words``: a page, and whether more follow."""
    query = (
        select(
            Account.id,
            Account.display_name,
            Account.phone,
            Account.username,
            Account.disabled_at,
        )
        .order_by(Account.sort_key, Account.id)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    )
    if words:
        query = query.where(_matches(words))
    rows = db.session.execute(query).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def roles_of(account_ids: Sequence[int]) -> dict[int, list[tuple[str, str | None]]]:
    """(role, name of the organisation or None) of each account."""
    roles: dict[int, list[tuple[str, str | None]]] = {number: [] for number in account_ids}
    for account_id, role, organisation in db.session.execute(
        select(AccountRole.account_id, AccountRole.role, Organisation.name)
        .outerjoin(Organisation, Organisation.id == AccountRole.organisation_id)
        .where(AccountRole.account_id.in_(account_ids))
        .order_by(AccountRole.id)
    ):
        roles[account_id].append((role, organisation))
    return roles


def organisation_choices() -> list[tuple[int, str]]:
    """Every organisation for a select, in Vietnamese order."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).order_by(Organisation.sort_key, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]


def _matches(words: str) -> Any:
    digits = "".join(sign for sign in words if sign.isdigit())
    found = [Account.username.contains(words.lower(), autoescape=True)]
    if key := search_key(words):
        found.append(Account.search_key.contains(key, autoescape=True))
    if len(digits) >= 3:
        found.append(Account.phone.contains(digits))
    return or_(*found)
