"""The links at the top of a page: those that the signed-in person may follow."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from lms.access import Right, Role

LINKS = (
    ("home.show", _l("Home"), None),
    ("learning.courses", _l("My classes"), Right.LEARN),
    ("nominations.index", _l("Send people"), Right.NOMINATE),
    ("nominations.people", _l("My people"), Right.NOMINATE),
    ("nominations.results", _l("Who has learnt"), Right.NOMINATE),
    ("classes.index", _l("Classes"), Right.SEE_CLASSES),
    ("registry.people", _l("People"), Right.SEE_PEOPLE),
    ("registry.organisations", _l("Organisations"), Right.MANAGE_PEOPLE),
    ("rosters.index", _l("Import lists"), Right.IMPORT_ROSTERS),
    ("catalogue.index", _l("Courses"), Right.SEE_COURSES),
    ("plans.index", _l("Plans"), Right.SEE_PLANS),
    ("reports.plan", _l("Reports"), Right.SEE_REPORTS),
    ("privacy.requests", _l("Data requests"), Right.HANDLE_DATA_REQUESTS),
    ("accounts.index", _l("Accounts"), Right.MANAGE_ACCOUNTS),
)

#: Who is a contact and nothing else has pages of their own for these.
NOT_FOR_CONTACTS = frozenset({"classes.index", "registry.people"})


@dataclass(frozen=True)
class Link:
    """One link, ready to draw."""

    endpoint: str
    label: str
    url: str
    #: The value of aria-current.
    current: str | None


def address(endpoint: str) -> str:
    """The address of a page that needs no particulars; worked out once."""
    known: dict[str, str] = current_app.extensions.setdefault("addresses", {})
    if endpoint not in known:
        known[endpoint] = url_for(endpoint)
    return known[endpoint]


def navigation() -> list[Link]:
    """The person's links, in the order of the programme."""
    if not current_user.is_authenticated:
        return []
    return [
        Link(endpoint, str(label), address(endpoint), _place(endpoint))
        for endpoint, label, right in LINKS
        if (right is None or current_user.can(right)) and not _is_replaced(endpoint)
    ]


def _is_replaced(endpoint: str) -> bool:
    return current_user.roles == {Role.CONTACT} and endpoint in NOT_FOR_CONTACTS


def _place(endpoint: str) -> str | None:
    """Whether the link leads to this page, to the section that it belongs to, or elsewhere."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if request.path.startswith(f"{address(endpoint)}/") else None


def links() -> dict[str, str]:
    """The addresses that every layout needs."""
    return {
        "home": address("home.show"),
        "sign_in": address("accounts.sign_in"),
        "account": address("accounts.sessions"),
        "sign_out": address("accounts.sign_out"),
        "language": address("languages.choose"),
        "privacy": address("privacy.notice"),
        "my_data": address("privacy.my_data"),
        "exports": address("privacy.exports"),
    }


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"navigation": navigation(), "links": links()})
