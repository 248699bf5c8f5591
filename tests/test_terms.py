"""Terms are settings: declared with a default, changed without code, never to nonsense."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from lms import terms
from lms.audit import AuditEntry
from lms.extensions import db

NAME = "days of the test"


@pytest.fixture
def term(app: Flask) -> Iterator[str]:
    yield terms.declare(NAME, 15, "days; invented", most=30)
    terms._known.pop(NAME)


def test_a_term_has_its_default_until_the_office_changes_it(term: str) -> None:
    assert terms.value_of(term) == 15
    terms.change_term(term, 20)
    terms.change_term(term, 10)
    db.session.commit()
    assert terms.value_of(term) == 10
    assert [value for known, value in terms.all_terms().items() if known.name == term] == [10]


def test_changing_a_term_is_on_the_record(term: str) -> None:
    terms.change_term(term, 20)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.changes) == ("term changed", {NAME: [15, 20]})


@pytest.mark.parametrize("value", [0, -1, 31])
def test_a_term_cannot_be_set_to_nonsense(term: str, value: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 30"):
        terms.change_term(term, value)


def test_the_command_changes_and_shows(app: Flask, term: str) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["terms", "set", f"{NAME}=21"]).exit_code == 0
    assert f"{NAME}=21  days; invented" in run(args=["terms", "show"]).stdout


@pytest.mark.parametrize("pair", ["khong_co=1", f"{NAME}=x", f"{NAME}=31", NAME])
def test_the_command_refuses_what_it_cannot_set(app: Flask, term: str, pair: str) -> None:
    answer = app.test_cli_runner().invoke(args=["terms", "set", pair])
    assert answer.exit_code == 1 and answer.stderr.startswith("Error: ")
    assert terms.value_of(term) == 15
