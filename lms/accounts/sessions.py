"""Sessions on the server: begun at sign-in, listed and ended by their owner.

The cookie holds a random token; the database holds only its hash. A new token is made at every sign-in.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, current_app, g, request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import bindparam, delete, select, update

from lms import clock, terms
from lms.access import Role
from lms.accounts.actors import Actor, make_actor
from lms.accounts.models import Account, AccountRole, SignInSession
from lms.extensions import db, login_manager
from lms.submissions import writes

TOKEN_BYTES = 32
#: How long a device stays signed in, and how long it may be silent. Learners use their own phones and
#: rarely remember a password; staff see other people's data.
LEARNER_LIFE, LEARNER_SILENCE = timedelta(days=90), timedelta(days=30)
STAFF_LIFE, STAFF_SILENCE = timedelta(hours=12), timedelta(hours=2)
KEPT_DAYS = terms.declare(
    "sign_in_record_days", 365, "days for which ended sign-ins are kept", most=3660
)
SEEN = "seen_at"
SEEN_EVERY = timedelta(minutes=1)


#: Asked at every page: built once, so that SQLAlchemy need not take it apart each time.
_OPEN_SESSION = (
    select(
        SignInSession.id.label("session_id"),
        Account.id,
        Account.person_id,
        Account.display_name,
        Account.must_change_password,
        AccountRole.role,
        AccountRole.organisation_id,
    )
    .join(Account, Account.id == SignInSession.account_id)
    .join(AccountRole, AccountRole.account_id == Account.id)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)


def begin(account: Account) -> Actor:
    """Sign ``account`` in on this device, with a new token and an empty cookie.

    Whoever was signed in on it before is signed out.
    """
    if current_user.is_authenticated:
        end(current_user.session_id, current_user.id)
    session_row, token = open_session(account, device=_device(), address=request.remote_addr or "")
    language = session.get("language")
    _empty_cookie()
    if language:
        session["language"] = language
    session.permanent = True
    session[SEEN] = clock.now().timestamp()
    actor = make_actor(
        account,
        ((row.role, row.organisation_id) for row in account.role_rows),
        session_id=session_row.id,
        token=token,
    )
    login_user(actor)
    return actor


def open_session(account: Account, *, device: str, address: str) -> tuple[SignInSession, str]:
    """Write the session's row; return it with its token, which is kept nowhere on the server."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    life, _silence = _limits(frozenset(Role(row.role) for row in account.role_rows))
    row = SignInSession(
        account_id=account.id,
        token_hash=token_hash(token),
        device=device[:120],
        address=address[:45],
        started_at=now,
        last_act_at=now,
        expires_at=now + life,
    )
    db.session.add(row)
    db.session.flush()
    return row, token


def load(token: str) -> Actor | None:
    """The actor behind a token, or None when the session ended, expired or fell silent. One query."""
    now = clock.now()
    asked = {"token_hash": token_hash(token), "now": now}
    rows = db.session.execute(_OPEN_SESSION, asked).all()
    if not rows:
        return None
    actor = make_actor(
        rows[0],  # type: ignore[arg-type]
        ((row.role, row.organisation_id) for row in rows),
        session_id=rows[0].session_id,
        token=token,
    )
    return actor if _was_seen_lately(actor, now) else None


def end(session_id: int, account_id: int) -> bool:
    """End one session of the account; whether there was one to end."""
    ended = db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .returning(SignInSession.id)
    )
    return ended.scalar() is not None


def end_all(account_id: int, but: int | None = None) -> None:
    """End every session of the account, but the one named."""
    condition = [SignInSession.account_id == account_id, SignInSession.ended_at.is_(None)]
    if but is not None:
        condition.append(SignInSession.id != but)
    db.session.execute(update(SignInSession).where(*condition).values(ended_at=clock.now()))


def forget_old_sessions() -> None:
    """Drop sessions that expired long ago: sign-in records are kept no longer than their term."""
    limit = clock.now() - terms.days(KEPT_DAYS)
    db.session.execute(delete(SignInSession).where(SignInSession.expires_at < limit))


def forget_device() -> None:
    """Empty this device's cookie."""
    logout_user()
    _empty_cookie()


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _limits(roles: frozenset[Role]) -> tuple[timedelta, timedelta]:
    if roles <= {Role.LEARNER, Role.CONTACT}:
        return LEARNER_LIFE, LEARNER_SILENCE
    return STAFF_LIFE, STAFF_SILENCE


def _was_seen_lately(actor: Actor, now: datetime) -> bool:
    """The cookie remembers when the device was last heard of: reading pages must not write."""
    seen_at = session.get(SEEN)
    if not isinstance(seen_at, float):
        return False
    silence = now.timestamp() - seen_at
    if silence > _limits(actor.roles)[1].total_seconds():
        return False
    if silence > SEEN_EVERY.total_seconds():
        session[SEEN] = now.timestamp()
    return True


def _empty_cookie() -> None:
    session.clear()
    g.pop(current_app.config["WTF_CSRF_FIELD_NAME"], None)  # Flask-WTF remembers the old token


def _note_act() -> None:
    """Before a request that writes: the device acts now. Reading a page is no act."""
    if not writes() or request.endpoint is None or not current_user.is_authenticated:
        return
    now = clock.now()
    db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == current_user.session_id,
            SignInSession.last_act_at < now - SEEN_EVERY,
        )
        .values(last_act_at=now)
    )


def _device() -> str:
    agent = request.user_agent.string
    kinds = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
    browsers = ("Zalo", "Edg", "Firefox", "Chrome", "Safari")
    found = [next((word for word in words if word in agent), "") for words in (kinds, browsers)]
    return ", ".join(word for word in found if word) or "?"


def init_app(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = LEARNER_LIFE
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    login_manager.session_protection = None
    login_manager.user_loader(load)
    app.before_request(_note_act)
