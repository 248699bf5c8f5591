"""A strict reader: a test client that refuses a page a person could not use.

Every HTML page that a test fetches must be valid HTML5 with a language, one h1 whose words open the
title, unique ids, a label for every field, an action and a token on every form that writes, and no
inline script or style.
"""

from __future__ import annotations

import re
from collections import Counter
from contextvars import Context
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms import clock
from lms.accounts import sessions
from lms.accounts.models import Account
from lms.extensions import db

UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
HARMLESS_ERRORS = frozenset({"unexpected-self-closing-tag-ignored"})


class OwnContextClient(FlaskClient):
    """Requests do not share the test's application context, session or transaction with it."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if has_app_context():  # a redirect is followed outside of it
            db.session.commit()  # lets go of the database, and shows the request what the test wrote
        context = Context()
        context.run(clock._offset.set, clock._offset.get())
        return context.run(lambda: super(OwnContextClient, self).open(*args, **options))


class Page:
    """A page that was read and found sound."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.request.path
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.html)
        self._check(parser)

    @property
    def title(self) -> str:
        return words(self.root.find("head/title"))

    @property
    def h1(self) -> str:
        return words(next(self.root.iter("h1")))

    @property
    def text(self) -> str:
        """All the words a person can read, single-spaced."""
        return words(self.root.find("body"))

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        summary = self.find("div", "govuk-error-summary")
        return [words(item) for item in summary.iter("li")] if summary is not None else []

    @property
    def links(self) -> dict[str, str]:
        """The words of each link with its address."""
        return {words(a): a.get("href", "") for a in self.root.iter("a")}

    def find(self, tag: str, css_class: str) -> Element | None:
        return next(
            (e for e in self.root.iter(tag) if css_class in e.get("class", "").split()), None
        )

    def rows(self) -> list[list[str]]:
        """The words of every body row of the page's tables."""
        return [
            [words(cell) for cell in row]
            for body in self.root.iter("tbody")
            for row in body.iter("tr")
        ]

    def form(self, action: str = "") -> Element:
        """The form that is sent to an address ending in ``action``; fails when there is none or several."""
        found = [
            f
            for f in self.root.iter("form")
            if urlsplit(f.get("action") or self.path).path.endswith(action)
            and f.get("method") == "post"
        ]
        if not action:
            found = [
                f for f in found if not f.get("action", "").endswith(("/sign-out", "/language"))
            ]
        assert len(found) == 1, f"{len(found)} forms are sent to {action!r} on {self.path}"
        return found[0]

    def _check(self, parser: html5lib.HTMLParser) -> None:
        where = f"{self.response.request.method} {self.path} ({self.status})"
        errors = [
            (line, code, data) for line, code, data in parser.errors if code not in HARMLESS_ERRORS
        ]
        assert not errors, f"{where}: not valid HTML5: {errors[:3]}"
        assert self.root.get("lang") in ("vi", "en"), f"{where}: no language"
        headings = [words(h) for h in self.root.iter("h1")]
        assert len(headings) == 1, f"{where}: one h1 is wanted, found {headings}"
        title = re.sub(r"^(Lỗi|Error): ", "", self.title)
        assert title.startswith(headings[0]), (
            f"{where}: h1 {headings[0]!r} does not open the title {title!r}"
        )
        self._check_ids(where)
        self._check_fields(where)
        self._check_forms(where)
        self._check_nothing_inline(where)

    def _check_ids(self, where: str) -> None:
        counted = Counter(e.get("id") for e in self.root.iter() if e.get("id"))
        assert not (twice := [i for i, n in counted.items() if n > 1]), (
            f"{where}: ids used twice: {twice}"
        )
        for element in self.root.iter():
            for name in (element.get("aria-describedby") or "").split():
                assert name in counted, (
                    f"{where}: aria-describedby names {name!r}, which is not there"
                )

    def _check_fields(self, where: str) -> None:
        labelled = {label.get("for") for label in self.root.iter("label")}
        for field in self.root.iter():
            if field.tag in ("input", "select", "textarea") and field.get("type") not in UNLABELLED:
                named = (
                    field.get("id") in labelled
                    or field.get("aria-label")
                    or field.get("aria-labelledby")
                )
                assert named, f"{where}: the field {field.get('name')!r} has no label"

    def _check_forms(self, where: str) -> None:
        for form in self.root.iter("form"):
            assert form.get("method") in ("get", "post"), f"{where}: a form without a method"
            if form.get("method") == "post":
                assert form.get("action") is not None, f"{where}: a form without an action"
                names = [field.get("name") for field in form.iter("input")]
                assert names.count("csrf_token") == 1, (
                    f"{where}: {form.get('action')} needs one token"
                )

    def _check_nothing_inline(self, where: str) -> None:
        for element in self.root.iter():
            assert element.get("style") is None, f"{where}: inline style on {element.tag}"
            handlers = [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118
            assert not handlers, f"{where}: inline handlers {handlers} on {element.tag}"
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/json", (
                    f"{where}: inline script"
                )
            assert element.tag != "style", f"{where}: a style element"


