"""Choosing an organisation in a form: a part of the name is typed, what fits is offered."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms.extensions import db
from lms.registry.models import AdministrativeUnit, Organisation, Position
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader, field_names

PERSON = {"full_name": "Lê Văn Thọ", "position": "Giám đốc"}


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def offered(page: Page) -> list[str]:
    radios = [e for e in page.root.iter("input") if e.get("name") == "organisation-choice"]
    labels = {label.get("for"): label for label in page.root.iter("label")}
    return [" ".join("".join(labels[radio.get("id")].itertext()).split()) for radio in radios]


def chosen() -> list[str]:
    return list(db.session.scalars(select(Organisation.name).join(Position)))


def two_of_one_name() -> tuple[Organisation, Organisation]:
    rows = factories.organisation("HTX DVNN Minh Tân"), factories.organisation("HTX DVNN Minh Tân")
    for row, name in zip(rows, ("Xã Lê Lợi", "Xã Hồng Minh"), strict=True):
        row.unit = AdministrativeUnit(code="1", name=name, former_district="", former_province="")
    db.session.commit()
    return rows


@pytest.mark.parametrize("typed", ["HTX DVNN Minh Tân", "htx dvnn minh tan", "1000123451"])
def test_the_whole_name_or_tax_code_is_enough(officer: Reader, typed: str) -> None:
    body = factories.organisation("HTX DVNN Minh Tân")
    body.tax_code = "1000123451"
    factories.organisation("HTX DVNN Minh Tân 2")
    db.session.commit()
    officer.submit(officer.get("/people/new"), {**PERSON, "organisation": typed})
    assert chosen() == ["HTX DVNN Minh Tân"]


def test_a_part_of_the_name_brings_choices_and_keeps_what_was_typed(officer: Reader) -> None:
    two_of_one_name()
    factories.organisation("HTX Rau Minh Tân")
    factories.organisation("HTX Đông Hưng")
    page = officer.submit(
        officer.get("/people/new"), {**PERSON, "organisation": "HTX minh tân"}, status=422
    )
    assert page.errors == ["Hãy chọn đúng đơn vị trong các đơn vị bên dưới."]
    assert offered(page) == [
        "HTX DVNN Minh Tân Xã Lê Lợi",
        "HTX DVNN Minh Tân Xã Hồng Minh",
        "HTX Rau Minh Tân",
    ]
    kept = {e.get("name"): e.get("value") for e in page.form("/new").iter("input")}
    assert (kept["full_name"], kept["organisation"]) == ("Lê Văn Thọ", "HTX minh tân")
    right = db.session.scalars(
        select(Organisation).where(Organisation.unit.has(name="Xã Lê Lợi"))
    ).one()
    officer.submit(page, {"organisation-choice": str(right.id)})
    assert db.session.scalars(select(Position.organisation_id)).all() == [right.id]


def test_two_of_exactly_one_name_are_asked_about(officer: Reader) -> None:
    two_of_one_name()
    page = officer.submit(
        officer.get("/people/new"), {**PERSON, "organisation": "HTX DVNN Minh Tân"}, status=422
    )
    assert len(offered(page)) == 2 and chosen() == []


def test_words_changed_after_the_choice_are_looked_up_anew(officer: Reader) -> None:
    first, _second = two_of_one_name()
    factories.organisation("HTX Đông Hưng")
    page = officer.submit(
        officer.get("/people/new"), {**PERSON, "organisation": "minh tan"}, status=422
    )
    changed = {"organisation": "dong hung", "organisation-choice": str(first.id)}
    again = officer.submit(page, changed, status=422)
    assert offered(again) == ["HTX Đông Hưng"] and chosen() == []


def test_a_choice_that_was_made_survives_another_mistake(officer: Reader) -> None:
    first, _second = two_of_one_name()
    page = officer.submit(
        officer.get("/people/new"), {**PERSON, "organisation": "minh tan"}, status=422
    )
    again = officer.submit(
        page, {"organisation-choice": str(first.id), "full_name": ""}, status=422
    )
    assert len(again.errors) == 1
    officer.submit(again, {"full_name": "Lê Văn Thọ"})
    assert db.session.scalars(select(Position.organisation_id)).all() == [first.id]


def test_a_form_opened_for_an_organisation_has_it_chosen(officer: Reader) -> None:
    first, _second = two_of_one_name()
    page = officer.get(f"/people/new?organisation={first.id}")
    officer.submit(page, PERSON)
    assert db.session.scalars(select(Position.organisation_id)).all() == [first.id]


@pytest.mark.parametrize("number", ["x", "-1", "0", "999999", "9" * 30, "١"])
def test_a_form_opened_for_nothing_sensible_is_empty(officer: Reader, number: str) -> None:
    page = officer.get(f"/people/new?organisation={number}")
    assert offered(page) == []
    assert "organisation-choice" not in field_names(page.form("/new"))


@pytest.mark.parametrize("typed", ["HTX Không Có", "...", "👩", "a" * 500])
def test_what_fits_nothing_says_so(officer: Reader, typed: str) -> None:
    factories.organisation("HTX Minh Tân")
    page = officer.submit(officer.get("/people/new"), {**PERSON, "organisation": typed}, status=422)
    assert page.errors[0].startswith("Không có đơn vị nào phù hợp") and offered(page) == []


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
def test_a_name_that_is_wanted_is_not_made_of_spaces(
    officer: Reader, cast: Cast, typed: str
) -> None:
    page = officer.get(f"/organisations/{cast.cooperative.id}/successions")
    values = {"successor": typed, "effective_on": ["1", "3", "2025"]}
    again = officer.submit(page, values, status=422)
    assert again.errors == ["Hãy điền mục “Đơn vị kế thừa”."]


def test_more_than_fit_are_said_to_be_more(officer: Reader) -> None:
    for number in range(10):
        factories.organisation(f"HTX Minh Tân {number}")
    page = officer.submit(
        officer.get("/people/new"), {**PERSON, "organisation": "minh"}, status=422
    )
    assert len(offered(page)) == 8 and "hãy nhập thêm tên" in page.text


def test_an_organisation_is_found_by_a_former_name(officer: Reader) -> None:
    body = factories.organisation("HTX Rau sạch")
    officer.submit(officer.get(f"/organisations/{body.id}/particulars"), {"name": "HTX Nông sản"})
    page = officer.submit(
        officer.get("/people/new"), {**PERSON, "organisation": "rau sach"}, status=422
    )
    assert offered(page) == ["HTX Nông sản"]


def test_choices_are_fetched_while_typing(app: Flask, officer: Reader, cast: Cast) -> None:
    body = factories.organisation("HTX Minh Tân")
    answer = officer.fetch("/organisations/choices?q=minh&field=organisation")
    assert f'value="{body.id}"' in answer.text and 'name="organisation-choice"' in answer.text
    assert officer.fetch("/organisations/choices?q=&field=organisation").text.strip() == ""
    for name in ("", "A", "x y", "%22onclick", "9"):
        assert officer.fetch(f"/organisations/choices?q=minh&field={name}").status_code == 404
