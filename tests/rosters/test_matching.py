"""Whom a row of a list means: in the register, and among the other rows."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from lms.extensions import db
from lms.registry.models import BirthPrecision, Organisation, Person
from lms.registry.people.citizen_number import hash_of, set_citizen_number
from tests import factories
from tests.people import Cast
from tests.rosters.lists import FEMALE, MALE, born, kept_list, kept_rows, row, states, wrong_row


@pytest.fixture
def hoa(app: Flask, cast: Cast) -> Person:
    """Somebody of the register."""
    person = factories.person("Nguyễn Thị Hoa", cast.cooperative, "0912345678")
    person.birth_date, person.birth_precision = date(1975, 1, 1), BirthPrecision.YEAR
    db.session.commit()
    return person


def whom(cast: Cast, **said: object) -> tuple[str, int | None]:
    """State and person of a list of one row."""
    roster = kept_list(cast.officer, row(5, str(said.pop("name", "NGUYỄN THỊ HOÀ")), **said))
    (only,) = kept_rows(roster)
    return only.state, only.person_id


def test_name_year_and_organisation_are_the_same_person(cast: Cast, hoa: Person) -> None:
    found = whom(cast, name="Nguyen Thi Hoa", year=1975, organisation="HTX DVNN Minh Tân (hư cấu)")
    assert found == ("same", hoa.id)


def test_a_name_with_other_marks_is_asked_about(cast: Cast, hoa: Person) -> None:
    """Hoa and Hóa are two names: whoever is meant, somebody has to see it."""
    at = {"year": 1975, "organisation": "HTX DVNN Minh Tân (hư cấu)"}
    assert whom(cast, name="Nguyễn Thị Hóa", **at) == ("maybe", None)
    assert whom(cast, name="NGUYỄN THỊ HOA", **at) == ("same", hoa.id)


def test_other_marks_beside_an_equal_citizen_number_are_a_slip(cast: Cast, hoa: Person) -> None:
    set_citizen_number(hoa, "034175001234", None)
    db.session.commit()
    assert whom(cast, name="Nguyễn Thị Hóa", citizen_number="034175001234") == ("same", hoa.id)


def test_sisters_whose_names_differ_in_marks_are_not_one(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(5, "Lê Thị Hoa", year=1980, phones=["0987654321"]),
        row(6, "Lê Thị Hóa", year=1980, phones=["0987654321"]),
        row(7, "Lê Thị Hoà", year=1980, phones=["0987654321"]),
        row(8, "LÊ THỊ HÒA", year=1980, phones=["0987654321"]),
    )
    assert [one.need for one in kept_rows(roster)] == ["", "person", "person", ""]


def test_name_and_telephone_are_the_same_person(cast: Cast, hoa: Person) -> None:
    assert whom(cast, name="Nguyễn Thị Hoa", phones=["0912345678"]) == ("same", hoa.id)


def test_name_and_year_alone_are_possibly_the_same(cast: Cast, hoa: Person) -> None:
    assert whom(cast, name="Nguyễn Thị Hoa", year=1975) == ("maybe", None)


def test_another_year_is_somebody_else(cast: Cast, hoa: Person) -> None:
    assert whom(cast, name="Nguyễn Thị Hoa", year=1985) == ("new", None)


def test_a_couple_shares_a_telephone(cast: Cast, hoa: Person) -> None:
    assert whom(cast, name="Trần Văn Bình", phones=["0912345678"]) == ("new", None)


def test_an_equal_citizen_number_is_the_same_person(cast: Cast, hoa: Person) -> None:
    set_citizen_number(hoa, "034175001234", None)
    db.session.commit()
    assert whom(cast, name="Nguyễn Thị Hoa", citizen_number="034 175 001 234") == ("same", hoa.id)


def test_a_citizen_number_beside_another_name_is_asked_about(cast: Cast, hoa: Person) -> None:
    set_citizen_number(hoa, "034175001234", None)
    db.session.commit()
    assert whom(cast, name="Trần Văn Bình", citizen_number="034175001234") == ("maybe", None)


def test_two_who_are_equally_likely_are_asked_about(cast: Cast, hoa: Person) -> None:
    factories.person("Nguyễn Thị Hoa", phone="0912345678")
    assert whom(cast, name="Nguyễn Thị Hoa", phones=["0912345678"]) == ("maybe", None)


def test_a_row_without_a_name_is_an_error_and_sinks_nobody(cast: Cast) -> None:
    assert states(kept_list(cast.officer, wrong_row(3), row(4, "Đỗ Văn Tám"))) == ["error", "new"]


def test_a_person_listed_twice_is_new_once_and_told(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(17, "Lê Thị Sáu", year=1980, phones=["0987654321"]),
        row(30, "LÊ THỊ SÁU", phones=["0987654321"], year=1980),
    )
    first, second = kept_rows(roster)
    assert (first.state, second.state) == ("new", "same")
    assert second.outcome["row"] == 17
    assert [m[2] for m in second.outcome["messages"]] == ["Trùng với dòng 17."]


def test_a_person_listed_twice_loses_nothing(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(17, "Lê Thị Sáu", year=1980, phones=["0987654321"]),
        row(30, "Lê Thị Sáu", phones=["0987654321", "0912000111"], birth=born(1980, 5, 2)),
        row(31, "Lê Thị Sáu", phones=["0912000111"], birth=born(1980, 5, 2), sex=FEMALE),
    )
    assert states(roster) == ["new", "update", "update"]
    changes = [one.outcome.get("changes") for one in kept_rows(roster)]
    assert changes[1] == [
        ["birth", "1980", "02/05/1980"],
        ["phone", "0987 654 321", "0912 000 111"],
    ]
    assert changes[2] == [["sex", "", "Nữ"]]


def test_namesakes_of_one_year_in_a_list_are_asked_about(cast: Cast) -> None:
    roster = kept_list(
        cast.officer, row(5, "Lê Văn Hai", year=1980), row(6, "Lê Văn Hai", year=1980)
    )
    second = kept_rows(roster)[1]
    assert (second.state, second.need) == ("maybe", "person")
    assert second.outcome["rows"][0][0] == 5


def test_father_and_son_of_one_name_and_telephone_are_asked_about(cast: Cast) -> None:
    roster = kept_list(
        cast.officer,
        row(5, "Lê Văn Hai", year=1950, phones=["0987654321"]),
        row(6, "Lê Văn Hai", year=1978, phones=["0987654321"]),
    )
    assert states(roster) == ["new", "maybe"]


def test_an_organisation_is_known_without_its_legal_prefix(cast: Cast) -> None:
    minh_tan = factories.organisation("HTX DVNN Minh Tân")
    roster = kept_list(cast.officer, row(5, "Lê Văn Hai", organisation="Hợp tác xã Minh Tân"))
    (only,) = kept_rows(roster)
    assert (only.state, only.need, only.outcome["place"]) == ("new", "", minh_tan.name)


def test_an_organisation_that_is_not_in_the_register_is_asked_about(cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Văn Hai", organisation="HTX Chưa Có"))
    (only,) = kept_rows(roster)
    assert (only.state, only.need) == ("new", "organisation")
    assert [m[0] for m in only.outcome["messages"]] == ["organisation_unknown"]


def test_a_name_that_several_bear_is_asked_about(cast: Cast) -> None:
    for name in ("HTX DVNN Minh Tân", "HTX SXKD Minh Tân"):
        factories.organisation(name)
    roster = kept_list(cast.officer, row(5, "Lê Văn Hai", organisation="HTX Minh Tân"))
    assert kept_rows(roster)[0].need == "organisation"


def test_a_tax_code_names_an_organisation_for_certain(cast: Cast) -> None:
    for name in ("HTX DVNN Minh Tân", "HTX SXKD Minh Tân"):
        factories.organisation(name)
    other = db.session.query(Organisation).filter_by(name="HTX SXKD Minh Tân").one()
    other.tax_code = "1001234567"
    db.session.commit()
    roster = kept_list(
        cast.officer,
        row(5, "Lê Văn Hai", organisation="HTX Minh Tân", tax_code="1001234567"),
    )
    (only,) = kept_rows(roster)
    assert (only.need, only.outcome["place"]) == ("", "HTX SXKD Minh Tân")


def test_citizen_numbers_are_kept_encrypted_only(cast: Cast) -> None:
    roster = kept_list(cast.officer, row(5, "Lê Văn Hai", citizen_number="034075001234", sex=MALE))
    (only,) = kept_rows(roster)
    assert "034075001234" not in str(only.said) + str(only.outcome)
    assert only.citizen_hash == hash_of("034075001234")
    assert (only.said or {})["citizen"][0] == "•••••••••234"
