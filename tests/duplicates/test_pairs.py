"""The pairs that the register proposes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Account
from lms.duplicates.distinctions import distinguish
from lms.duplicates.likeness import Doubt, Reason, Strength
from lms.duplicates.pairs import LARGEST_GROUP, candidate_pairs, find_pairs
from lms.duplicates.particulars import Particulars, particulars
from lms.errors import DomainError
from lms.registry.models import Person, PersonPhone
from tests.duplicates import twins
from tests.people import Cast
from tests.queries import counted


def found() -> list[tuple[int, int, Strength]]:
    return [(pair.first_id, pair.second_id, pair.likeness.strength) for pair in candidate_pairs()]


def numbered(name: str, number: str, **particulars: Any) -> Person:
    return twins.person(
        name, citizen_number_hash=number * 64, citizen_number_encrypted=number, **particulars
    )


def test_pairs_come_with_reasons_the_strongest_first(app: Flask, cast: Cast) -> None:
    weak = (
        twins.person("Lê Văn Ba", **twins.born(1980)),
        twins.person("Lê Văn Ba", **twins.born(1980)),
    )
    strong = (
        twins.person("Trần Thị Tư", cast.cooperative, **twins.born(1970)),
        twins.person("TRẦN THỊ TƯ", cast.cooperative, **twins.born(1970)),
    )
    certain = numbered("Đỗ Văn Năm", "a"), numbered("Đổ Văn Nam", "a")
    pairs = candidate_pairs()
    assert [(pair.first_id, pair.second_id) for pair in pairs] == [
        (certain[0].id, certain[1].id),
        (strong[0].id, strong[1].id),
        (weak[0].id, weak[1].id),
    ]
    assert [pair.likeness.reasons for pair in pairs] == [
        (Reason.SAME_CITIZEN_NUMBER,),
        (Reason.SAME_NAME_YEAR_ORGANISATION,),
        (Reason.SAME_NAME_YEAR,),
    ]


def test_couples_who_share_a_phone_and_namesakes_of_other_years_are_not_proposed(
    app: Flask, cast: Cast
) -> None:
    twins.person("Lê Văn Ba", phone="0912345678", **twins.born(1950))
    twins.person("Nguyễn Thị Sáu", phone="0912345678", **twins.born(1950))
    twins.person("Lê Văn Ba", cast.cooperative, **twins.born(1980))
    assert found() == []


def test_a_past_position_in_one_organisation_counts(app: Flask, cast: Cast) -> None:
    past = twins.person("Lê Văn Ba", cast.cooperative, **twins.born(1980))
    past.positions[0].ended_on = date(2020, 1, 1)
    now = twins.person("Lê Văn Ba", cast.cooperative, **twins.born(1980))
    assert found() == [(past.id, now.id, Strength.STRONG)]


def test_different_citizen_numbers_speak_against_it(app: Flask) -> None:
    one = numbered("Lê Văn Ba", "a", phone="0912345678")
    other = numbered("Lê Văn Ba", "b", phone="0912345678")
    (pair,) = candidate_pairs()
    assert (pair.first_id, pair.second_id) == (one.id, other.id)
    assert pair.likeness.strength == Strength.POSSIBLE
    assert pair.likeness.doubts == (Doubt.OTHER_CITIZEN_NUMBER,)


def test_a_pair_found_to_be_two_never_comes_back(
    one: Person, other: Person, officer: Account
) -> None:
    assert len(found()) == 1
    distinguish(other, one, officer, "Hai chị em họ")
    assert found() == []
    twins.added(PersonPhone(person=other, digits="0912345678"))
    assert found() == [], "also when more speaks for it"


def test_a_finding_needs_a_reason_and_stands_once(
    one: Person, other: Person, officer: Account
) -> None:
    with pytest.raises(DomainError, match="hai người khác nhau"):
        distinguish(one, other, officer, "")
    first = distinguish(one, other, officer, "Hai chị em họ")
    assert distinguish(other, one, officer, "Như trên") is first
    assert (first.first_id, first.second_id, first.by_id, first.reason) == (
        one.id,
        other.id,
        officer.id,
        "Hai chị em họ",
    )


def test_the_register_is_read_in_a_fixed_number_of_statements(one: Person, other: Person) -> None:
    def statements() -> int:
        with counted() as sent:
            candidate_pairs()
        return len(sent)

    before = statements()
    for name in ("Lê Văn Ba", "Đỗ Thị Tư", "Lê Văn Ba", "Đỗ Thị Tư"):
        twins.person(name, **twins.born(1980))
    assert statements() == before == 8


def test_a_whole_list_under_one_name_is_compared_with_its_oldest_only() -> None:
    born = particulars("Không Rõ Tên")
    everybody = {n: Particulars(born.name_key, birth_year=1980) for n in range(1, 2001)}
    pairs = find_pairs(everybody)
    assert {pair.first_id for pair in pairs} == {1}
    assert len(pairs) == 1999


def test_in_a_small_group_everybody_is_compared_with_everybody() -> None:
    everybody = {n: Particulars("le van ba", birth_year=1980) for n in range(1, LARGEST_GROUP + 1)}
    assert len(find_pairs(everybody)) == LARGEST_GROUP * (LARGEST_GROUP - 1) // 2
