"""Who may do what: the table of rights, the guard, and the declaration that every route carries.

Closed by default: a route without a declaration answers nobody and fails the suite. A declaration says
which *right* a route needs; which *objects* a person may reach is told by the scoping functions in the
features (``visible_classes`` and its like), which pages, exports, searches and jobs share.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What somebody is in the programme; one account can hold several."""

    LEARNER = "learner"
    CONTACT = "contact"
    TRAINER = "trainer"
    OFFICER = "officer"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One thing that a role may do."""

    LEARN = "learn"
    SEE_CLASSES = "see classes"
    MANAGE_CLASSES = "manage classes"
    ENROL = "enrol"
    NOMINATE = "nominate"
    CONFIRM_REGISTRATIONS = "confirm registrations"
    IMPORT_ROSTERS = "import rosters"
    MARK_ATTENDANCE = "mark attendance"
    SEE_PEOPLE = "see people"
    MANAGE_PEOPLE = "manage people"
    MERGE_PEOPLE = "merge people"
    SEE_CITIZEN_NUMBERS = "see citizen numbers"
    SEE_COURSES = "see courses"
    SEE_PLANS = "see plans"
    WRITE_PLANS = "write plans"
    APPROVE_PLANS = "approve plans"
    SEE_CERTIFICATES = "see certificates"
    ISSUE_CERTIFICATES = "issue certificates"
    SEE_REPORTS = "see reports"
    SEE_JOBS = "see jobs"
    OPEN_ACCOUNTS = "open accounts"
    MANAGE_ACCOUNTS = "manage accounts"
    HANDLE_DATA_REQUESTS = "handle data requests"
    SEE_EXPORTS = "see exports"


_SEES_EVERYTHING = frozenset(
    {
        Right.SEE_CLASSES,
        Right.SEE_PEOPLE,
        Right.SEE_COURSES,
        Right.SEE_PLANS,
        Right.SEE_CERTIFICATES,
        Right.SEE_REPORTS,
        Right.SEE_EXPORTS,
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.LEARNER: frozenset({Right.LEARN}),
    Role.CONTACT: frozenset(
        {Right.SEE_PEOPLE, Right.SEE_CLASSES, Right.NOMINATE, Right.CONFIRM_REGISTRATIONS}
    ),
    Role.TRAINER: frozenset({Right.SEE_CLASSES, Right.SEE_COURSES, Right.MARK_ATTENDANCE}),
    Role.OFFICER: _SEES_EVERYTHING
    | {
        Right.MANAGE_CLASSES,
        Right.ENROL,
        Right.CONFIRM_REGISTRATIONS,
        Right.IMPORT_ROSTERS,
        Right.MARK_ATTENDANCE,
        Right.MANAGE_PEOPLE,
        Right.MERGE_PEOPLE,
        Right.SEE_CITIZEN_NUMBERS,
        Right.WRITE_PLANS,
        Right.ISSUE_CERTIFICATES,
        Right.SEE_JOBS,
        Right.HANDLE_DATA_REQUESTS,
        Right.OPEN_ACCOUNTS,
    },
    Role.LEADER: _SEES_EVERYTHING | {Right.APPROVE_PLANS},
    Role.ADMINISTRATOR: frozenset({Right.MANAGE_ACCOUNTS, Right.SEE_COURSES}),
}

#: Roles whose scope is the whole programme: they see every class, person and certificate.
WHOLE_PROGRAMME = frozenset({Role.OFFICER, Role.LEADER})


class Viewer(Protocol):
    """The signed-in account as the scoping functions see it."""

    id: int
    person_id: int | None

    @property
    def roles(self) -> frozenset[Role]: ...

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations for which this account is the contact."""

    def can(self, right: Right) -> bool: ...

    @property
    def sees_whole_programme(self) -> bool: ...


class Declaration:
    """What a route says of itself."""

    def __init__(self, right: Right | None = None, *, public_because: str = "") -> None:
        self.right = right
        self.public_because = public_because

    @property
    def is_public(self) -> bool:
        return bool(self.public_because)


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """Everything these roles may do together."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def requires(right: Right) -> Callable[[View], View]:
    """Declare that a route answers people who hold ``right``."""
    return _declaring(Declaration(right))


def signed_in(view: View) -> View:
    """Declare that a route answers everybody who is signed in, about themselves only."""
    return _declaring(Declaration())(view)


def public(because: str) -> Callable[[View], View]:
    """Declare that a route answers everybody, and say why that is safe."""
    return _declaring(Declaration(public_because=because))


def declaration_of(app: Flask, endpoint: str) -> Declaration | None:
    """What the route says of itself, or None."""
    return getattr(app.view_functions[endpoint], "access", None)


def _declaring(declaration: Declaration) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.access = declaration  # type: ignore[attr-defined]
        return view

    return declare


def guard() -> ResponseReturnValue | None:
    """Before every request: let it pass, ask to sign in, or refuse."""
    if request.endpoint is None:
        return None  # no such page: the 404 follows
    declaration = declaration_of(current_app, request.endpoint)
    if declaration is None:
        abort(403)
    if declaration.is_public:
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if declaration.right is not None and not current_user.can(declaration.right):
        abort(403)
    return None


def init_app(app: Flask) -> None:
    app.before_request(guard)
