"""The register of organisations."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms.extensions import db
from lms.registry.models import AdministrativeUnit, Organisation
from lms.registry.units.reference import REFORMED_ON, import_units
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def unit_named(name: str) -> AdministrativeUnit:
    import_units()
    return db.session.scalars(
        select(AdministrativeUnit).where(
            AdministrativeUnit.name == name, AdministrativeUnit.valid_from == REFORMED_ON
        )
    ).one()


@pytest.mark.parametrize("tax_code", ["1000123451", "1000123451-001", "034065001234", ""])
def test_an_officer_enters_an_organisation(officer: Reader, tax_code: str) -> None:
    unit = unit_named("Xã Tân Hưng").id
    page = officer.submit(
        officer.get("/organisations/new"),
        {
            "name": "QTDND Tân Hưng (hư cấu)",
            "kind": "credit_fund",
            "tax_code": tax_code,
            "unit": str(unit),
        },
    )
    assert page.h1 == "QTDND Tân Hưng (hư cấu)"
    row = db.session.scalars(select(Organisation)).one()
    assert (row.kind, row.tax_code, row.unit_id) == ("credit_fund", tax_code or None, unit)
    assert "Thành phố Hưng Yên; Huyện Tiên Lữ, Hưng Yên" in page.text


@pytest.mark.parametrize(
    "tax_code",
    ["100012345", "10001234567", "1000123456001", "100012345a", "1000123456-01"],
)
def test_a_tax_code_of_another_length_is_refused(officer: Reader, tax_code: str) -> None:
    page = officer.submit(
        officer.get("/organisations/new"), {"name": "HTX Mới", "tax_code": tax_code}, status=422
    )
    assert page.errors == [
        "Mã số thuế gồm 10 chữ số; 10 chữ số, dấu gạch ngang rồi 3 chữ số; hoặc 12 chữ số."
    ]
    assert db.session.scalar(select(Organisation.id)) is None


def test_a_tax_code_belongs_to_one_organisation(officer: Reader) -> None:
    form = officer.get("/organisations/new")
    officer.submit(form, {"name": "HTX Cũ", "tax_code": "1000123451"})
    page = officer.submit(
        officer.get("/organisations/new"),
        {"name": "HTX Mới", "tax_code": "1000 123 451"},
        status=422,
    )
    assert page.errors == ["Mã số thuế này đã được ghi cho HTX Cũ."]


def test_only_units_of_today_are_offered(officer: Reader) -> None:
    import_units()
    page = officer.get("/organisations/new")
    select_box = next(e for e in page.root.iter("select") if e.get("name") == "unit")
    assert len(list(select_box.iter("option"))) == 105
    former = db.session.scalars(
        select(AdministrativeUnit.id).where(AdministrativeUnit.valid_to == REFORMED_ON).limit(1)
    ).one()
    answer = officer.post(
        "/organisations/new", {"name": "HTX", "kind": "other", "unit": str(former)}
    )
    assert answer.status_code == 422


def test_organisations_are_listed_by_name_and_found_without_marks(officer: Reader) -> None:
    for name in ("HTX Đông Hưng", "HTX Ân Thi", "HTX Dân Tiến", "HTX An Bình"):
        factories.organisation(name)
    assert [row[0] for row in officer.get("/organisations").rows()] == [
        "HTX An Bình",
        "HTX Ân Thi",
        "HTX Dân Tiến",
        "HTX Đông Hưng",
    ]
    assert [row[:2] for row in officer.get("/organisations?q=dong").rows()] == [
        ["HTX Đông Hưng", "Hợp tác xã"]
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_take_the_same_number_of_statements_whatever_their_length(
    officer: Reader, number: int
) -> None:
    bodies = [factories.organisation() for _place in range(number)]
    for _place in range(number):
        factories.person("", bodies[0])
    for path, most in (("/organisations", 3), (f"/organisations/{bodies[0].id}", 8)):
        officer.get(path)
        with counted() as statements:
            officer.get(path)
        assert len(statements) == most


def test_a_contact_sees_the_own_organisation_only(app: Flask, cast: Cast) -> None:
    other = cast.other_cooperative.id
    reader = Reader(app, cast.contact)
    assert [row[0] for row in reader.get("/organisations").rows()] == [cast.cooperative.name]
    assert reader.get(f"/organisations/{cast.cooperative.id}").h1 == cast.cooperative.name
    reader.get(f"/organisations/{other}", status=404)
    reader.get("/organisations/new", status=403)


def test_an_organisations_page_lists_its_people(officer: Reader, cast: Cast) -> None:
    factories.person("Lê Thị Mơ", cast.cooperative)
    factories.person("Vũ Văn Lạ", cast.other_cooperative)
    page = officer.get(f"/organisations/{cast.cooperative.id}")
    assert [row[0] for row in page.rows()] == ["Lê Thị Mơ"]
