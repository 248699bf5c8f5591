"""The administrative units that ship with the product."""

from __future__ import annotations

import json
from datetime import date

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.extensions import db
from lms.registry.commands import import_units, units_group
from lms.registry.models import AdministrativeUnit, AdministrativeUnitSuccession
from lms.registry.units.reference import REFORMED_ON, present_units


def count(*conditions: object) -> int:
    return db.session.scalar(select(func.count(AdministrativeUnit.id)).where(*conditions)) or 0


def successions() -> int:
    return db.session.scalar(select(func.count(AdministrativeUnitSuccession.id))) or 0


def test_there_are_104_units_381_former_ones_and_384_edges_between_them(app: Flask) -> None:
    counts = import_units()
    assert (counts.units, counts.former_units, counts.successions) == (104, 381, 384)
    assert (
        count(AdministrativeUnit.valid_from == REFORMED_ON, AdministrativeUnit.valid_to.is_(None))
        == 104
    )
    assert count(AdministrativeUnit.valid_to == REFORMED_ON) == 381
    assert successions() == 384
    assert date(2025, 7, 1) == REFORMED_ON


def test_a_second_import_changes_nothing(app: Flask) -> None:
    assert import_units().added == 104 + 381 + 384
    before = db.session.execute(select(AdministrativeUnit.id, AdministrativeUnit.name)).all()
    assert import_units().added == 0
    assert (
        db.session.execute(select(AdministrativeUnit.id, AdministrativeUnit.name)).all() == before
    )
    assert successions() == 384


def test_an_import_adds_what_was_lost(app: Flask) -> None:
    import_units()
    db.session.delete(db.session.scalars(select(AdministrativeUnitSuccession)).first())
    db.session.commit()
    assert import_units().added == 1
    assert successions() == 384


def test_three_communes_were_divided_and_each_has_one_default(app: Flask) -> None:
    import_units()
    old, new = aliased(AdministrativeUnit), aliased(AdministrativeUnit)
    rows = db.session.execute(
        select(old.name, new.name, AdministrativeUnitSuccession.is_default)
        .join(old, old.id == AdministrativeUnitSuccession.predecessor_id)
        .join(new, new.id == AdministrativeUnitSuccession.successor_id)
        .where(~AdministrativeUnitSuccession.is_whole)
    )
    assert {tuple(row) for row in rows} == {
        ("Xã Ngọc Thanh", "Xã Hiệp Cường", True),
        ("Xã Ngọc Thanh", "Phường Sơn Nam", False),
        ("Xã Đình Dù", "Xã Như Quỳnh", True),
        ("Xã Đình Dù", "Xã Đại Đồng", False),
        ("Xã Lạc Đạo", "Xã Lạc Đạo", True),
        ("Xã Lạc Đạo", "Xã Đại Đồng", False),
    }


def test_a_former_name_that_four_communes_had_needs_its_district(app: Flask) -> None:
    import_units()
    rows = db.session.scalars(
        select(AdministrativeUnit.former_district).where(
            AdministrativeUnit.name == "Xã Minh Tân", AdministrativeUnit.valid_to == REFORMED_ON
        )
    ).all()
    assert len(rows) == 4
    assert len(set(rows)) == 4


def test_a_code_that_lives_on_means_another_territory_before_and_after(app: Flask) -> None:
    import_units()
    rows = db.session.scalars(
        select(AdministrativeUnit.name)
        .where(AdministrativeUnit.code == "11953")
        .order_by(AdministrativeUnit.name)
    ).all()
    assert rows == ["Phường Hiến Nam", "Phường Phố Hiến"]


def test_units_are_offered_by_their_bare_name_in_vietnamese_order(app: Flask) -> None:
    import_units()
    labels = [label for _id, label in present_units()]
    assert len(labels) == 104
    assert labels[0] == "A Sào (xã; Huyện Quỳnh Phụ cũ)"
    assert labels[1] == "Ái Quốc (xã; Huyện Tiền Hải cũ)"
    assert "Tân Hưng (xã; Thành phố Hưng Yên; Huyện Tiên Lữ cũ)" in labels


def test_the_command_prints_counts_as_json(app: Flask) -> None:
    result = app.test_cli_runner().invoke(units_group, ["import", "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "units": 104, "former_units": 381, "successions": 384, "added": 869,
    }  # fmt: skip
    again = app.test_cli_runner().invoke(units_group, ["import"])
    assert again.stdout == "104 units, 381 former units, 384 successions; 0 rows were new\n"
