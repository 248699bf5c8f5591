"""No form, address or query of ours answers hostile input with a fault, on either database.

The pages are read as each role; every form found on them is sent once for each field and each naughty
value, the other fields as somebody careful would fill them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, product
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms import clock, files
from lms.access import Role
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.certificates.issuing import frozen
from lms.certificates.models import Certificate
from lms.certificates.words import CertificateWords
from lms.extensions import db, limiter
from lms.plans.planning import add_line, create_plan
from tests.access_kinds import KINDS, Place
from tests.access_matrix import TABLE
from tests.access_objects import World
from tests.naughty_values import (
    ASKED,
    CAREFUL,
    CHOICES,
    DAYS,
    LAST,
    LEFT_OUT,
    NUMBERED,
    NUMBERS,
    QUERY,
    SECRETS,
    WORDS,
)
from tests.reader import Page, Reader, field_names, form_data

#: Thousands of requests each; on a busy machine they take minutes.
pytestmark = pytest.mark.timeout(600)
FAULT = 500
_numbers = count(1)
PLACE = "own"
CODE = "K7QM2XTD9RWF4HBN"


@dataclass
class Found:
    """A form on a page that somebody can see."""

    reader: Reader
    action: str
    form: Element

    def fields(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Each field with the values to try in it."""
        for name in sorted(field_names(self.form) - LEFT_OUT - {""}):
            drawn = [f for f in self.form.iter() if f.get("name") == name]
            yield name, _values(drawn)

    def send(self, name: str, value: Any) -> TestResponse:
        limiter.reset()
        data = {**form_data(self.form), **self._chosen(), **self._careful(), name: value}
        return self.reader.client.post(
            self.action,
            data=urlencode(data, doseq=True),
            content_type="application/x-www-form-urlencoded",
        )

    def _chosen(self) -> dict[str, str]:
        """The last choice of each list: the first is often none."""
        lists = list(self.form.iter("select"))
        return {f.get("name", ""): list(f.iter("option"))[-1].get("value", "") for f in lists}

    def _careful(self) -> dict[str, Any]:
        number = next(_numbers)
        day = date(2027, 1, 1) + timedelta(days=number)
        fresh = {
            "code": f"L{number}",
            "form_key": f"k{number}",
            "username": f"can-than-{number}",
            "day": [day.day, day.month, day.year],
        }
        return {k: v for k, v in {**CAREFUL, **fresh}.items() if k in field_names(self.form)}


def _values(drawn: list[Element]) -> tuple[Any, ...]:
    kinds = {field.get("type") for field in drawn}
    if len(drawn) == 3 and kinds == {"text"}:
        return DAYS
    if {field.get("name") for field in drawn} & NUMBERED:
        return NUMBERS
    if "password" in kinds:
        return SECRETS
    if drawn[0].tag in ("select", "button") or kinds & {"radio", "checkbox", "hidden"}:
        return CHOICES
    return WORDS


@pytest.fixture
def world(app: Flask) -> World:
    return World()


@pytest.fixture
def address(app: Flask, world: World) -> Callable[[Rule, Role], str]:
    """The path of a rule for what belongs to a role."""
    by = actor_of(world.cast.officer)
    plan = create_plan(2034, by)
    target = add_line(plan.newest, "Dòng", "Chủ đề", "Đối tượng", 2, 50, by)
    held = world.enrolment(PLACE, Role.LEARNER)["enrolment_id"]
    line = _certificate(held, world.cast.officer)
    others = {"year": 2034, "line_id": target.line_id, "certificate_id": line.id}

    def build(rule: Rule, role: Role) -> str:
        values = _named(rule.endpoint, world, role) | others
        with app.test_request_context():
            built = rule.build({name: values[name] for name in rule.arguments}, False)
        assert built is not None
        return built[1]

    return build


def _named(endpoint: str, world: World, role: Role) -> dict[str, Any]:
    """What a path names, as the access matrix knows it."""
    kind = TABLE[endpoint].kind
    if "certificate" in kind:  # the pages read words that the matrix's certificate lacks
        return {"code": CODE}
    return KINDS[kind].values(world, Place.OWN, role) if kind else {}


