"""Decisions, requests and their states in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.privacy.models import Decision, RequestKind, RequestState, Way

DECISIONS = {
    Decision.GIVEN: _l("Consent given"),
    Decision.REFUSED: _l("Refused"),
    Decision.WITHDRAWN: _l("Withdrawn"),
}
NOT_DECIDED = _l("Not chosen yet")
#: What the person asks for, and one sentence that says what it means.
KINDS = {
    RequestKind.SEE: (
        _l("See my data"),
        _l("Have explained what is kept and what it is used for."),
    ),
    RequestKind.CORRECT: (
        _l("Correct my data"),
        _l("Something is wrong: a name, a birth date, a telephone number, a position."),
    ),
    RequestKind.COPY: (
        _l("Get a copy of my data"),
        _l("On paper or as a file. You can also download it yourself at once."),
    ),
    RequestKind.WITHDRAW: (
        _l("Withdraw a consent"),
        _l("You can also do it yourself at once, on the page “My data”."),
    ),
    RequestKind.RESTRICT: (
        _l("Restrict the use of my data"),
        _l("The data stay, but are not used until it is settled whether they are right."),
    ),
    RequestKind.OBJECT: (
        _l("Object to a use of my data"),
        _l("For example: not to be named in a piece of news."),
    ),
    RequestKind.DELETE: (
        _l("Delete my data"),
        _l(
            "What the law does not oblige the office to keep is deleted; you can no longer sign in."
        ),
    ),
}
STATES = {
    RequestState.RECEIVED: _l("Came in"),
    RequestState.REPLIED: _l("Answered that it is being dealt with"),
    RequestState.EXTENDED: _l("Term extended"),
    RequestState.FULFILLED: _l("Fulfilled"),
    RequestState.REFUSED: _l("Not fulfilled"),
}
WAYS = {
    Way.WEB: _l("Chosen by the person on the web"),
    Way.PAPER: _l("On paper"),
    Way.TELEPHONE: _l("By telephone"),
    Way.IN_PERSON: _l("At the office"),
    Way.ERASURE: _l("With the erasure of the data"),
}


def kind_label(kind: str) -> str:
    """What a request asks for."""
    return str(KINDS[RequestKind(kind)][0])
