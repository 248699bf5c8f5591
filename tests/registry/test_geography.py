"""What units became, and how reports group them: by the map of the day, of today, by former district."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.extensions import db
from lms.registry.models import AdministrativeUnit, AdministrativeUnitSuccession, Organisation
from lms.registry.units.geography import (
    Geography,
    former_district_names,
    place_of_units,
    places,
    units_of_district,
)
from lms.registry.units.history import roll_forward
from lms.registry.units.reference import REFORMED_ON, import_units
from tests import factories
from tests.queries import counted


@pytest.fixture(autouse=True)
def units(app: Flask) -> None:
    import_units()


def unit_id(name: str, district: str = "") -> int:
    """A former unit when a district is given, else one of today."""
    unit = AdministrativeUnit
    ended = unit.valid_to.is_not(None) if district else unit.valid_to.is_(None)
    found = select(unit.id).where(unit.name == name, ended, unit.former_district.contains(district))
    return db.session.scalars(found).one()


def test_a_former_unit_is_followed_to_what_it_became() -> None:
    rolled = roll_forward(unit_id("Xã Tân Tiến", "Huyện Hưng Hà"))
    assert (rolled.unit_id, rolled.is_certain) == (unit_id("Xã Tiên La"), True)


def test_before_the_day_of_a_succession_a_unit_is_itself() -> None:
    former = unit_id("Xã Tân Tiến", "Huyện Hưng Hà")
    assert roll_forward(former, date(2025, 6, 30)).unit_id == former
    assert roll_forward(former, REFORMED_ON).unit_id != former


def test_a_divided_unit_goes_to_its_default_and_says_that_this_is_not_certain() -> None:
    rolled = roll_forward(unit_id("Xã Ngọc Thanh", "Huyện Kim Động"))
    assert rolled.unit_id == unit_id("Xã Hiệp Cường") and not rolled.is_certain
    assert set(rolled.all_ids) == {unit_id("Xã Hiệp Cường"), unit_id("Phường Sơn Nam")}


def followed_by(unit: int, name: str, day: date) -> int:
    """Give a present unit one more generation."""
    old = db.session.get_one(AdministrativeUnit, unit)
    old.valid_to = day
    new = AdministrativeUnit(
        code=old.code, name=name, former_district=old.former_district,
        former_province=old.former_province, valid_from=day,
    )  # fmt: skip
    db.session.add(new)
    db.session.flush()
    db.session.add(
        AdministrativeUnitSuccession(
            predecessor_id=old.id, successor_id=new.id, is_whole=True, is_default=True,
            effective_on=day,
        )
    )  # fmt: skip
    db.session.commit()
    return new.id


def test_a_unit_is_followed_through_several_generations() -> None:
    ward = followed_by(unit_id("Xã Tiên La"), "Phường Tiên La", date(2026, 5, 1))
    former = unit_id("Xã Tân Tiến", "Huyện Hưng Hà")
    assert roll_forward(former, date(2026, 6, 1)).unit_id == ward
    assert len(roll_forward(former, date(2026, 6, 1)).path) == 3
    named = place_of_units(Geography.TODAY, date(2026, 6, 1))
    assert {named[former], named[ward]} == {(str(ward), "Phường Tiên La", True)}


def test_all_units_become_one_of_the_104(app: Flask) -> None:
    assert len({place.key for place in place_of_units(Geography.TODAY).values()}) == 104
    uncertain = [p for p in place_of_units(Geography.TODAY).values() if not p.is_certain]
    assert len(uncertain) == 3


def test_every_unit_is_counted_in_one_former_district() -> None:
    named = place_of_units(Geography.FORMER_DISTRICT)
    assert {place.name for place in named.values()} == set(former_district_names())
    assert len(former_district_names()) == 18
    assert named[unit_id("Xã Tân Tiến", "Huyện Hưng Hà")] == (
        "Huyện Hưng Hà", "Huyện Hưng Hà", True,
    )  # fmt: skip
    made_of_two = named[unit_id("Xã Mễ Sở")]
    assert made_of_two.name in ("Huyện Văn Giang", "Huyện Khoái Châu")
    assert not made_of_two.is_certain


def test_a_unit_of_two_districts_is_found_under_both() -> None:
    both = unit_id("Xã Mễ Sở")
    for district in ("Huyện Văn Giang", "Huyện Khoái Châu"):
        found = set(db.session.scalars(units_of_district(district)))
        assert both in found and unit_id("Xã Tiên La") not in found
    assert list(db.session.scalars(units_of_district("Huyện"))) == []
    assert list(db.session.scalars(units_of_district("%"))) == []


@pytest.mark.parametrize(
    ("geography", "expected"),
    [
        (
            Geography.OF_THE_DAY,
            [
                ("Xã Bình Minh, Huyện Kiến Xương", 1),
                ("Xã Kiến Xương", 2),
                ("Xã Lê Lợi, Huyện Kiến Xương", 1),
            ],
        ),
        (Geography.TODAY, [("Xã Kiến Xương", 3), ("Xã Lê Lợi", 1)]),
        (Geography.FORMER_DISTRICT, [("Huyện Kiến Xương", 4)]),
    ],
)
def test_rows_are_grouped_in_the_database(
    geography: Geography, expected: list[tuple[str, int]]
) -> None:
    for unit in (
        unit_id("Xã Bình Minh", "Huyện Kiến Xương"),
        unit_id("Xã Lê Lợi", "Huyện Kiến Xương"),
        *[unit_id("Xã Kiến Xương")] * 2,
    ):
        factories.organisation().unit_id = unit
    factories.organisation()
    db.session.commit()
    place = places(geography)
    with counted() as statements:
        rows = db.session.execute(
            select(place.c.name, func.count(Organisation.id))
            .join(place, place.c.unit_id == Organisation.unit_id)
            .group_by(place.c.key, place.c.name, place.c.sort_key)
            .order_by(place.c.sort_key)
        ).all()
    assert len(statements) == 1
    assert [tuple(row) for row in rows] == expected
