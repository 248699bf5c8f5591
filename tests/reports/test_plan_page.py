"""The leader's page of turns and classes against plan."""

from __future__ import annotations

import pytest
from flask import Flask

from lms import clock
from lms.extensions import db
from lms.plans.history import import_history
from lms.plans.planning import add_line, create_plan
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Page, Reader, words
from tests.reports.years import attended, class_in


def bars(page: Page) -> list[str]:
    return [words(p) for p in page.root.iter("p") if "bullet__label" in p.get("class", "")]


@pytest.fixture
def leader(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.leader)


def test_bars_and_table_carry_the_same_figures(leader: Reader) -> None:
    import_history()
    page = leader.get("/reports/plan?from=2021&to=2024")
    assert bars(page) == [
        "2021 280, chưa ghi kế hoạch",
        "2022 250, chưa ghi kế hoạch",
        "2023 200, chưa ghi kế hoạch",
        "2024 0 / 200 (0 %)",
        "2021 2, chưa ghi kế hoạch",
        "2022 4, chưa ghi kế hoạch",
        "2023 3, chưa ghi kế hoạch",
        "2024 0 / 3 (0 %)",
    ]
    past = ["không rõ", "không rõ", "Theo báo cáo"]
    none = "Chưa ghi kế hoạch"
    assert page.rows() == [
        ["2021", none, "2", "280", *past],
        ["2022", none, "4", "250", *past],
        ["2023", none, "3", "200", *past],
        ["2024", "Dự kiến", "0 / 3 (0 %)", "0 / 200 (0 %)", "0", "0", "Chưa có lớp"],
    ]
    foot = next(page.root.iter("tfoot"))
    assert [words(cell) for cell in foot[0] if words(cell)] == ["Cộng", "9", "730"]


def test_the_page_says_when_and_whence(leader: Reader) -> None:
    import_history()
    page = leader.get("/reports/plan?from=2021&to=2024")
    assert f"tính đến ngày {clock.today():%d/%m/%Y}" in page.text
    assert "năm 2022, tổ chức 04 lớp tập huấn về chuyển đổi số cho 250 cán bộ" in page.text
    assert "Trương Thanh Sơn" in page.text
    headings = [words(cell) for cell in next(page.root.iter("thead")).iter("th")]
    assert headings[3:6] == ["Lượt người: thực hiện / kế hoạch", "Người", "Đơn vị"]
    assert any(b.get("data-print") is not None for b in page.root.iter("button"))


def test_rosters_are_marked_and_an_approved_plan_says_so(leader: Reader, cast: Cast) -> None:
    import_history()
    plan = create_plan(2023, None)
    add_line(plan.newest, "Lớp", "Chuyển đổi số", "Cán bộ HTX", 1, 3, None)
    plan.newest.submit(None)
    plan.newest.approve(None, "1/QĐ", clock.today())
    db.session.commit()
    attended(
        class_in(2023, factories.course()), factories.person("", cast.cooperative), cast.officer
    )
    page = leader.get("/reports/plan?from=2023&to=2023")
    assert page.rows() == [
        ["2023", "Đã duyệt", "1 / 1 (100 %)", "1 / 3 (33,3 %)", "1", "1", "Theo danh sách lớp"]
    ]
    assert "Theo báo cáo" not in page.text


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("from=2024&to=2021", ["Năm bắt đầu lớn hơn năm kết thúc."]),
        ("from=1989&to=2021", ["Hãy nhập năm từ 1990 đến 2100."]),
        ("from=2021&to=99999999999", ["Hãy nhập năm từ 1990 đến 2100."]),
        ("from=nay&to=2021", ["Hãy nhập một số nguyên."]),
    ],
)
def test_wrong_years_are_named_and_kept(leader: Reader, query: str, errors: list[str]) -> None:
    page = leader.get(f"/reports/plan?{query}", status=422)
    assert page.errors == errors
    typed = {i.get("name"): i.get("value") for i in page.root.iter("input") if i.get("name")}
    assert f"from={typed['from']}&to={typed['to']}" == query


def test_without_years_the_report_begins_with_the_first_year_that_has_data(leader: Reader) -> None:
    import_history()
    page = leader.get("/reports/plan")
    assert page.rows()[0][0] == "2021"
    assert page.rows()[-1][0] == str(clock.today().year)
    assert 'value="2021"' in page.html


@pytest.mark.parametrize("number", [1, 3])
def test_the_statements_do_not_grow_with_the_years(leader: Reader, number: int) -> None:
    import_history()
    path = f"/reports/plan?from=2021&to={2020 + number}"
    leader.get(path)
    with counted() as statements:
        leader.get(path)
    assert len(statements) == 5  # the session, and the report's four


def test_the_leaders_first_page_shows_this_year(leader: Reader) -> None:
    year = clock.today().year
    plan = create_plan(year, None)
    add_line(plan.newest, "Lớp", "Chuyển đổi số", "Cán bộ HTX", 4, 1200, None)
    db.session.commit()
    page = leader.get("/")
    assert page.links[f"Tập huấn năm {year} so với kế hoạch"] == "/reports/plan"
    assert bars(page) == ["Lượt người 0 / 1.200 (0 %)", "Lớp tập huấn 0 / 4 (0 %)"]


@pytest.mark.parametrize("who", ["learner", "contact", "trainer", "administrator"])
def test_others_do_not_see_the_report(app: Flask, cast: Cast, who: str) -> None:
    Reader(app, getattr(cast, who)).get("/reports/plan", status=403)
