"""Who acts: an account as the rest of the house sees it, read once per request in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from flask_login import UserMixin

from lms.access import WHOLE_PROGRAMME, Right, Role, rights_of
from lms.accounts.models import Account


@dataclass(frozen=True)
class Actor(UserMixin):
    """An account with its roles; holds no database session. This is what ``current_user`` is."""

    id: int
    person_id: int | None
    display_name: str
    roles: frozenset[Role]
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    must_change_password: bool = False
    session_id: int | None = None
    session_token: str | None = None

    @cached_property
    def _rights(self) -> frozenset[Right]:
        return rights_of(self.roles)

    @property
    def sees_whole_programme(self) -> bool:
        return bool(self.roles & WHOLE_PROGRAMME)

    def can(self, right: Right) -> bool:
        return right in self._rights

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's token, never the account's number."""
        if self.session_token is None:
            raise RuntimeError("this actor did not sign in through a session")
        return self.session_token


def actor_of(account: Account) -> Actor:
    """The actor that an account is, for commands and jobs that act on somebody's behalf."""
    return make_actor(
        account,
        ((row.role, row.organisation_id) for row in account.role_rows),
        session_id=None,
        token=None,
    )


def make_actor(
    account: Account,
    roles: Iterable[tuple[str, int | None]],
    *,
    session_id: int | None,
    token: str | None,
) -> Actor:
    """Put an actor together from an account's columns and its (role, organisation) rows."""
    rows = list(roles)
    return Actor(
        id=account.id,
        person_id=account.person_id,
        display_name=account.display_name,
        roles=frozenset(Role(role) for role, _organisation in rows),
        organisation_ids=frozenset(
            organisation for _role, organisation in rows if organisation is not None
        ),
        must_change_password=account.must_change_password,
        session_id=session_id,
        session_token=token,
    )
