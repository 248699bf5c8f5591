"""Whom the office calls about an organisation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.extensions import db
from lms.registry.models import OrganisationContact, Person
from tests import factories
from tests.people import Cast
from tests.reader import Reader


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def test_an_officer_notes_whom_to_call(officer: Reader, cast: Cast) -> None:
    someone = factories.person("Lê Thị Mơ", cast.cooperative, phone="0912345678")
    page = officer.get(f"/organisations/{cast.cooperative.id}/contacts")
    values = {"person": str(someone.id), "role": "Phụ trách đào tạo"}
    shown = officer.submit(page, values, action="/contacts")
    assert shown.rows()[0] == ["Lê Thị Mơ", "Phụ trách đào tạo", "0912 345 678"]
    assert shown.links["0912 345 678"] == "tel:0912345678"


def test_noting_the_same_person_again_changes_the_role(officer: Reader, cast: Cast) -> None:
    someone = factories.person("Lê Thị Mơ", cast.cooperative)
    for role in ("Đào tạo", "Kế toán"):
        page = officer.get(f"/organisations/{cast.cooperative.id}/contacts")
        officer.submit(page, {"person": str(someone.id), "role": role}, action="/contacts")
    assert [row.role for row in db.session.scalars(select(OrganisationContact))] == ["Kế toán"]
    entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [entry.changes["role"] for entry in entries] == [["", "Đào tạo"], ["Đào tạo", "Kế toán"]]


def test_removing_a_contact_keeps_the_person(officer: Reader, cast: Cast) -> None:
    someone = factories.person("Lê Thị Mơ", cast.cooperative)
    row = OrganisationContact(organisation=cast.cooperative, person=someone, role="Đào tạo")
    db.session.add(row)
    db.session.commit()
    page = officer.get(f"/organisations/{cast.cooperative.id}/contacts")
    officer.submit(page, action="/removal")
    assert db.session.scalar(select(OrganisationContact.id)) is None
    assert db.session.get(Person, someone.id) is not None


def test_only_people_who_are_there_today_are_offered(officer: Reader, cast: Cast) -> None:
    factories.person("Lê Thị Mơ", cast.cooperative)
    left = factories.person("Hà Thị Rời", cast.cooperative)
    left.positions[0].ended_on = clock.today() - timedelta(days=1)
    stranger = factories.person("Vũ Văn Lạ", cast.other_cooperative)
    db.session.commit()
    path = f"/organisations/{cast.cooperative.id}/contacts"
    page = officer.get(path)
    offered = [option.text for option in page.root.iter("option")]
    assert offered == ["–", "Lê Thị Mơ, Giám đốc"]
    answer = officer.post(path, {"person": str(stranger.id), "role": "Đào tạo"})
    assert answer.status_code == 422


def test_a_role_is_wanted(officer: Reader, cast: Cast) -> None:
    someone = factories.person("Lê Thị Mơ", cast.cooperative)
    page = officer.get(f"/organisations/{cast.cooperative.id}/contacts")
    values = {"person": str(someone.id), "role": " "}
    again = officer.submit(page, values, action="/contacts", status=422)
    assert again.errors == ["Hãy điền mục “Phụ trách việc”."]
    nobody = officer.submit(
        again, {"person": "", "role": "Đào tạo"}, action="/contacts", status=422
    )
    assert len(nobody.errors) == 1


def test_an_organisation_without_people_says_what_to_do(officer: Reader, cast: Cast) -> None:
    page = officer.get(f"/organisations/{cast.cooperative.id}/contacts")
    address = page.links["Thêm cán bộ"]
    assert address.endswith(f"/people/new?organisation={cast.cooperative.id}")


def test_accounts_of_contacts_stand_apart(officer: Reader, cast: Cast) -> None:
    name, body = cast.contact.display_name, cast.cooperative.id
    page = officer.get(f"/organisations/{body}")
    assert "Tài khoản đầu mối của đơn vị" in page.text and name in page.text
    assert name not in officer.get(f"/organisations/{cast.other_cooperative.id}").text
    db.session.get_one(Account, cast.contact.id).disabled_at = clock.now()
    db.session.commit()
    assert f"{name} (đã khóa)" in officer.get(f"/organisations/{body}").text
