"""Two people with an account each: a human has only one, so one of the accounts is given up.

An account that is given up is disabled and stays with the merged person; nobody can sign in to it, and a
reversal gives it back. A merge must not end the access of the office's own staff, which is the
administrator's to decide, nor give anybody more than an officer could see anyway: only the roles of
learners, trainers and contacts pass to the account that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms import clock
from lms.access import Role
from lms.accounts.labels import ROLES
from lms.accounts.models import Account, AccountRole, SignInSession
from lms.duplicates.parts import Remark, Two
from lms.duplicates.rules import Merging
from lms.errors import DomainError
from lms.extensions import db
from lms.formatting import as_moment, as_phone

#: Roles that pass to the account that is kept.
PASSING = frozenset({Role.LEARNER, Role.TRAINER, Role.CONTACT})


@dataclass(frozen=True)
class Held:
    """An account of one of the two, with what tells a human which one it is."""

    id: int
    person_id: int
    name: str
    is_disabled: bool
    roles: frozenset[tuple[str, int | None]]
    last_act: str

    @property
    def can_be_given_up(self) -> bool:
        return self.is_disabled or all(role in PASSING for role, _organisation in self.roles)

    @property
    def words(self) -> str:
        """ "0912 345 678 – Learner – last used 09:41, 07/12/2026"."""
        roles = ", ".join(
            str(ROLES[Role(role)]) for role, _organisation in sorted(self.roles, key=str)
        )
        if self.is_disabled:
            state = _("disabled")
        else:
            state = (
                _("last used %(moment)s", moment=self.last_act)
                if self.last_act
                else _("never used")
            )
        return " – ".join((self.name, roles, state))


def accounts_of(two: Two) -> dict[int, Held]:
    """The account of each of two people who has one, by the person's number; two statements."""
    last_act = func.max(SignInSession.last_act_at).label("last_act")
    rows = db.session.execute(
        select(
            Account.id,
            Account.person_id,
            Account.phone,
            Account.username,
            Account.disabled_at,
            select(last_act)
            .where(SignInSession.account_id == Account.id)
            .scalar_subquery()
            .label("used"),
        ).where(Account.person_id.in_(two))
    ).all()
    roles: dict[int, set[tuple[str, int | None]]] = {row.id: set() for row in rows}
    for account_id, role, organisation_id in db.session.execute(
        select(AccountRole.account_id, AccountRole.role, AccountRole.organisation_id).where(
            AccountRole.account_id.in_(roles)
        )
    ):
        roles[account_id].add((role, organisation_id))
    return {
        row.person_id: Held(
            row.id,
            row.person_id,
            as_phone(row.phone) or row.username or "",
            row.disabled_at is not None,
            frozenset(roles[row.id]),
            as_moment(row.used) if row.used else "",
        )
        for row in rows
    }


def choosable(held: dict[int, Held]) -> list[Held]:
    """The accounts of which one has to be chosen; fewer than two when there is nothing to choose."""
    used = [account for account in held.values() if not account.is_disabled]
    if len(used) < 2:
        return []
    return [one for one in used if all(other.can_be_given_up for other in used if other is not one)]


def forbidden(two: Two) -> list[Remark]:
    """Two accounts of the office's own staff: which of them ends, an administrator decides."""
    used = [account for account in accounts_of(two).values() if not account.is_disabled]
    if len(used) < 2 or choosable({one.person_id: one for one in used}):
        return []
    return [
        Remark(
            _(
                "Both have an account of the office's staff. Ask the administrator to disable the one "
                "that is not needed, then merge."
            ),
            forbids=True,
        )
    ]


def move_accounts(merging: Merging) -> None:
    """The account in use becomes the survivor's; the other one, disabled, stays with the merged."""
    held = accounts_of((merging.survivor_id, merging.merged_id))
    own, other = held.get(merging.survivor_id), held.get(merging.merged_id)
    if other is None:
        return
    if own is None:
        merging.journal.set(Account, other.id, person_id=merging.survivor_id)
        return
    kept = _kept(merging, own, other)
    given_up = other if kept is own else own
    with merging.journal.together():
        if kept is other:
            _exchange(merging, own, other)
        if not given_up.is_disabled:
            merging.journal.set(Account, given_up.id, disabled_at=clock.now())
            _pass_roles(merging, given_up, kept)


def _kept(merging: Merging, own: Held, other: Held) -> Held:
    if own.is_disabled or other.is_disabled:
        return other if own.is_disabled and not other.is_disabled else own
    offered = {account.id: account for account in choosable({1: own, 2: other})}
    chosen = offered.get(merging.choice.account_id or 0)
    if chosen is None:
        raise DomainError(
            _l("Both have an account. Choose the one that is used from now on."), field="account"
        )
    return chosen


def _exchange(merging: Merging, own: Held, other: Held) -> None:
    """A person has one account, so one of them lets go first."""
    merging.journal.set(Account, own.id, person_id=None)
    merging.journal.set(Account, other.id, person_id=merging.survivor_id)
    merging.journal.set(Account, own.id, person_id=merging.merged_id)


def _pass_roles(merging: Merging, given_up: Held, kept: Held) -> None:
    for role, organisation_id in sorted(given_up.roles - kept.roles, key=str):
        if role in PASSING:
            merging.journal.add(
                AccountRole(account_id=kept.id, role=role, organisation_id=organisation_id)
            )