class Reader:
    """A person's browser in a test: fetches pages, presses buttons, follows where it is led."""

    def __init__(self, app: Flask, account: Account | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        if account is not None:
            self.sign_in_as(account)

    def sign_in_as(self, account: Account) -> None:
        """Begin a session without the cost of a password (the sign-in page has tests of its own)."""
        _row, token = sessions.open_session(account, device="test", address="127.0.0.1")
        db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
            cookie["_permanent"] = True
            cookie[sessions.SEEN] = clock.now().timestamp()

    def get(self, path: str, status: int = 200) -> Page:
        """Fetch a page and follow redirects; fails unless it answers ``status``."""
        return self._read(self.client.get(path, follow_redirects=True), status)

    def fetch(self, path: str, **options: Any) -> TestResponse:
        """Fetch anything, as it is."""
        return self.client.get(path, **options)

    def submit(
        self,
        page: Page,
        values: dict[str, Any] | None = None,
        *,
        action: str = "",
        status: int = 200,
    ) -> Page:
        """Fill in the page's form and press its button; fails unless the end answers ``status``.

        Only fields that the form has can be filled in; ``values`` of None leave a field out.
        """
        form = page.form(action)
        data = form_data(form)
        for name, value in (values or {}).items():
            assert name in field_names(form), (
                f"the form has no field {name!r}; it has {sorted(field_names(form))}"
            )
            data.pop(name, None)
            if value is not None:
                data[name] = value
        target = form.get("action") or page.path
        return self._read(self.client.post(target, data=data, follow_redirects=True), status)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Post forged data with a true token, as somebody with a console would."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def token(self) -> str:
        """A true token of this session, taken from the first page's language form."""
        response = self.client.get("/", follow_redirects=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.get_data(as_text=True))
        assert found, "no page offered a token"
        return found.group(1)

    def _read(self, response: TestResponse, status: int) -> Page:
        body = response.get_data(as_text=True)
        assert response.status_code == status, (
            f"{response.request.path} answered {response.status_code}: {body[:400]}"
        )
        return Page(response)


def words(element: Element | None) -> str:
    """The text of an element, single-spaced."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def field_names(form: Element) -> set[str]:
    """The names of all fields of a form."""
    return {
        f.get("name", "") for f in form.iter() if f.tag in ("input", "select", "textarea", "button")
    }


def form_data(form: Element) -> dict[str, Any]:
    """What the form would send as it stands."""
    data: dict[str, Any] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.tag not in ("input", "select", "textarea"):
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            data[name] = [o.get("value", words(o)) for o in chosen]
        elif kind in ("radio", "checkbox"):
            if field.get("checked") is not None:
                data.setdefault(name, []).append(field.get("value", "on"))
        elif kind not in ("submit", "button", "file"):
            data[name] = field.text or "" if field.tag == "textarea" else field.get("value", "")
    return data
