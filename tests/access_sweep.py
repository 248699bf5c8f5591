"""Asking every route, as everybody, for objects in every place; nothing that is asked is kept.

One world and one browser for each visitor serve a whole sweep. Every writing request runs to its end and
is undone there, and every request carries the cookie of the beginning, so that no answer depends on the
requests before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from lms import database
from lms.access import Role
from lms.extensions import db, limiter
from tests.access_kinds import KINDS, Place, Visitor
from tests.access_matrix import Line
from tests.access_objects import World
from tests.reader import Reader

READING = "GET"
METHODS = frozenset({READING, "POST", "PUT", "PATCH", "DELETE"})
VISITORS: tuple[Visitor, ...] = (None, *Role)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|BEGIN IMMEDIATE)\b", re.I)
#: Parts of a page that differ from request to request: tokens, keys, and the address asked for.
OF_THE_REQUEST = re.compile(rb'value="[^"]*"|href="\?[^"]*"')


@dataclass(frozen=True)
class Asked:
    """One request of the sweep, and what became of it."""

    method: str
    path: str
    visitor: Visitor
    place: Place
    status: int
    location: str
    #: The page without what belongs to the request; kept only of refusals.
    body: bytes
    writing_statements: tuple[str, ...]

    def __str__(self) -> str:
        who = self.visitor or "nobody"
        return f"{self.method} {self.path} as {who}, {self.place}: {self.status}"


class Browser:
    """A visitor's browser, which forgets what answers make it remember."""

    def __init__(self, app: Flask, world: World, visitor: Visitor) -> None:
        self.reader = Reader(app, world.viewer(visitor) if visitor else None)
        self._token = self.reader.token()
        self._name = app.config["SESSION_COOKIE_NAME"]
        cookie = self.reader.client.get_cookie(self._name)
        assert cookie is not None
        self._cookie = cookie.value

    def ask(self, method: str, path: str) -> TestResponse:
        """Ask; a form sends nothing but its token."""
        self.reader.client.set_cookie(self._name, self._cookie)
        if method == READING:
            return self.reader.fetch(path)
        return self.reader.client.open(
            path,
            method=method,
            data={"csrf_token": self._token},
            headers={"Sec-Fetch-Site": "same-origin"},
        )


def sweep(app: Flask, table: dict[str, Line]) -> Iterator[tuple[Line, list[Asked]]]:
    """For each route, method and visitor: what was asked in each place."""
    world = World()
    addresses = app.url_map.bind("localhost")
    values = cache(lambda kind, place, role: KINDS[kind].values(world, place, role))
    for line in table.values():  # the whole world stands before anybody asks
        for role in Role:
            _ = [values(line.kind, place, role) for place in line.places if line.kind]
    browsers = [(visitor, Browser(app, world, visitor)) for visitor in VISITORS]
    with nothing_kept(), noted() as statements:
        for endpoint, line in table.items():
            for method, names in asked_with(app, endpoint):
                for visitor, browser in browsers:
                    limiter.reset()
                    group = []
                    for place in line.places:
                        role = visitor or Role.OFFICER
                        known = values(line.kind, place, role) if line.kind else {}
                        path = address(addresses, endpoint, {n: known[n] for n in names}, method)
                        statements.clear()
                        answer = browser.ask(method, path)
                        group.append(_asked(method, path, visitor, place, answer, statements))
                    yield line, group


def asked_with(app: Flask, endpoint: str) -> Iterator[tuple[str, set[str]]]:
    """Each method that the endpoint answers, with the names in its address."""
    for rule in app.url_map.iter_rules(endpoint):
        for method in sorted((rule.methods or set()) & METHODS):
            yield method, rule.arguments


def address(addresses: MapAdapter, endpoint: str, values: dict[str, Any], method: str) -> str:
    return addresses.build(endpoint, values, method=method)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Requests write everything they would, and in place of the commit it is undone."""

    def undo() -> None:
        db.session.flush()
        database.rollback()

    with patch.object(database, "commit", undo):
        yield


@contextmanager
def noted() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _asked(
    method: str,
    path: str,
    visitor: Visitor,
    place: Place,
    answer: TestResponse,
    statements: list[str],
) -> Asked:
    refused = answer.status_code in (403, 404)
    return Asked(
        method,
        path,
        visitor,
        place,
        answer.status_code,
        answer.location or "",
        OF_THE_REQUEST.sub(b"", answer.data) if refused else b"",
        tuple(s for s in statements if WRITES.match(s)) if method == READING else (),
    )
