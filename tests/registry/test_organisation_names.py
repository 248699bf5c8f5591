"""Which organisations a name in a list may stand for."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms.registry.bare_names import kind_of_name
from lms.registry.models import AdministrativeUnit, Organisation
from lms.registry.organisation_names import (
    MatchReason,
    bare_name_key,
    certain_match,
    organisations_named,
)
from lms.vietnamese import search_key
from tests import factories


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


@pytest.mark.parametrize("text", ["", "  ", "...", "HTX Không Có"])
def test_nothing_is_found_by_nothing(app: Flask, text: str) -> None:
    factories.organisation("HTX Minh Tân")
    assert organisations_named(text) == []
