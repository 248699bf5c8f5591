"""Every route, for everybody, on objects near and far: what is denied looks like what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from lms.access import RIGHTS, Right, Role, declaration_of, rights_of
from tests.access_matrix import HOLDERS, TABLE, Line
from tests.access_sweep import READING, Asked, sweep
from tests.people import Cast
from tests.reader import Reader

#: The sweep is cut, so that several processes share it.
PARTS = 8


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = [name for name in app.view_functions if declaration_of(app, name) is None]
    assert silent == []


def test_a_route_that_says_nothing_answers_nobody(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "health.show", lambda: "secrets of the state")
    for reader in (Reader(app), Reader(app, cast.officer)):
        answer = reader.fetch("/health")
        assert answer.status_code == 403 and "secrets" not in answer.text


def test_the_matrix_has_a_line_for_every_route_and_no_other(app: Flask) -> None:
    assert set(TABLE) == set(app.view_functions), "write the line in tests/access_matrix.py"


def test_the_matrix_says_what_the_routes_say(app: Flask) -> None:
    declared = {
        name: (found.right, found.is_public)
        for name in app.view_functions
        if (found := declaration_of(app, name)) is not None
    }
    assert declared == {name: (line.right, line.is_public) for name, line in TABLE.items()}


def test_a_public_route_says_why(app: Flask) -> None:
    reasons = [
        found.public_because
        for name in app.view_functions
        if (found := declaration_of(app, name)) is not None and found.is_public
    ]
    assert reasons and all(len(reason.split()) > 2 for reason in reasons)


def test_the_matrix_says_who_holds_each_right() -> None:
    held = {right: frozenset(role for role in Role if right in RIGHTS[role]) for right in Right}
    assert held == HOLDERS
    assert rights_of(frozenset(Role)) == frozenset(Right) and all(HOLDERS.values())


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_everywhere_is_answered_as_the_matrix_says(app: Flask, part: int) -> None:
    table = dict(list(TABLE.items())[part::PARTS])
    wrong = [fault for line, asked in sweep(app, table) for fault in faults(line, asked)]
    assert wrong == [], "\n".join(["", *wrong])


def faults(line: Line, asked: list[Asked]) -> Iterator[str]:
    """What is not as the line says, for one visitor and one way of asking, in each place."""
    refusals = set()
    for one in asked:
        expected = line.refusal(one.visitor, one.place, one.method == READING)
        if not is_as_expected(one, expected):
            yield f"{one}, not {expected or 'well'}"
        elif expected is not None:
            refusals.add((one.status, one.body))
        if one.writing_statements:
            yield f"{one}, and reading wrote: {one.writing_statements[0]}"
    if len(refusals) > 1:
        yield f"{asked[0]}: what is denied differs from what is missing"


def is_as_expected(one: Asked, expected: int | None) -> bool:
    """A refusal; or a page, a redirect, or the form's own words about what it was sent (a token only)."""
    if expected is None:
        led_away = one.visitor is not None and one.location.startswith("/sign-in?")
        in_words = one.method != READING and one.status in (409, 422)
        return (one.status < 400 and not led_away) or in_words
    leads_to_sign_in = one.location.startswith("/sign-in")
    return one.status == expected and (expected != 302 or leads_to_sign_in)
