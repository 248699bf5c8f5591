"""Every route, for everybody, on objects near and far: what is denied looks like what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.access import RIGHTS, Right, Role, declaration_of, rights_of
from lms.extensions import db, limiter
from tests.access_matrix import KINDS, SIGNED_IN, TABLE, Kind, Line, Place
from tests.access_objects import World
from tests.reader import Reader

READING, WRITING = "GET", "POST"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|BEGIN IMMEDIATE)\b", re.I)
#: Parts of a page that differ from request to request: tokens, keys, and the address asked for.
OF_THE_REQUEST = re.compile(r'value="[^"]*"|href="\?[^"]*"')


@pytest.fixture
def world(app: Flask) -> World:
    return World()


def rules(app: Flask, endpoint: str) -> Iterator[tuple[Rule, str]]:
    """Each address of an endpoint with each method that it answers."""
    for rule in app.url_map.iter_rules(endpoint):
        for method in sorted(
            (rule.methods or set()) & {READING, WRITING, "PUT", "PATCH", "DELETE"}
        ):
            yield rule, method


def address(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    with app.test_request_context():
        wanted = {name: values[name] for name in rule.arguments}
        built = rule.build(wanted, append_unknown=False)
    assert built is not None, f"{rule} cannot be built from {values}"
    return built[1]


def ask(reader: Reader, method: str, path: str) -> TestResponse:
    if method == READING:
        return reader.fetch(path)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return reader.client.open(
        path, method=method, data={"csrf_token": reader.token()}, headers=headers
    )


def body(response: TestResponse) -> str:
    return OF_THE_REQUEST.sub("", response.get_data(as_text=True))


def places(line: Line) -> tuple[Place, ...]:
    return tuple(Place) if line.kind else (Place.OWN,)


def values(world: World, line: Line, place: Place, role: Role) -> dict[str, object]:
    if not line.kind:
        return {}
    kind: Kind = KINDS[line.kind]
    near = kind.make(world, Place.OWN if place == Place.MISSING else place.value, role)
    return {**kind.missing, **near, **(kind.missing if place == Place.MISSING else {})}


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = [name for name in app.view_functions if declaration_of(app, name) is None]
    assert silent == []


def test_a_route_that_says_nothing_answers_nobody(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "health.show", lambda: "secrets of the state")
    for reader in (Reader(app), Reader(app, world.viewer(Role.OFFICER))):
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


def test_every_right_belongs_to_somebody_and_every_role_has_some() -> None:
    assert rights_of(frozenset(Role)) == frozenset(Right)
    assert set(RIGHTS) == set(Role) and all(RIGHTS.values())


@pytest.mark.parametrize("endpoint", TABLE)
def test_nobody_gets_in_without_signing_in(app: Flask, world: World, endpoint: str) -> None:
    line = TABLE[endpoint]
    for rule, method in rules(app, endpoint):
        seen = set()
        for place in places(line):
            path = address(app, rule, values(world, line, place, Role.OFFICER))
            answer = ask(Reader(app), method, path)
            if line.is_public:
                assert answer.status_code not in (401, 403), path
            elif method == READING:
                assert answer.status_code == 302 and answer.location.startswith("/sign-in"), path
            else:
                assert answer.status_code == 401, path
            seen.add(answer.status_code)
        assert len(seen) == 1 or line.is_public, (
            "an object that is there answers like a missing one"
        )


@pytest.mark.parametrize("endpoint", [name for name, line in TABLE.items() if not line.is_public])
def test_the_matrix(app: Flask, world: World, endpoint: str) -> None:
    wrong = []
    for role in Role:
        for rule, method in rules(app, endpoint):
            wrong += faults(app, world, role, TABLE[endpoint], rule, method)
    assert wrong == []


def faults(
    app: Flask, world: World, role: Role, line: Line, rule: Rule, method: str
) -> Iterator[str]:
    """What is not as the line says, for one role and one way of asking, in each place."""
    denied: dict[str, str] = {}
    for place in places(line):
        limiter.reset()
        path = address(app, rule, values(world, line, place, role))
        answer = ask(Reader(app, world.viewer(role)), method, path)
        status = expected(line, role, place)
        if status is not None:
            denied[place] = body(answer)
        good = is_answered(answer.status_code) if status is None else answer.status_code == status
        if not good:
            yield f"{method} {path} as {role}, {place}: {answer.status_code}, not {status or 'well'}"
    if len(set(denied.values())) > 1:
        yield f"{method} {rule} as {role}: what is denied differs from what is missing"


def expected(line: Line, role: Role, place: Place) -> int | None:
    """The status of the refusal; None when the page answers."""
    if line.right is not None and line.right not in RIGHTS[role]:
        return 403
    return None if line.reaches(role, place) else 404


def is_answered(status: int) -> bool:
    """A page, a redirect, or the form's own words about what it was sent (nothing but a token)."""
    return status < 400 or status in (409, 422)


@pytest.mark.parametrize("endpoint", TABLE)
def test_reading_a_page_writes_nothing(app: Flask, world: World, endpoint: str) -> None:
    line = TABLE[endpoint]
    for role in Role:
        reader = Reader(app, world.viewer(role))
        for rule, method in rules(app, endpoint):
            if method != READING:
                continue
            path = address(app, rule, values(world, line, Place.OWN, role))
            db.session.commit()
            assert [s for s in statements(reader, path) if WRITES.match(s)] == []


def statements(reader: Reader, path: str) -> list[str]:
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        reader.fetch(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


@pytest.mark.parametrize("endpoint", TABLE)
def test_what_writes_needs_a_token(app: Flask, world: World, endpoint: str) -> None:
    line = TABLE[endpoint]
    for role in (None, Role.OFFICER):
        for rule, method in rules(app, endpoint):
            if method == READING:
                continue
            path = address(app, rule, values(world, line, Place.OWN, role or Role.OFFICER))
            reader = Reader(app, world.viewer(role) if role else None)
            for data in ({}, {"csrf_token": "forged"}, {"csrf_token": Reader(app).token()}):
                assert reader.client.open(path, method=method, data=data).status_code == 400, path


def test_a_get_route_changes_nothing_by_another_method(app: Flask) -> None:
    methods = {m for rule in app.url_map.iter_rules() for m in rule.methods or ()}
    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_the_guard_of_the_matrix_sees_a_line_that_is_wrong() -> None:
    line = Line(Right.SEE_JOBS, "job")
    assert line.reaches(Role.OFFICER, Place.OWN) and not line.reaches(Role.OFFICER, Place.OTHER)
    assert not line.reaches(Role.LEADER, Place.OWN) and SIGNED_IN.reaches(Role.LEARNER, Place.OWN)
