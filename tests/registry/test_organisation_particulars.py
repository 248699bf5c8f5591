"""What the register holds of an organisation: entering it in full, changing it, former names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, Organisation, OrganisationKind
from lms.registry.organisations.register import (
    OrganisationParticulars,
    change_organisation,
    register_organisation,
)
from lms.registry.units.reference import REFORMED_ON, import_units
from tests import factories
from tests.people import Cast
from tests.reader import Reader

WRONG_CHECK_DIGIT = "1000123456"


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


def unit(name: str = "Xã Tiên La") -> AdministrativeUnit:
    import_units()
    found = select(AdministrativeUnit).filter_by(name=name, valid_from=REFORMED_ON)
    return db.session.scalars(found).one()


def stored() -> Organisation:
    return db.session.scalars(select(Organisation).order_by(Organisation.id.desc())).first()  # type: ignore[return-value]


FULL = {
    "name": "HTX DVNN Tiên La (hư cấu)",
    "kind": "cooperative",
    "tax_code": "1000123451",
    "registration_number": "080607000012",
    "activity": "farming",
    "size_class": "small",
    "alliance_member_since": ["5", "2", "2019"],
    "phone": "0227 383 1234",
    "address": "Thôn 3",
}


def test_an_organisation_is_entered_in_full_and_shown(officer: Reader) -> None:
    page = officer.submit(officer.get("/organisations/new"), {**FULL, "unit": str(unit().id)})
    row = stored()
    assert (row.registration_number, row.activity, row.size_class, row.status) == (
        "080607000012", "farming", "small", "active",
    )  # fmt: skip
    assert (row.alliance_member_since, row.phone, row.address, row.address_as_of) == (
        date(2019, 2, 5), "02273831234", "Thôn 3", clock.today(),
    )  # fmt: skip
    for words in ("Nông, lâm, ngư, diêm nghiệp", "Nhỏ", "05/02/2019", "080607000012", "Xã Tiên La"):
        assert words in page.text
    assert page.links["02273831234"] == "tel:02273831234"


def test_a_wrong_check_digit_is_warned_of_once(officer: Reader) -> None:
    form = officer.get("/organisations/new")
    warned = officer.submit(form, {"name": "HTX Mới", "tax_code": WRONG_CHECK_DIGIT}, status=422)
    assert warned.errors == [
        f"Chữ số kiểm tra của mã số thuế {WRONG_CHECK_DIGIT} không khớp. Hãy so lại với giấy tờ; "
        "nếu giấy tờ ghi đúng như vậy, hãy gửi lại để lưu."
    ]
    again = officer.submit(warned, {"tax_code": "1000123457"}, status=422)
    assert "1000123457" in again.errors[0]
    officer.submit(again)
    assert stored().tax_code == "1000123457"


def test_a_code_that_was_recorded_is_not_warned_of_again(officer: Reader) -> None:
    body = factories.organisation("HTX Cũ")
    body.tax_code = WRONG_CHECK_DIGIT
    db.session.commit()
    page = officer.get(f"/organisations/{body.id}/particulars")
    assert officer.submit(page, {"phone": "0912345678"}).h1 == "HTX Cũ"
    assert stored().phone == "0912345678"


def test_a_group_without_a_tax_code_gets_a_number_of_its_commune(app: Flask) -> None:
    here, there = unit().id, unit("Xã Hồng Minh").id
    group = OrganisationKind.COOPERATIVE_GROUP

    def code(**more: object) -> str | None:
        return register_organisation("THT Nuôi ngao", group, None, **more).internal_code

    assert [code(unit_id=here), code(unit_id=here), code(unit_id=there)] == [
        "THT-12634-001", "THT-12634-002", "THT-12685-001",
    ]  # fmt: skip
    assert code() is None
    assert code(unit_id=here, tax_code="1000123451") is None


def test_the_number_of_a_group_stays_when_it_gets_a_tax_code(app: Flask, cast: Cast) -> None:
    group = OrganisationKind.COOPERATIVE_GROUP
    row = register_organisation("THT Nuôi ngao", group, None)
    named = OrganisationParticulars("THT Nuôi ngao", group, unit_id=unit().id)
    change_organisation(row, named, cast.officer)
    assert row.internal_code == "THT-12634-001"
    taxed = OrganisationParticulars("THT Nuôi ngao", group, tax_code="1000123451")
    change_organisation(row, taxed, cast.officer)
    assert (row.internal_code, row.unit_id) == ("THT-12634-001", None)


def test_an_officer_changes_what_is_known(officer: Reader, cast: Cast) -> None:
    body = cast.cooperative
    page = officer.get(f"/organisations/{body.id}/particulars")
    assert page.h1 == "Sửa thông tin"
    shown = officer.submit(page, {"status": "suspended", "phone": "0912 345 678"})
    assert "Tạm ngừng hoạt động" in shown.text and "0912 345 678" in shown.text
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.changes) == (
        "organisation changed",
        body.id,
        {"status": ["active", "suspended"], "phone": ["", "0912345678"], "revision": 2},
    )


def test_saving_without_a_change_records_nothing(officer: Reader, cast: Cast) -> None:
    officer.submit(officer.get(f"/organisations/{cast.cooperative.id}/particulars"))
    assert db.session.scalar(select(AuditEntry.id)) is None
    assert db.session.get_one(Organisation, cast.cooperative.id).address_as_of is None


def test_a_former_name_still_finds_the_organisation(officer: Reader) -> None:
    body = factories.organisation("HTX Rau sạch Đông Hưng")
    page = officer.get(f"/organisations/{body.id}/particulars")
    shown = officer.submit(page, {"name": "HTX Nông sản Thái Bình"})
    assert shown.h1 == "HTX Nông sản Thái Bình"
    assert f"HTX Rau sạch Đông Hưng (đến {clock.today():%d/%m/%Y})" in shown.text
    for words in ("rau sach", "nông sản"):
        assert [row[0] for row in officer.get(f"/organisations?q={words}").rows()] == [shown.h1]
    assert officer.get("/organisations?q=rau sach thai binh").rows() == []


def test_a_name_that_was_only_misspelt_is_not_kept(officer: Reader) -> None:
    body = factories.organisation("HTX Rau sahc")
    page = officer.get(f"/organisations/{body.id}/particulars")
    officer.submit(page, {"name": "HTX Rau sạch", "corrects_name": "y"})
    assert officer.get("/organisations?q=sahc").rows() == []


def test_two_officers_at_once_are_told_of_each_other(officer: Reader, cast: Cast) -> None:
    body = cast.cooperative.id
    mine, other = (officer.get(f"/organisations/{body}/particulars") for _n in range(2))
    officer.submit(other, {"phone": "0912345678", "activity": "trade", "unit": str(unit().id)})
    page = officer.submit(mine, {"address": "Thôn 5"}, status=422)
    assert page.errors[0].startswith("Có người vừa sửa")
    assert "Lĩnh vực: không có → Thương mại, dịch vụ" in page.text
    assert "Xã Tiên La" in page.text
    assert db.session.get_one(Organisation, body).address == ""
    officer.submit(page)
    db.session.expire_all()
    row = db.session.get_one(Organisation, body)
    assert (row.address, row.phone, row.activity) == ("Thôn 5", "0912345678", "trade")
    assert row.unit is not None and row.unit.name == "Xã Tiên La"


def test_a_commune_of_before_is_kept_and_says_what_it_is_now(officer: Reader) -> None:
    import_units()
    former = db.session.scalars(
        select(AdministrativeUnit).filter_by(name="Xã Ngọc Thanh", valid_to=REFORMED_ON)
    ).one()
    body = factories.organisation("HTX Ngọc Thanh")
    body.unit = former
    db.session.commit()
    page = officer.get(f"/organisations/{body.id}")
    assert "Xã Ngọc Thanh (nay là Xã Hiệp Cường; Phường Sơn Nam)" in page.text
    officer.submit(officer.get(f"/organisations/{body.id}/particulars"), {"address": "Thôn 1"})
    assert stored().unit_id == former.id


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": ""}, "Hãy điền mục"),
        ({"phone": "123"}, "số điện thoại"),
        ({"alliance_member_since": ["30", "2", "2020"]}, "ngày"),
        ({"tax_code": "12345"}, "Mã số thuế gồm 10 chữ số"),
        ({"registration_number": "1" * 61}, "60"),
    ],
)
def test_a_mistake_is_named_and_the_rest_is_kept(
    officer: Reader, cast: Cast, values: dict[str, object], error: str
) -> None:
    page = officer.get(f"/organisations/{cast.cooperative.id}/particulars")
    again = officer.submit(page, {"address": "Thôn 5", **values}, status=422)
    assert len(again.errors) == 1 and error in again.errors[0]
    kept = next(e for e in again.root.iter("input") if e.get("name") == "address")
    assert kept.get("value") == "Thôn 5"
    assert db.session.get_one(Organisation, cast.cooperative.id).address == ""


def test_membership_does_not_begin_tomorrow(officer: Reader, cast: Cast) -> None:
    day = clock.today() + timedelta(days=1)
    page = officer.get(f"/organisations/{cast.cooperative.id}/particulars")
    parts = [str(day.day), str(day.month), str(day.year)]
    again = officer.submit(page, {"alliance_member_since": parts}, status=422)
    assert again.errors == ["Ngày này chưa đến."]


def test_the_end_of_an_organisation_is_entered_with_its_successor(app: Flask, cast: Cast) -> None:
    made_up = OrganisationParticulars("HTX", OrganisationKind.COOPERATIVE, status="succeeded")
    with pytest.raises(DomainError) as refused:
        change_organisation(cast.cooperative, made_up, cast.officer)
    assert refused.value.field == "status"


def test_a_tax_code_of_somebody_else_is_refused_at_the_change(officer: Reader, cast: Cast) -> None:
    cast.other_cooperative.tax_code = "1000123451"
    db.session.commit()
    page = officer.get(f"/organisations/{cast.cooperative.id}/particulars")
    again = officer.submit(page, {"tax_code": "1000123451"}, status=422)
    assert again.errors == [f"Mã số thuế này đã được ghi cho {cast.other_cooperative.name}."]


def test_leaders_and_contacts_read_only(app: Flask, cast: Cast) -> None:
    for who in (cast.leader, cast.contact):
        page = Reader(app, who).get(f"/organisations/{cast.cooperative.id}")
        assert "Sửa thông tin" not in page.links
