"""What signing in keeps about a human being: shown to the person, and taken away when erased."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from lms import clock
from lms.access import Role
from lms.accounts import delays
from lms.accounts.labels import ROLES
from lms.accounts.models import Account, AccountRole, Activation, SignInSession
from lms.extensions import db
from lms.formatting import as_phone
from lms.personal_data import Fate, Part, Section, Subject, section
from lms.registry.models import Organisation
from lms.registry.personal_data import ERASED_NAME
from lms.submissions import SubmittedForm

#: Whose acts in the name of the office have to stay theirs.
STAFF = (Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR)


def gather(subject: Subject) -> list[Section]:
    account_labels = {
        "display_name": _("Name"),
        "phone": _("Phone number"),
        "username": _("User name"),
        "created_at": _("Created"),
        "disabled_at": _("Disabled"),
    }
    columns = (Account.display_name, Account.phone, Account.username)
    accounts = section(
        "account",
        _("Account for signing in"),
        account_labels,
        select(*columns, Account.created_at, Account.disabled_at).where(
            Account.id.in_(subject.account_ids)
        ),
    )
    rows = [{**row, "phone": as_phone(str(row["phone"] or ""))} for row in accounts.rows]
    return [
        Section(accounts.name, accounts.title, account_labels, rows),
        _roles(subject),
        _sessions(subject),
        _slips(subject),
    ]


def foresee(subject: Subject) -> Fate:
    if not subject.account_ids:
        return Fate()
    works_here = db.session.scalar(
        select(AccountRole.id)
        .where(AccountRole.account_id.in_(subject.account_ids), AccountRole.role.in_(STAFF))
        .limit(1)
    )
    if works_here is not None:
        return Fate(
            obstacles=(
                _(
                    "The account is one of the office's own: what it did for the office has to stay "
                    "attributable. Take its roles away first."
                ),
            )
        )
    sessions = db.session.scalar(
        select(func.count(SignInSession.id)).where(
            SignInSession.account_id.in_(subject.account_ids)
        )
    )
    removed = [
        _(
            "The account: nobody can sign in to it again; its name, telephone number, user name and password."
        )
    ]
    if sessions:
        removed.append(
            ngettext(
                "The record of %(num)d sign-in: device, address and time.",
                "The record of %(num)d sign-ins: devices, addresses and times.",
                sessions,
            )
        )
    return Fate(removed=tuple(removed))


def erase(subject: Subject) -> None:
    for account in db.session.scalars(select(Account).where(Account.id.in_(subject.account_ids))):
        for name in (account.phone, account.username):
            if name:
                delays.forget(name)
        number = account.person_id or account.id
        account.display_name = ERASED_NAME.format(number=number)
        account.phone = account.username = account.password_hash = account.language = None
        account.disabled_at = account.disabled_at or clock.now()
        account.role_rows.clear()
    for model in (SignInSession, Activation, SubmittedForm):
        db.session.execute(delete(model).where(model.account_id.in_(subject.account_ids)))


def _roles(subject: Subject) -> Section:
    rows = db.session.execute(
        select(AccountRole.role, Organisation.name)
        .outerjoin(Organisation, Organisation.id == AccountRole.organisation_id)
        .where(AccountRole.account_id.in_(subject.account_ids))
        .order_by(AccountRole.id)
    )
    return Section(
        "roles",
        _("Roles"),
        {"role": _("Role"), "organisation": _("Organisation")},
        [{"role": str(ROLES[Role(row.role)]), "organisation": row.name} for row in rows],
    )


def _sessions(subject: Subject) -> Section:
    labels = {
        "device": _("Device"),
        "address": _("Address"),
        "started_at": _("Signed in"),
        "last_act_at": _("Last act"),
        "ended_at": _("Signed out"),
    }
    statement = (
        select(*(getattr(SignInSession, name) for name in labels))
        .where(SignInSession.account_id.in_(subject.account_ids))
        .order_by(SignInSession.id)
    )
    return section("sign_ins", _("Sign-ins"), labels, statement)


def _slips(subject: Subject) -> Section:
    labels = {"made_at": _("Made"), "expires_at": _("Good until"), "used_at": _("Used")}
    statement = (
        select(*(getattr(Activation, name) for name in labels))
        .where(Activation.account_id.in_(subject.account_ids))
        .order_by(Activation.id)
    )
    return section("activation_slips", _("Slips that open the account"), labels, statement)


part = Part(
    tables=frozenset(
        {"account", "account_role", "activation", "sign_in_session", "submitted_form"}
    ),
    gather=gather,
    foresee=foresee,
    erase=erase,
    acts_on=lambda subject: {"account": subject.account_ids},
)
