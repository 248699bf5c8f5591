"""Trainees per year against plan: the figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from lms import clock
from lms.attendance.models import AttendanceMark, Presence
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.errors import DomainError
from lms.extensions import db
from lms.plans.history import import_history
from lms.plans.models import PlanTarget
from lms.plans.planning import add_line, create_plan
from lms.reports.actuals import Actual
from lms.reports.plan_report import as_json, percent, plan_report
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reports.years import attended, class_in, mark

#: "… đã tổ chức 9 lớp tập huấn … cho 730 cán bộ …; năm 2021 … mở 02 lớp … cho 280 cán bộ …;
#: năm 2022, tổ chức 04 lớp … cho 250 cán bộ …; năm 2023 tổ chức 03 lớp … cho 200 cán bộ …"
#: "Dự kiến năm 2024 lập dự toán mở 03 lớp … cho 200 cán bộ HTX."
SAID = {2021: (2, 280), 2022: (4, 250), 2023: (3, 200)}
SAID_TOTAL = (9, 730)
PLANNED_2024 = (3, 200)


def actual(year: int) -> Actual:
    return plan_report(year, year).years[0].actual


def test_with_the_history_alone_the_report_says_what_the_source_says(app: Flask) -> None:
    import_history()
    data = as_json(plan_report(2021, 2024))
    past = [
        {
            "year": year,
            "plan": None,
            "actual": {"classes": classes, "turns": turns, "heads": None, "organisations": None},
            "percent": None,
        }
        for year, (classes, turns) in SAID.items()
    ]
    planned = {
        "year": 2024,
        "plan": {"classes": PLANNED_2024[0], "turns": PLANNED_2024[1]},
        "actual": {"classes": 0, "turns": 0, "heads": 0, "organisations": 0},
        "percent": {"classes": 0.0, "turns": 0.0},
    }
    assert [{key: row[key] for key in planned} for row in data["years"]] == [*past, planned]
    assert data["measure"] == "turns"
    assert data["total"] == {"classes": SAID_TOTAL[0], "turns": SAID_TOTAL[1]}
    assert [row["stage"] for row in data["years"]] == [None, None, None, "expected"]
    assert [row["source"] for row in data["years"]] == ["reported"] * 3 + ["none"]


def test_turns_heads_and_organisations_are_three_different_figures(app: Flask, cast: Cast) -> None:
    version = factories.course()
    first, second = class_in(2024, version), class_in(2024, version, month=9)
    anna = factories.person("Lê Thị Ân", cast.cooperative)
    dung = factories.person("Đỗ Văn Dũng", cast.cooperative)
    lone = factories.person("Vũ Văn Lẻ")
    for training_class, people in ((first, (anna, dung, lone)), (second, (anna,))):
        for person in people:
            attended(training_class, person, cast.officer)
    assert actual(2024) == (2, 4, 3, 1)


@pytest.mark.parametrize(
    ("presence", "turns"),
    [(Presence.PRESENT, 1), (Presence.LATE, 1), (Presence.EXCUSED, 0), (Presence.ABSENT, 0)],
)
def test_only_who_was_there_is_a_turn(app: Flask, cast: Cast, presence: str, turns: int) -> None:
    training_class = class_in(2024, factories.course())
    enrolment = factories.enrolment(training_class, factories.person(), cast.officer)
    mark(enrolment, cast.officer, presence)
    assert actual(2024)[:2] == (1, turns)


def test_a_corrected_mark_no_longer_counts(app: Flask, cast: Cast) -> None:
    training_class = class_in(2024, factories.course())
    enrolment = factories.enrolment(training_class, factories.person(), cast.officer)
    mark(enrolment, cast.officer, is_current=False)
    mark(enrolment, cast.officer, Presence.ABSENT)
    assert actual(2024).turns == 0


def test_two_sessions_attended_are_one_turn(app: Flask, cast: Cast) -> None:
    enrolment = attended(class_in(2024, factories.course()), factories.person(), cast.officer)
    mark(enrolment, cast.officer, session=1)
    assert actual(2024)[:3] == (1, 1, 1)


def test_a_withdrawn_place_and_a_mark_in_another_class_do_not_count(app: Flask, cast: Cast) -> None:
    version = factories.course()
    training_class, other = class_in(2024, version), class_in(2024, version)
    withdrawn = attended(training_class, factories.person(), cast.officer)
    withdrawn.state = EnrolmentState.WITHDRAWN
    astray = mark(
        factories.enrolment(training_class, factories.person(), cast.officer), cast.officer
    )
    astray.session_id = other.sessions[0].id
    db.session.commit()
    assert actual(2024) == (2, 0, 0, 0)
    assert db.session.query(AttendanceMark).count() == 2


def test_a_draft_and_a_class_that_has_not_begun_are_not_held(app: Flask, cast: Cast) -> None:
    version = factories.course()
    year = clock.today().year
    attended(
        class_in(year, version, month=1, state=ClassState.DRAFT), factories.person(), cast.officer
    )
    coming = factories.training_class(version=version, starts_at=clock.now() + timedelta(days=1))
    attended(coming, factories.person(), cast.officer)
    assert plan_report(year, year + 1).classes == 0
    begun = clock.now() - timedelta(hours=1)
    going_on = factories.training_class(version=version, starts_at=begun)
    attended(going_on, factories.person(), cast.officer)
    assert actual(clock.local(begun).year)[:2] == (1, 1)


def test_a_class_over_new_year_counts_in_the_year_of_its_last_session(
    app: Flask, cast: Cast
) -> None:
    begins = clock.at(date(2023, 12, 31), 8)
    over = factories.training_class(version=factories.course(), starts_at=begins, sessions=2)
    attended(over, factories.person(), cast.officer)
    assert [row.actual.classes for row in plan_report(2023, 2024).years] == [0, 1]


def test_rosters_win_over_what_was_reported(app: Flask, cast: Cast) -> None:
    import_history()
    attended(
        class_in(2023, factories.course()), factories.person("", cast.cooperative), cast.officer
    )
    report = plan_report(2021, 2023)
    assert [row.source for row in report.years] == ["reported", "reported", "rosters"]
    assert report.years[2].actual == (1, 1, 1, 1)
    assert (report.classes, report.turns) == (2 + 4 + 1, 280 + 250 + 1)
    assert [year for year, _source in report.notes] == [2021, 2022]


def test_percent_is_against_the_plan_to_one_decimal(app: Flask, cast: Cast) -> None:
    plan = create_plan(2024, None)
    add_line(plan.newest, "Lớp", "Chuyển đổi số", "Cán bộ HTX", 3, 3, None)
    db.session.commit()
    training_class = class_in(2024, factories.course())
    for _place in range(2):
        attended(training_class, factories.person(), cast.officer)
    row = as_json(plan_report(2024, 2024))["years"][0]
    assert row["percent"] == {"classes": 33.3, "turns": 66.7}
    db.session.query(PlanTarget).one().turns = 0
    db.session.commit()
    row = as_json(plan_report(2024, 2024))["years"][0]
    assert row["percent"] == {"classes": 33.3, "turns": None}
    assert percent(1085, 1200) == 90.4


def test_the_range_runs_from_the_first_year_with_data_to_the_present_one(
    app: Flask, cast: Cast
) -> None:
    this_year = clock.today().year
    assert [row.year for row in plan_report().years] == [this_year]
    import_history()
    assert [row.year for row in plan_report().years] == [*range(2021, this_year + 1)]
    attended(class_in(2019, factories.course()), factories.person(), cast.officer)
    assert plan_report().years[0].year == 2019
    assert [row.year for row in plan_report(last=2005).years] == [2005]
    assert [row.year for row in plan_report(first=2099).years] == [2099]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(2024, 2021, "first"), (1989, 2021, "first"), (2021, 2101, "last"), (-1, None, "first")],
)
def test_years_that_make_no_range_are_refused(
    app: Flask, first: int, last: int | None, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        plan_report(first, last)
    assert refused.value.field == field


@pytest.mark.parametrize("number", [1, 3])
def test_the_statements_do_not_grow_with_the_years(app: Flask, cast: Cast, number: int) -> None:
    import_history()
    version = factories.course()
    for place in range(number):
        attended(class_in(2021 + place, version), factories.person(), cast.officer)
    with counted() as statements:
        report = plan_report(2021, 2020 + number)
    assert len(report.years) == number
    assert len(statements) == 4
    assert db.session.query(Enrolment).count() == number
