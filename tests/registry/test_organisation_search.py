"""Finding organisations: without marks, with or without legal prefixes, by number, by narrowing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.extensions import db
from lms.registry.models import (
    AdministrativeUnit,
    OrganisationContact,
    OrganisationName,
    SuccessionKind,
)
from lms.registry.organisations.lineage import record_succession
from lms.registry.units.reference import REFORMED_ON, import_units
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def names(officer: Reader, query: str) -> list[str]:
    return [row[0] for row in officer.get(f"/organisations?{query}").rows()]


@pytest.mark.parametrize(
    "q",
    [
        "minh tan",
        "Minh Tân",
        "HTX Minh Tân",
        "hợp tác xã dịch vụ nông nghiệp minh tân",
        "HTX DVNN xã MINH TÂN",
        "tan minh",
        "DVNN Minh",
        "1000123451",
        "1000 123",
        "123451-001",
    ],
)
def test_prefixes_marks_and_order_do_not_matter(officer: Reader, q: str) -> None:
    body = factories.organisation("HTX SXKD DVNN Minh Tân")
    body.tax_code = "1000123451-001"
    factories.organisation("HTX Đông Hưng")
    db.session.commit()
    assert names(officer, f"q={q}") == ["HTX SXKD DVNN Minh Tân"]


@pytest.mark.parametrize(
    ("q", "kind"), [("QTDND An Bài", "credit_fund"), ("HTX An Bài", "cooperative")]
)
def test_a_legal_form_that_is_typed_counts(officer: Reader, q: str, kind: str) -> None:
    fund = factories.organisation("Quỹ tín dụng nhân dân An Bài", "credit_fund")
    cooperative = factories.organisation("Hợp tác xã An Bài", "cooperative")
    expected = {"credit_fund": fund.name, "cooperative": cooperative.name}[kind]
    assert names(officer, f"q={q}") == [expected]


@pytest.mark.parametrize("q", ["%25", "_", "%00", "'", "...", "%5C"])
def test_signs_mean_nothing(officer: Reader, q: str) -> None:
    factories.organisation("HTX An Bình")
    assert names(officer, f"q={q}") == ["HTX An Bình"]


def test_a_group_is_found_by_its_number(officer: Reader) -> None:
    body = factories.organisation("THT Nuôi ngao", "cooperative_group")
    body.internal_code = "THT-12634-001"
    db.session.commit()
    assert names(officer, "q=tht-12634-001") == ["THT Nuôi ngao"]
    assert officer.get("/organisations").rows()[0][3] == "THT-12634-001"


def test_the_list_is_narrowed_by_kind_district_and_status(officer: Reader) -> None:
    import_units()
    made_of_two = db.session.scalars(
        select(AdministrativeUnit).filter_by(name="Xã Mễ Sở", valid_from=REFORMED_ON)
    ).one()
    former = db.session.scalars(
        select(AdministrativeUnit).filter_by(name="Xã Thắng Lợi", valid_to=REFORMED_ON)
    ).one()
    here = factories.organisation("HTX Mễ Sở")
    here.unit = made_of_two
    before = factories.organisation("QTDND Thắng Lợi", "credit_fund")
    before.unit, before.status = former, "suspended"
    factories.organisation("HTX Ở đâu")
    db.session.commit()
    assert names(officer, "district=Huyện+Văn+Giang") == [
        "HTX Mễ Sở",
        "QTDND Thắng Lợi Tạm ngừng hoạt động",
    ]
    assert names(officer, "district=Huyện+Khoái+Châu") == ["HTX Mễ Sở"]
    assert names(officer, "district=Huyện+Văn+Giang&kind=credit_fund") == [
        "QTDND Thắng Lợi Tạm ngừng hoạt động"
    ]
    assert names(officer, "status=active&district=Huyện+Văn+Giang") == ["HTX Mễ Sở"]
    assert len(names(officer, "kind=x&district=y&status=z")) == 3


def test_what_was_asked_stays_in_the_form(officer: Reader) -> None:
    page = officer.get("/organisations?q=minh&kind=agency&status=dissolved")
    chosen = [o.get("value") for o in page.root.iter("option") if o.get("selected") is not None]
    assert chosen == ["agency", "dissolved"] and page.rows() == []
    assert "Không tìm thấy" in page.text


def test_a_contact_finds_the_own_organisation_only(app: Flask, cast: Cast) -> None:
    db.session.add(
        OrganisationName(
            organisation_id=cast.other_cooperative.id, name="HTX Cũ", used_until=clock.today()
        )
    )
    db.session.commit()
    contact = Reader(app, cast.contact)
    for q in ("HTX", "cu", "rau sach", ""):
        assert set(names(contact, f"q={q}")) <= {cast.cooperative.name}
    assert "rau" not in contact.fetch("/organisations/choices?q=rau&field=x").text.lower()
    contact.get("/organisations?q=rau")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_statements_whatever_they_show(
    officer: Reader, cast: Cast, number: int
) -> None:
    body = factories.organisation("HTX Đích")
    for place in range(number):
        record_succession(
            factories.organisation(), body, SuccessionKind.MERGER, clock.today(), cast.officer
        )
        person = factories.person("", body, phone="0912345678")
        db.session.add(OrganisationContact(organisation=body, person=person, role="Đào tạo"))
        body.former_names.append(OrganisationName(name=f"HTX {place}", used_until=clock.today()))
    db.session.commit()
    paths = {"/organisations?q=htx": 3, f"/organisations/{body.id}": 8}
    for path, most in paths.items():
        officer.get(path)
        with counted() as statements:
            officer.get(path)
        assert len(statements) == most, [s.split("FROM")[-1][:40] for s in statements]
