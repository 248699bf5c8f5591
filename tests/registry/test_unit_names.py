"""Which commune or ward a list means."""

from __future__ import annotations

import csv
from datetime import date
from itertools import product

import pytest
from flask import Flask

from lms.registry.units.history import load_history
from lms.registry.units.names import (
    Gazetteer,
    Outcome,
    Resolution,
    load_gazetteer,
    resolve_unit,
)
from lms.registry.units.reference import DATA, import_units
from lms.vietnamese import search_key
from tests.queries import counted

BEFORE, AFTER = date(2024, 5, 20), date(2026, 3, 1)


@pytest.fixture
def gazetteer(app: Flask) -> Gazetteer:
    import_units()
    return load_gazetteer()


def said(found: Resolution) -> str:
    assert found.unit is not None, found
    district = found.unit.districts[0] if found.unit.ended_on else "nay"
    return f"{found.unit.name} ({district})"


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("xã Minh Tân", "Kiến Xương"),
        ("Minh Tân", "Huyện Kiến Xương"),
        ("minh tan", "kien xuong"),
        ("X. MINH TÂN", "H. Kiến Xương"),
        ("Xã Minh Tân, huyện Kiến Xương", ""),
        ("Minh Tân - Kiến Xương - Thái Bình", ""),
        ("thôn Đông, xã Minh Tân, huyện Kiến Xương, tỉnh Thái Bình", ""),
        ("thôn 3 xã Minh Tân huyện Kiến Xương", ""),
        ("thon dong xa minh tan huyen kien xuong", ""),
        ("Minh  Tân\nKiến Xương", ""),
    ],
)
def test_a_former_name_is_told_apart_by_its_district(
    gazetteer: Gazetteer, name: str, district: str
) -> None:
    assert said(gazetteer.resolve(name, district, BEFORE)) == "Xã Minh Tân (Huyện Kiến Xương)"


def test_a_former_name_of_several_units_is_never_resolved_bare(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve("xã Minh Tân", on=BEFORE)
    assert (found.outcome, found.unit) == (Outcome.AMBIGUOUS, None)
    former = [u for u in found.candidates if u.ended_on]
    assert {u.districts[0] for u in former} == {
        "Huyện Đông Hưng",
        "Huyện Hưng Hà",
        "Huyện Kiến Xương",
        "Huyện Phù Cừ",
    }


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("Long Hưng", "Huyện Văn Giang"),
        ("Ngọc Lâm", "Thị xã Mỹ Hào"),
        ("Hoàng Hoa Thám", "Huyện Ân Thi"),
        ("Phạm Ngũ Lão", "Huyện Kim Động"),
        ("Lạc Đạo", "Huyện Văn Lâm"),
    ],
)
def test_a_former_name_that_lives_on_elsewhere_needs_its_district(
    gazetteer: Gazetteer, name: str, district: str
) -> None:
    found = gazetteer.resolve(name, on=BEFORE)
    assert found.outcome == Outcome.AMBIGUOUS and len(found.candidates) == 2
    assert said(gazetteer.resolve(name, district, BEFORE)) == f"Xã {name} ({district})"


def test_a_former_name_of_one_unit_is_enough(gazetteer: Gazetteer) -> None:
    assert said(gazetteer.resolve("Thanh Tân", on=BEFORE)) == "Xã Thanh Tân (Huyện Kiến Xương)"
    assert said(gazetteer.resolve("tt quynh coi", on=BEFORE)) == (
        "Thị trấn Quỳnh Côi (Huyện Quỳnh Phụ)"
    )


def test_the_day_decides_which_unit_has_the_name(gazetteer: Gazetteer) -> None:
    before = gazetteer.resolve("Tân Tiến", "Hưng Hà", BEFORE)
    assert said(before) == "Xã Tân Tiến (Huyện Hưng Hà)"
    assert said(gazetteer.resolve("Tân Tiến", on=date(2025, 7, 1))) == "Xã Tân Tiến (nay)"
    assert gazetteer.resolve("Tân Tiến", on=date(2025, 6, 30)).outcome == Outcome.AMBIGUOUS


