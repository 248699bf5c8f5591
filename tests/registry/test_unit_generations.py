"""Further generations of units from a file of the office."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.cli import cli
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, AdministrativeUnitSuccession
from lms.registry.units.file import COLUMNS, UnitFileError
from lms.registry.units.generations import import_generation
from lms.registry.units.names import load_gazetteer
from lms.registry.units.reference import import_units

HEADER = ",".join(COLUMNS)
#: Before the round of 2024 there was a commune Thanh Cũ; a part of it went to Minh Tân. (Fictional.)
FORMER = (
    "99001,Xã Thanh Cũ,Huyện Kiến Xương,Thái Bình,,2024-11-01,13138,0,1",
    "99001,Xã Thanh Cũ,Huyện Kiến Xương,Thái Bình,,2024-11-01,13102,0,0",
    "13138,Xã Bình Xưa,Huyện Kiến Xương,Thái Bình,,2024-11-01,13138,1,1",
)
#: A commune of today becomes a ward under its own code. (Fictional.)
LATER = (
    "12634,Xã Tiên La,Huyện Hưng Hà,Thái Bình,2025-07-01,2026-05-01,12634,1,1",
    "12634,Phường Tiên La,Huyện Hưng Hà,Thái Bình,2026-05-01,,,,",
)


@pytest.fixture(autouse=True)
def units(app: Flask) -> None:
    import_units()


def written(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "units.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_earlier_generation_is_found_and_followed_to_today(tmp_path: Path) -> None:
    counts = import_generation(written(tmp_path, *FORMER))
    assert (counts.units_added, counts.units_ended, counts.successions_added) == (2, 0, 3)
    gazetteer = load_gazetteer()
    old = gazetteer.resolve("xã Thanh Cũ, huyện Kiến Xương", on=date(2022, 3, 1)).unit
    assert old is not None and old.ended_on == date(2024, 11, 1)
    rolled = gazetteer.history.rolled_forward(old.id, date(2026, 1, 1))
    assert [gazetteer.history.units[unit].name for unit in rolled.path] == [
        "Xã Thanh Cũ", "Xã Bình Minh", "Xã Kiến Xương",
    ]  # fmt: skip
    assert not rolled.is_certain
    assert {gazetteer.history.units[u].name for u in rolled.all_ids} == {
        "Xã Kiến Xương",
        "Xã Lê Lợi",
    }


def test_a_unit_is_not_yet_there_while_the_earlier_one_of_its_code_is(tmp_path: Path) -> None:
    import_generation(written(tmp_path, *FORMER))
    gazetteer = load_gazetteer()
    for name, day, code in (
        ("Bình Xưa", date(2022, 1, 1), "13138"),
        ("Bình Minh", date(2025, 1, 1), "13138"),
    ):
        found = gazetteer.resolve(name, "Kiến Xương", day).unit
        assert found is not None and (found.code, found.name) == (code, f"Xã {name}")
    assert not gazetteer.resolve("Bình Minh", "Kiến Xương", date(2022, 1, 1)).is_resolved


def test_a_commune_becomes_a_ward_under_the_same_code(tmp_path: Path) -> None:
    counts = import_generation(written(tmp_path, *LATER))
    assert (counts.units_added, counts.units_ended, counts.successions_added) == (1, 1, 1)
    gazetteer = load_gazetteer()
    for day, name in ((date(2026, 4, 30), "Xã Tiên La"), (date(2026, 5, 1), "Phường Tiên La")):
        found = gazetteer.resolve("Tiên La", on=day).unit
        assert found is not None and found.name == name


def test_importing_again_changes_nothing_and_the_shipped_units_stay(tmp_path: Path) -> None:
    path = written(tmp_path, *FORMER, *LATER)
    import_generation(path)
    before = count(AdministrativeUnit), count(AdministrativeUnitSuccession)
    counts = import_generation(path)
    assert (counts.units_added, counts.units_ended, counts.successions_added) == (0, 0, 0)
    assert import_units().added == 0
    assert (count(AdministrativeUnit), count(AdministrativeUnitSuccession)) == before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("99001,Thanh Cũ,,Thái Bình,,,,,", "the name begins with one of: Xã, Phường"),
        (",Xã A,,Thái Bình,,,,,", "code is empty"),
        ("99001,Xã A,,,,,,,", "province is empty"),
        ("12345678901,Xã A,,Thái Bình,,,,,", "code is longer than 10 characters"),
        ("99001,Xã A,,Thái Bình,1/11/2024,,,,", "valid_from must be a date such as 2024-11-01"),
        ("99001,Xã A,,Thái Bình,2024-11-01,2024-11-01,13102,1,1", "after valid_from"),
        ("99001,Xã A,,Thái Bình,,2024-11-01,,1,1", "valid_to and successor_code"),
        ("99001,Xã A,,Thái Bình,,2024-11-01,13102,x,1", "is_whole must be 1 or 0"),
        ("99001,Xã A,,Thái Bình,,2024-11-01,77777,1,1", "no unit has the code 77777"),
        ("99001,Xã A,,Thái Bình,,2024-11-01,13102,1,0", "must have is_default 1"),
        ("12634,Xã Khác,,Thái Bình,2025-07-01,,,,", "is recorded as Xã Tiên La"),
        ("13138,Xã Bình Minh,,Thái Bình,,2025-07-01,13075", "a line has 9 cells"),
        ('99001,"Xã A,,', "cannot be read"),
    ],
)
def test_mistakes_are_named_and_nothing_is_applied(tmp_path: Path, line: str, problem: str) -> None:
    before = count(AdministrativeUnit)
    with pytest.raises(UnitFileError) as refused:
        import_generation(written(tmp_path, *LATER, line))
    assert any(problem in one for one in refused.value.problems), refused.value.problems
    db.session.rollback()
    assert count(AdministrativeUnit) == before
    ended = select(AdministrativeUnit.valid_to).filter_by(code="12634", valid_from=date(2025, 7, 1))
    assert db.session.scalars(ended).one() is None


def test_parts_of_a_divided_unit_are_not_whole(tmp_path: Path) -> None:
    lines = [line.replace(",0,", ",1,") for line in FORMER[:2]]
    with pytest.raises(UnitFileError, match="nothing was applied") as refused:
        import_generation(written(tmp_path, *lines))
    assert "is_whole 0" in refused.value.problems[0]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a;b\n1;2\n"])
def test_another_kind_of_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(data)
    with pytest.raises(UnitFileError):
        import_generation(path)


def test_the_command_prints_counts_or_every_mistake(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    path = written(tmp_path, *LATER)
    done = runner.invoke(cli, ["units", "import", str(path), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"units_added": 1, "units_ended": 1, "successions_added": 1}
    again = runner.invoke(cli, ["units", "import", str(path)])
    assert again.stdout == "0 units and 0 successions were new, 0 units ended\n"
    refused = runner.invoke(cli, ["units", "import", str(written(tmp_path, ",,,,,,,,"))])
    assert refused.exit_code == 1 and refused.stderr.count("units.csv:2:") == 3
    assert runner.invoke(cli, ["units", "import", str(tmp_path / "none.csv")]).exit_code == 1
