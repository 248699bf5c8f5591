"""Who of the register is likely the same as somebody asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from lms.duplicates.index import PeopleIndex, likely_same, likely_same_many
from lms.duplicates.likeness import Doubt, Reason, Strength
from lms.duplicates.particulars import Particulars, particulars
from lms.extensions import db
from lms.registry.models import BirthPrecision, Person, Sex
from lms.registry.people.register import Birth
from tests import factories
from tests.people import Cast
from tests.queries import counted

BORN_1970 = Birth(date(1970, 1, 1), BirthPrecision.YEAR)


def known(cast: Cast, **changes: Any) -> Person:
    person = factories.person("Nguyễn Thị Hoà", cast.cooperative, phone="0912345678")
    person.birth_date, person.birth_precision = date(1970, 5, 2), BirthPrecision.DAY
    for name, value in changes.items():
        setattr(person, name, value)
    db.session.commit()
    return person


@pytest.fixture
def someone(app: Flask, cast: Cast) -> Iterator[Person]:
    yield known(cast)


def test_name_year_and_organisation_are_a_strong_likeness(someone: Person, cast: Cast) -> None:
    asked = particulars("NGUYỄN THỊ HÒA", BORN_1970, organisation_id=cast.cooperative.id)
    (found,) = likely_same(asked)
    assert found.person_id == someone.id
    assert found.reasons == (Reason.SAME_NAME_YEAR_ORGANISATION,)
    assert found.strength == Strength.STRONG


def test_name_and_phone_are_a_strong_likeness(someone: Person) -> None:
    (found,) = likely_same(particulars("Nguyen Thi Hoa", phones=["0987654321", "0912345678"]))
    assert (found.reasons, found.strength) == ((Reason.SAME_NAME_PHONE,), Strength.STRONG)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (particulars("Nguyễn Thị Hoà", BORN_1970), Reason.SAME_NAME_YEAR),
        (particulars("Nguyễn Thị Hoà", organisation_id=1), Reason.SAME_NAME_ORGANISATION),
    ],
)
def test_less_is_a_possible_likeness(someone: Person, asked: Particulars, reason: Reason) -> None:
    (found,) = likely_same(asked)
    assert (found.reasons, found.strength) == ((reason,), Strength.POSSIBLE)


@pytest.mark.parametrize(
    "asked",
    [
        particulars("Nguyễn Thị Hoà"),
        particulars("Nguyễn Thị Hòa Bình", BORN_1970, phones=["0912345678"], organisation_id=1),
        particulars("", BORN_1970, phones=["0912345678"], organisation_id=1),
    ],
)
def test_a_name_or_a_shared_phone_alone_is_none(someone: Person, asked: Particulars) -> None:
    assert likely_same(asked) == []


@pytest.mark.parametrize(
    ("asked", "doubt"),
    [
        (Birth(date(1998, 1, 1), BirthPrecision.YEAR), Doubt.OTHER_BIRTH),
        (Birth(date(1970, 5, 3), BirthPrecision.DAY), Doubt.OTHER_BIRTH),
    ],
)
def test_a_doubt_makes_a_strong_likeness_possible(
    someone: Person, asked: Birth, doubt: Doubt
) -> None:
    (found,) = likely_same(particulars("Nguyễn Thị Hoà", asked, phones=["0912345678"]))
    assert (found.strength, found.doubts) == (Strength.POSSIBLE, (doubt,))


def test_a_doubt_makes_a_possible_likeness_none(app: Flask, cast: Cast) -> None:
    known(cast, sex=Sex.FEMALE)
    assert likely_same(particulars("Nguyễn Thị Hoà", BORN_1970, sex=Sex.MALE)) == []
    assert likely_same(particulars("Nguyễn Thị Hoà", BORN_1970, sex=Sex.UNKNOWN)) != []


def test_the_strongest_comes_first(app: Flask, cast: Cast) -> None:
    weak, strong = factories.person("Trần Văn Sáu"), known(cast, full_name="Trần Văn Sáu")
    weak.birth_date, weak.birth_precision = date(1970, 1, 1), BirthPrecision.YEAR
    db.session.commit()
    found = likely_same(particulars("Trần Văn Sáu", BORN_1970, phones=["0912345678"]))
    assert [one.person_id for one in found] == [strong.id, weak.id]


def test_many_are_asked_in_three_statements(someone: Person) -> None:
    asked = [particulars("Nguyễn Thị Hoà", BORN_1970), particulars("Lê Văn Khác", BORN_1970)]
    with counted() as statements:
        found = likely_same_many(asked * 50)
    assert [len(one) for one in found] == [1, 0] * 50
    assert len(statements) == 3


def test_somebody_entered_after_loading_is_found(someone: Person) -> None:
    index = PeopleIndex.load()
    asked = particulars("Đỗ Thị Mới", BORN_1970)
    assert index.candidates(asked) == []
    index.add(99, asked)
    assert [one.person_id for one in index.candidates(asked)] == [99]