def test_after_the_reform_a_former_district_still_tells_what_is_meant(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve("xã Tân Tiến, huyện Hưng Hà", on=AFTER)
    assert said(found) == "Xã Tiên La (nay)"
    assert found.former is not None and found.former.name == "Xã Tân Tiến"
    assert said(gazetteer.resolve("Tân Tiến, Hưng Yên", on=AFTER)) == "Xã Tân Tiến (nay)"
    assert said(gazetteer.resolve("Tân Tiến", "Quỳnh Phụ", AFTER)) == "Xã Tân Tiến (nay)"


def test_an_older_name_is_followed_when_one_thing_can_be_meant(gazetteer: Gazetteer) -> None:
    assert said(gazetteer.resolve("xã Thanh Tân", on=AFTER)) == "Xã Bình Nguyên (nay)"
    assert gazetteer.resolve("xã Minh Tân", on=AFTER).outcome == Outcome.AMBIGUOUS
    split = gazetteer.resolve("xã Ngọc Thanh, huyện Kim Động", on=AFTER)
    assert [u.name for u in split.candidates] == ["Xã Hiệp Cường", "Phường Sơn Nam"]


def test_a_name_of_today_in_an_older_list_is_asked_about(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve("xã Tiên La", on=BEFORE)
    assert (found.outcome, [u.name for u in found.candidates]) == (
        Outcome.AMBIGUOUS,
        ["Xã Tiên La"],
    )


def test_the_kind_of_unit_tells_apart_or_is_asked_about(gazetteer: Gazetteer) -> None:
    assert said(gazetteer.resolve("phường Lê Lợi", on=BEFORE)) == (
        "Phường Lê Lợi (Thành phố Hưng Yên)"
    )
    assert gazetteer.resolve("thị trấn Thanh Tân", on=BEFORE).outcome == Outcome.AMBIGUOUS


@pytest.mark.parametrize("name", ["", "  ", "xã", "Xã Không Có Thật", "thôn 5", ", ,", "😀"])
def test_what_is_no_units_name_is_unknown(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.resolve(name, on=BEFORE).outcome == Outcome.UNKNOWN


def _edges() -> list[dict[str, str]]:
    with (DATA / "hungyen_old_to_new.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WAYS = (
    "{unit}, {district}",
    "{unit} {district}",
    "Thôn 3 {unit} {district} tỉnh {province}",
    "{unit} - {bare} - {province}",
)


def test_every_former_unit_is_found_however_its_address_is_written(gazetteer: Gazetteer) -> None:
    wrong = []
    for edge, way in product(_edges(), WAYS):
        unit, district = edge["old_commune"], edge["old_district"]
        bare = district.removeprefix("Huyện ").removeprefix("Thị xã ").removeprefix("Thành phố ")
        text = way.format(unit=unit, district=district, bare=bare, province=edge["old_province"])
        for written in (text, text.upper(), search_key(text) if "-" not in way else text.lower()):
            found = gazetteer.resolve(written, on=BEFORE).unit
            if found is None or (found.code, found.ended_on is None) != (
                edge["old_commune_code"], False,
            ):  # fmt: skip
                wrong.append(written)
    assert wrong == []


def test_every_unit_of_today_is_found_by_its_name(gazetteer: Gazetteer) -> None:
    with (DATA / "hungyen_communes_2025.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for text in (row["name"], row["short_name"], f"{row['name']}, tỉnh Hưng Yên"):
            for written in (text, text.upper(), search_key(text)):
                found = gazetteer.resolve(written, on=AFTER).unit
                assert found is not None and found.code == row["code"], written


def test_a_gazetteer_is_read_in_two_statements(app: Flask) -> None:
    import_units()
    with counted() as statements:
        assert resolve_unit("xã Minh Tân", "Kiến Xương", BEFORE).is_resolved
        load_history()
    assert len(statements) == 4
