"""Which organisations a name in a list may stand for."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.extensions import db
from lms.registry.bare_names import kind_of_name
from lms.registry.models import AdministrativeUnit, Organisation, OrganisationName
from lms.registry.organisations.names import (
    MatchReason,
    OrganisationNames,
    bare_name_key,
    certain_match,
    organisations_named,
)
from lms.registry.units.reference import import_units
from lms.vietnamese import search_key
from tests import factories
from tests.queries import counted


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("HTX Minh Tân", "minh tan"),
        ("HTX DVNN xã Minh Tân", "minh tan"),
        ("Hợp tác xã SXKD dịch vụ nông nghiệp Minh Tân", "minh tan"),
        ("HTX SX, KD & DV nông nghiệp TT. Quỳnh Côi", "quynh coi"),
        ("HTX DVNN thị trấn Quỳnh Côi", "quynh coi"),
        ("QTDND Minh Tân", "minh tan"),
        ("Quỹ TDND P. Trần Lãm", "tran lam"),
        ("QUỸ TÍN DỤNG NHÂN DÂN PHƯỜNG TRẦN LÃM", "tran lam"),
        ("LHHTX Nông sản sạch", "nong san sach"),
        ("Tổ hợp tác nuôi ngao Đông Minh", "nuoi ngao dong minh"),
        ("HTX Phương Đông", "phuong dong"),
        ("HTX Nông nghiệp", "nong nghiep"),
        ("HTX", "htx"),
        ("HTX Xã", "xa"),
        ("UBND xã Minh Tân", "ubnd xa minh tan"),
        ("", ""),
    ],
)
def test_legal_prefixes_are_taken_off_but_never_to_nothing(name: str, bare: str) -> None:
    assert bare_name_key(name) == bare


@given(st.text(max_size=300))
def test_no_name_is_taken_off_to_nothing(name: str) -> None:
    key, bare = search_key(name), bare_name_key(name)
    assert bool(bare) == bool(key)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX DVNN Minh Tân", "cooperative"),
        ("Liên hiệp HTX Thái Bình", "cooperative_union"),
        ("Quỹ TDND An Bài", "credit_fund"),
        ("THT Nuôi ngao", "cooperative_group"),
        ("Minh Tân", None),
        ("UBND xã Minh Tân", None),
    ],
)
def test_a_name_tells_its_kind(name: str, kind: str | None) -> None:
    assert kind_of_name(name) == kind


def in_commune(body: Organisation, unit: str) -> Organisation:
    body.unit = AdministrativeUnit(code="1", name=unit, former_district="", former_province="")
    return body


def test_a_name_that_fits_several_gives_several(app: Flask) -> None:
    factories.organisation("HTX SXKD DVNN Minh Tân")
    factories.organisation("HTX Minh Tân")
    factories.organisation("HTX Minh Tâm")
    found = organisations_named("HTX DVNN xã Minh Tân")
    assert [(match.name, match.why) for match in found] == [
        ("HTX Minh Tân", MatchReason.BARE_NAME),
        ("HTX SXKD DVNN Minh Tân", MatchReason.BARE_NAME),
    ]
    assert certain_match(found) is None


def test_the_commune_tells_two_of_one_name_apart(app: Flask) -> None:
    in_commune(factories.organisation("HTX DVNN Minh Tân"), "Xã Hồng Minh")
    here = in_commune(factories.organisation("HTX DVNN Minh Tân"), "Xã Lê Lợi")
    found = organisations_named("HTX Minh Tân", "xã lê lợi")
    assert [(match.unit, match.why) for match in found] == [
        ("Xã Lê Lợi", MatchReason.BARE_NAME_AND_COMMUNE),
        ("Xã Hồng Minh", MatchReason.OTHER_COMMUNE),
    ]
    certain = certain_match(found)
    assert certain is not None and certain.id == here.id


def test_a_fund_is_not_the_cooperative_of_the_same_commune(app: Flask) -> None:
    factories.organisation("HTX DVNN An Bài")
    found = organisations_named("QTDND An Bài")
    assert [match.why for match in found] == [MatchReason.OTHER_KIND]
    assert certain_match(found) is None


def test_the_whole_name_wins_over_the_bare_one(app: Flask) -> None:
    factories.organisation("HTX DVNN Minh Tân")
    factories.organisation("HTX Minh Tân")
    found = organisations_named("htx dvnn MINH TÂN")
    assert [match.why for match in found] == [MatchReason.NAME, MatchReason.BARE_NAME]
    certain = certain_match(found)
    assert certain is not None and certain.name == "HTX DVNN Minh Tân"


def test_a_former_name_finds_the_organisation_of_today(app: Flask) -> None:
    body = factories.organisation("HTX Nông sản Thái Bình")
    body.former_names.append(OrganisationName(name="HTX Rau sạch", used_until=date(2024, 1, 1)))
    db.session.commit()
    (match,) = organisations_named("HTX DVNN rau sạch")
    assert (match.id, match.name, match.why) == (body.id, body.name, MatchReason.FORMER_NAME)
    assert certain_match([match]) == match


def at(body: Organisation, name: str, district: str = "") -> Organisation:
    """Put an organisation in a unit that ships with the product; a former one has a district."""
    unit = AdministrativeUnit
    found = select(unit).where(unit.name == name, unit.former_district.contains(district))
    ended = unit.valid_to.is_not(None) if district else unit.valid_to.is_(None)
    body.unit = db.session.scalars(found.where(ended)).one()
    db.session.commit()
    return body


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("HTX Minh Tân", "xã Lê Lợi"),
        ("HTX Minh Tân", "xã Thống Nhất, huyện Kiến Xương"),
        ("HTX Minh Tân", "huyện Kiến Xương"),
        ("HTX Minh Tân", "Kiến Xương"),
        ("HTX DVNN Minh Tân, Kiến Xương", ""),
        ("HTX DVNN xã Minh Tân - huyện Kiến Xương", ""),
        ("HTX Minh Tân (xã Lê Lợi)", ""),
    ],
)
def test_old_communes_districts_and_places_after_the_name_tell_apart(
    app: Flask, text: str, commune: str
) -> None:
    import_units()
    here = at(factories.organisation("HTX DVNN Minh Tân"), "Xã Lê Lợi")
    at(factories.organisation("HTX DVNN Minh Tân"), "Xã Hồng Minh")
    found = organisations_named(text, commune)
    assert found[0].id == here.id and len(found) == 2
    certain = certain_match(found)
    assert certain is not None and certain.id == here.id


def test_an_organisation_of_a_former_unit_is_found_by_the_unit_of_today(app: Flask) -> None:
    import_units()
    body = at(factories.organisation("HTX Bình Minh"), "Xã Bình Minh", "Huyện Kiến Xương")
    (match,) = organisations_named("HTX Bình Minh", "xã Kiến Xương")
    assert (match.id, match.why) == (body.id, MatchReason.NAME_AND_COMMUNE)
    (other,) = organisations_named("HTX Bình Minh", "xã Tiên La")
    assert other.why == MatchReason.OTHER_COMMUNE


def test_an_organisation_without_a_commune_is_not_ruled_out_by_one(app: Flask) -> None:
    factories.organisation("HTX Minh Tân")
    (match,) = organisations_named("HTX Minh Tân", "xã Lê Lợi")
    assert match.why == MatchReason.NAME


def test_hundreds_of_names_take_few_statements(app: Flask) -> None:
    import_units()
    at(factories.organisation("HTX Số 7"), "Xã Lê Lợi")
    with counted() as statements:
        names = OrganisationNames(f"HTX DVNN Số {number}" for number in range(400))
        found = [names.named(f"HTX DVNN Số {n}", "xã Lê Lợi") for n in range(400)]
    assert [match.name for matches in found for match in matches] == ["HTX Số 7"]
    assert len(statements) == 3  # the names, units, successions


@pytest.mark.parametrize("text", ["", "  ", "...", "HTX Không Có"])
def test_nothing_is_found_by_nothing(app: Flask, text: str) -> None:
    factories.organisation("HTX Minh Tân")
    assert organisations_named(text) == []
