"""The programme's past: the shipped file against the words it quotes, and files with mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.audit import AuditEntry
from lms.cli import cli
from lms.extensions import db
from lms.plans.history import SHIPPED, import_history
from lms.plans.history_file import HistoryFileError, read_history_file
from lms.plans.models import AnnualPlan, HistoricalResult
from lms.plans.planning import create_plan
from tests.people import Cast
from tests.reader import Reader

#: (year, classes, turns) as the sentences of the source say them.
SENTENCES = {
    2021: "mở 02 lớp tập huấn về xúc tiến thương mại và chuyển đổi số cho 280 cán bộ lãnh đạo các HTX",
    2022: "năm 2022, tổ chức 04 lớp tập huấn về chuyển đổi số cho 250 cán bộ chủ tịch hội đồng quản trị,"
    " giám đốc, kế toán các quỹ tín dụng nhân dân",
    2023: "năm 2023 tổ chức 03 lớp tập huấn về chuyển đổi số cho 200 cán bộ lãnh đạo trong các HTX",
    2024: "Dự kiến năm 2024 lập dự toán mở 03 lớp tập huấn về chuyển đổi số cho 200 cán bộ HTX",
}
GOOD = """\
source: {title: Báo cáo, author: Ban biên tập, address: example.vn}
results:
  - {year: 2019, classes: 1, turns: 30, topic: Kế toán, audience: Kế toán HTX, quote: "một lớp, 30 người"}
"""


def figures(sentence: str) -> tuple[int, int]:
    found = re.search(r"(\d+) lớp .* cho (\d+) cán bộ", sentence)
    assert found
    return int(found[1]), int(found[2])


def results() -> dict[int, tuple[int, int]]:
    return {r.year: (r.classes, r.turns) for r in db.session.scalars(select(HistoricalResult))}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "history.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_figures_are_those_of_the_quoted_sentences(app: Flask) -> None:
    import_history()
    assert results() == {year: figures(SENTENCES[year]) for year in (2021, 2022, 2023)}
    assert sum(turns for _classes, turns in results().values()) == 730
    for row in db.session.scalars(select(HistoricalResult)):
        assert SENTENCES[row.year] in row.source
    plan = db.session.scalars(select(AnnualPlan)).one()
    assert (plan.year, len(plan.versions), plan.newest.stage) == (2024, 1, "expected")
    assert (plan.newest.classes, plan.newest.turns) == figures(SENTENCES[2024])
    assert SENTENCES[2024] in plan.source
    assert [target.note for target in plan.newest.targets] == ["Lập dự toán"]


def test_the_plans_page_says_that_past_years_have_no_plan(app: Flask, cast: Cast) -> None:
    import_history()
    assert Reader(app, cast.officer).get("/plans").rows() == [
        ["2024", "Dự kiến", "3", "200"],
        ["2023", "Chưa ghi kế hoạch", "–", "–"],
        ["2022", "Chưa ghi kế hoạch", "–", "–"],
        ["2021", "Chưa ghi kế hoạch", "–", "–"],
    ]
    page = Reader(app, cast.officer).get("/plans/2024")
    assert SENTENCES[2024] in page.text
    assert page.rows()[-1][2] == "nhập từ tệp"


def test_a_second_import_changes_nothing(app: Flask) -> None:
    first = import_history()
    assert (first.results_added, first.plans_added, first.kept) == (3, 1, 0)
    entries = db.session.scalar(select(func.count(AuditEntry.id)))
    second = import_history()
    assert (second.results_added, second.results_changed, second.plans_added) == (0, 0, 0)
    assert second.kept == 4
    assert db.session.scalar(select(func.count(AuditEntry.id))) == entries


def test_a_corrected_result_follows_the_file_and_a_plan_in_use_is_left_alone(
    app: Flask, tmp_path: Path
) -> None:
    create_plan(2024, None)
    db.session.commit()
    import_history()
    assert [len(v.targets) for v in db.session.scalars(select(AnnualPlan)).one().versions] == [0]
    import_history(written(tmp_path, GOOD))
    counts = import_history(written(tmp_path, GOOD.replace("turns: 30", "turns: 31")))
    assert counts.results_changed == 1
    assert results()[2019] == (1, 31)


def test_all_mistakes_are_told_at_once_and_nothing_is_applied(app: Flask, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """\
source: {title: Báo cáo, author: Ban biên tập, address: 12}
results:
  - {year: 2019, classes: 1, turns: 30, topic: Kế toán, audience: Kế toán, quote: một lớp}
  - {year: 2019, classes: 1, turns: 30, topic: Kế toán, audience: Kế toán, quote: một lớp}
  - year: 2018
    classes: hai
    turns: -5
    topic: [a]
    money: 100
    audience: ""
plans:
  - năm 2025
budget: 0
""",
    )
    with pytest.raises(HistoryFileError) as refused:
        import_history(path)
    assert sorted(
        p.removeprefix(f"{path}:").split(":")[0] for p in refused.value.problems
    ) == sorted(["1", "4", "5", "6", "7", "8", "9", "10", "12", "13"])
    text = "\n".join(refused.value.problems)
    for words in (
        'unknown key "budget"',
        "the year 2019 stands on line 3 already",
        'write "turns: 280"',
        'unknown key "money"',
        '"quote" is missing',
    ):
        assert words in text
    assert results() == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("- a", 'write "key: value" lines'),
        ("a: [", "not YAML"),
        ("a: \x00", "not YAML"),
        ("source: &a [*a]", 'write "key: value" lines'),
        ("results: 5", "write a list"),
        (GOOD.replace("2019", "1989"), "the year must lie between 1990 and 2100"),
        (GOOD.replace("2019", "'2019'"), 'write "year: 2021"'),
        (GOOD.replace("turns: 30", "turns: 30.5"), 'write "turns: 280"'),
        (GOOD.replace("turns: 30", "turns: 9999999999"), 'write "turns: 280"'),
        (GOOD.replace("classes: 1,", "classes: 1, classes: 2,"), "stands twice"),
        (GOOD.replace("topic: Kế toán", "topic: " + "x" * 201), "longer than 200"),
    ],
)
def test_a_broken_file_is_told_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(HistoryFileError) as refused:
        read_history_file(written(tmp_path, text))
    assert words in "\n".join(refused.value.problems)


def test_the_good_file_is_good(tmp_path: Path) -> None:
    file = read_history_file(written(tmp_path, GOOD))
    assert [(e.year, e.classes, e.turns) for e in file.results] == [(2019, 1, 30)]
    assert file.results[0].source == "“một lớp, 30 người”. Báo cáo. Ban biên tập. example.vn"
    assert read_history_file(SHIPPED).plans[0].title == "Lớp tập huấn về chuyển đổi số"


def test_the_command_exits_1_with_the_lines_and_0_with_counts(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    path = written(tmp_path, GOOD.replace("classes: 1", "classes: x"))
    refused = runner.invoke(cli, ["history", "import", str(path)])
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        f'{path}:3: classes must be a whole number above 0; write "classes: 2"',
        f"Error: {path}: nothing was applied",
    ]
    assert runner.invoke(cli, ["history", "import", str(tmp_path / "none.yml")]).exit_code == 1
    done = runner.invoke(cli, ["history", "import", "--format", "json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "results_added": 3, "results_changed": 0, "plans_added": 1, "kept": 0,
    }  # fmt: skip
