"""bin/lms report plan."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import Result
from flask import Flask

from lms.cli import cli
from lms.plans.history import import_history


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(cli, ["report", "plan", *words])


def test_json_has_the_agreed_shape(app: Flask) -> None:
    import_history()
    result = run(app, "--from", "2021", "--to", "2024", "--format", "json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["measure"] == "turns"
    assert data["total"] == {"classes": 9, "turns": 730}
    assert [row["year"] for row in data["years"]] == [2021, 2022, 2023, 2024]
    assert data["years"][0]["actual"] == {
        "classes": 2, "turns": 280, "heads": None, "organisations": None,
    }  # fmt: skip
    assert data["years"][3]["percent"] == {"classes": 0.0, "turns": 0.0}


def test_csv_leaves_empty_what_nobody_knows(app: Flask) -> None:
    import_history()
    result = run(app, "--from", "2023", "--to", "2024", "--format", "csv")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert [tuple(row.values()) for row in rows] == [
        ("2023", "", "", "", "3", "200", "", "", "", "", "reported"),
        ("2024", "expected", "3", "200", "0", "0", "0", "0", "0.0", "0.0", "none"),
    ]


def test_text_says_unknown_and_no_plan_recorded(app: Flask) -> None:
    import_history()
    result = run(app, "--from", "2023", "--to", "2024")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[2].split() == ["2023*", "3", "200", "unknown", "unknown", "no", "plan", "recorded"]
    assert " ".join(lines[3].split()) == "2024 0 of 3 (0.0 %) 0 of 200 (0.0 %) 0 0 expected"
    assert lines[4].split() == ["total", "3", "200"]
    assert lines[5].startswith("2023, as reported: “năm 2023 tổ chức 03 lớp")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "2024", "--to", "2021"), "--from 2024 is after --to 2021"),
        (("--from", "1989"), "--from 1989 is not a year between 1990 and 2100"),
        (("--to", "2101"), "--to 2101 is not a year between 1990 and 2100"),
        (("--to", "năm nay"), "--to năm nay is not a year between 1990 and 2100"),
        (("--from", "²"), "--from ² is not a year between 1990 and 2100"),
        (("--from", "2099"), ""),
    ],
)
def test_wrong_years_end_in_one_line(app: Flask, words: tuple[str, ...], sentence: str) -> None:
    result = run(app, *words)
    if not sentence:
        assert result.exit_code == 0
        return
    assert result.exit_code == 1
    assert result.stderr == f"Error: {sentence}\n"
    assert result.stdout == ""
