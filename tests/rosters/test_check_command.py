"""bin/lms roster check: what taking a file over would do, and not a row changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from lms.extensions import db
from tests import factories
from tests.people import Cast
from tests.rosters.files import workbook
from tests.rosters.nasty import ALL, Nasty

ROWS = (
    (1, "Nguyễn Thị Hoa", 1975, "Giám đốc", "HTX Minh Tân", 912345678),
    (2, "Hoàng", 1981, "Kế toán", "HTX Minh Tân", ""),
    ("", "Tổng số: 2 người"),
)


def run(app: Flask, path: Path, *options: str) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["roster", "check", str(path), *options])


def checked(app: Flask, path: Path, *options: str) -> dict[str, Any]:
    result = run(app, path, "--format", "json", *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "danh sách.xlsx"
    path.write_bytes(workbook(*ROWS))
    return path


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table))]
        for table in db.metadata.sorted_tables
    }


def test_the_answer_has_the_agreed_shape(app: Flask, file: Path) -> None:
    factories.organisation("HTX DVNN Minh Tân")
    found = checked(app, file)
    assert list(found) == ["sheet", "header_row", "columns", "rows", "counts"]
    assert (found["sheet"], found["header_row"]) == ("Danh sách", 3)
    assert found["columns"]["full_name"] == "B" and found["columns"]["phone"] == "F"
    first, second = found["rows"]
    assert list(first) == ["row", "state", "person", "messages"]
    assert first["person"] == {
        "full_name": "Nguyễn Thị Hoa",
        "birth_year": 1975,
        "sex": "unknown",
        "phones": ["0912345678"],
        "organisation": "HTX Minh Tân",
        "position": "Giám đốc",
        "commune": "",
    }
    assert (first["row"], first["state"]) == (4, "new")
    assert (second["row"], second["state"], second["person"]) == (5, "error", None)
    assert [one["severity"] for one in second["messages"]] == ["error"]
    assert found["counts"] == {"new": 1, "same": 0, "update": 0, "maybe": 0, "error": 1}


def test_nothing_is_touched(app: Flask, cast: Cast, file: Path) -> None:
    factories.person("Nguyễn Thị Hoa", cast.cooperative, "0912345678")
    before = everything()
    assert checked(app, file)["rows"][0]["state"] == "update"
    assert everything() == before


def test_people_of_the_register_are_known(app: Flask, cast: Cast, file: Path) -> None:
    person = factories.person("Nguyễn Thị Hoa", cast.cooperative, "0912345678")
    taught = factories.training_class()
    factories.enrolment(taught, person, by=cast.officer)
    found = checked(app, file, "--class", taught.code)
    assert "in_class" in [one["code"] for one in found["rows"][0]["messages"]]


def test_a_sheet_is_named_or_numbered(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(*ROWS, sheets=("Danh sách", "Khác")))
    assert checked(app, path)["sheet"] == "Danh sách"
    assert checked(app, path, "--sheet", "1")["sheet"] == "Danh sách"
    assert run(app, path, "--sheet", "Không có").exit_code == 2


def test_the_text_tells_every_row(app: Flask, file: Path) -> None:
    result = run(app, file)
    assert result.exit_code == 0
    assert "Nguyễn Thị Hoa" in result.output and "Tổng số: 2 người" in result.output
    assert "error: 1" in result.output


def test_a_refused_file_ends_with_status_two_and_its_sentence(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    result = run(app, path, "--format", "json")
    assert result.exit_code == 2 and result.output.startswith("Error: ")
    assert run(app, tmp_path / "khong-co.xlsx").exit_code == 2


@pytest.mark.parametrize("nasty", ALL, ids=lambda one: one.name)
def test_a_nasty_file_is_checked_as_stated(app: Flask, tmp_path: Path, nasty: Nasty) -> None:
    path = tmp_path / Path(nasty.filename).name
    path.write_bytes(nasty.data)
    if nasty.refused:
        assert run(app, path).exit_code == 2
        return
    found = checked(app, path, "--sheet", str(nasty.sheet + 1))
    assert {row["row"] for row in found["rows"]} == nasty.people.keys()
    names = {row["row"]: (row["person"] or {}).get("full_name") for row in found["rows"]}
    wanted = {n: one["full_name"] for n, one in nasty.people.items() if one and "full_name" in one}
    assert {number: names[number] for number in wanted} == wanted