def _certificate(enrolment_id: int, officer: Account) -> Certificate:
    words = CertificateWords(
        issuer_line="CHỦ TỊCH", salutation="Bà", full_name="Nguyễn Thị Đặng", course_title="Chuyên đề",
        hours=4, dates_line="Ngày 05/02/2026", number="0001/2026/GCN", issued_on="2026-02-05",
        issued_line="Hưng Yên", signer_title=("CHỦ TỊCH",), signer_name="Phạm Quốc Khánh", code=CODE,
        verify_url="http://127.0.0.1/verify",
    )  # fmt: skip
    row = Certificate(
        year=2026, number=1, register_number="0001/2026/GCN", code=CODE, enrolment_id=enrolment_id,
        issued_on=clock.today(), recorded_at=clock.now(), issued_by_id=officer.id, words=frozen(words),
        template="standard", sha256=files.store(b"%PDF-1.7"),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def pages(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def readers(app: Flask, world: World) -> dict[Role, Reader]:
    return {role: Reader(app, world.viewer(role)) for role in Role}


def test_no_form_can_be_made_to_fail(
    app: Flask, world: World, address: Callable[[Rule, Role], str]
) -> None:
    found = forms(app, world, address)
    assert len(found) > 20
    faults = []
    for form in found:
        for name, values in form.fields():
            for value in values:
                answer = form.send(name, value)
                if answer.status_code >= FAULT:
                    faults.append(f"{form.action} {name}={value!r:.40}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def forms(app: Flask, world: World, address: Callable[[Rule, Role], str]) -> list[Found]:
    """Every form that some role sees, once; those that are only a button come last."""
    found: dict[str, Found] = {}
    people = [*readers(app, world).items(), (Role.LEARNER, Reader(app))]
    for rule, (role, reader) in product(pages(app), people):
        path = address(rule, role)
        answer = reader.fetch(path)
        assert answer.status_code < FAULT, path
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        if not is_page or not _is_new(answer.text, found):
            continue
        for form in Page(answer).root.iter("form"):
            action = form.get("action") or path
            if form.get("method") == "post" and "sign-out" not in action:
                found.setdefault(urlsplit(action).path, Found(reader, action, form))
    return sorted(
        found.values(), key=lambda one: (one.action.endswith(LAST), -len(field_names(one.form)))
    )


def _is_new(html: str, found: dict[str, Found]) -> bool:
    """Whether a page holds a form that was not found yet: reading a whole page takes its time."""
    actions = re.findall(r'<form method="post" action="([^"?]*)', html)
    return any(action not in found and "sign-out" not in action for action in actions)


def test_no_query_can_make_a_page_fail(
    app: Flask, world: World, address: Callable[[Rule, Role], str]
) -> None:
    faults = []
    people = readers(app, world)
    for rule in pages(app):
        found = ((one, address(rule, role)) for role, one in people.items())
        reader, path = next(
            (r, p) for r, p in found if r.fetch(p).status_code in (200, 302, 303, 404)
        )
        for value in ASKED:
            limiter.reset()
            answer = reader.fetch(f"{path}?{urlencode(dict.fromkeys(QUERY, value))}")
            if answer.status_code >= FAULT:
                faults.append(f"{path}?…={value!r:.40}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_no_address_can_make_a_page_fail(app: Flask, world: World) -> None:
    ends = ("%00", "a%00b", "%ff", "%ed%a0%80", "ệ" * 500, "9" * 30, "-1", "%2e%2e", "%20", "'")
    world.enrolment(PLACE, Role.LEARNER)
    people, faults = [Reader(app, world.viewer(role)) for role in (Role.LEARNER, Role.OFFICER)], []
    for rule in (rule for rule in pages(app) if re.search(r"<\w+>", str(rule))):
        for reader, end in product(people, ends):
            limiter.reset()
            path = re.sub(r"<\w+>", end, re.sub(r"<int:\w+>", "1", str(rule)))
            if reader.fetch(path).status_code >= FAULT:
                faults.append(path)
    assert not faults, "\n".join(faults)
