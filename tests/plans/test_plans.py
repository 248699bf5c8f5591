"""The annual plan from its first line to the decision, and its adjustment."""

from __future__ import annotations

from contextvars import Context
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms import clock, database
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.plans.models import AnnualPlan, PlanStep, PlanTarget, PlanVersion
from lms.plans.planning import add_line, create_plan
from lms.plans.queries import plan_figures
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader

LINE = ("Lớp tập huấn về chuyển đổi số", "Chuyển đổi số", "Cán bộ HTX")


def plan_of(year: int, *figures: tuple[int, int]) -> AnnualPlan:
    plan = create_plan(year, None)
    for classes, turns in figures:
        add_line(plan.newest, *LINE, classes, turns, None)
    db.session.commit()
    return plan


def approved(year: int, *figures: tuple[int, int]) -> AnnualPlan:
    plan = plan_of(year, *figures)
    plan.newest.submit(None)
    plan.newest.approve(None, "1/QĐ-LMHTX", clock.today())
    db.session.commit()
    return plan


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_plan_goes_from_the_officer_to_the_leader_and_is_approved(app: Flask, cast: Cast) -> None:
    officer, leader = Reader(app, cast.officer), Reader(app, cast.leader)
    page = officer.submit(officer.get("/plans/new"), {"year": "2027"})
    assert page.h1 == "Kế hoạch năm 2027"
    line = dict(zip(("title", "topic", "audience"), LINE, strict=True))
    page = officer.submit(page, {**line, "classes": "3", "turns": "1200"}, action="/lines")
    assert page.rows()[0] == [*LINE, "3", "1.200"]
    page = officer.submit(page, action="/submission")
    assert "Đã trình kế hoạch để phê duyệt." in page.text

    first_page = leader.get("/")
    assert first_page.links["Kế hoạch năm 2027 chờ Anh/Chị duyệt"] == "/plans/2027"
    page = leader.submit(
        leader.get("/plans/2027/approval"),
        {"decision_number": " 12/QĐ-LMHTX ", "decided_on": ["5", "1", "2026"]},
    )
    steps = [[row[0], *row[2:]] for row in page.rows()[1:]]
    assert steps == [
        ["Bản số 1: dự kiến", "Bùi Thị Hạnh", "–"],
        ["Bản số 1: đã trình", "Bùi Thị Hạnh", "–"],
        ["Bản số 1: đã duyệt", "Phạm Quốc Khánh", "Số 12/QĐ-LMHTX ngày 05/01/2026"],
    ]
    assert actions() == ["plan begun", "plan line added", "plan submitted", "plan approved"]
    assert "chờ Anh/Chị duyệt" not in leader.get("/").text


def test_a_year_has_one_plan(app: Flask, cast: Cast) -> None:
    officer = Reader(app, cast.officer)
    plan_of(2027)
    page = officer.submit(officer.get("/plans/new"), {"year": "2027"}, status=422)
    assert page.errors == ["Năm 2027 đã có kế hoạch."]
    page = officer.submit(officer.get("/plans/new"), {"year": "1989"}, status=422)
    assert len(page.errors) == 1
    for year in (1989, 2101):
        with pytest.raises(DomainError):
            create_plan(year, None)


def test_a_plan_without_a_line_is_not_submitted(app: Flask, cast: Cast) -> None:
    plan = plan_of(2027)
    with pytest.raises(DomainError):
        plan.newest.submit(None)
    officer = Reader(app, cast.officer)
    assert officer.post("/plans/2027/submission").status_code == 409
    assert db.session.scalar(select(func.count(PlanStep.id))) == 0


def test_a_submitted_plan_keeps_its_lines(app: Flask, cast: Cast) -> None:
    plan = plan_of(2027, (3, 200))
    plan.newest.submit(None)
    db.session.commit()
    with pytest.raises(DomainError):
        add_line(plan.newest, *LINE, 1, 10, None)
    with pytest.raises(DomainError):
        plan.newest.targets[0].change(1, 10, None)
    officer = Reader(app, cast.officer)
    forged = dict(zip(("title", "topic", "audience"), LINE, strict=True)) | {
        "classes": 1,
        "turns": 1,
    }
    assert officer.post("/plans/2027/lines", forged).status_code == 409
    assert officer.post("/plans/2027/submission").status_code == 409
    assert plan_figures()[2027][:4] == (1, "submitted", 3, 200)


def test_each_step_is_taken_once_and_in_order(app: Flask) -> None:
    plan = plan_of(2027, (3, 200))
    version = plan.newest
    with pytest.raises(DomainError):
        version.approve(None, "1/QĐ", clock.today())
    version.submit(None)
    with pytest.raises(DomainError):
        version.submit(None)
    version.approve(None, "1/QĐ", clock.today())
    with pytest.raises(DomainError):
        version.approve(None, "2/QĐ", clock.today())
    assert [step.stage for step in version.steps] == ["submitted", "approved"]


@pytest.mark.parametrize(
    ("number", "days", "field"), [("  ", 0, "decision_number"), ("1/QĐ", 1, "decided_on")]
)
def test_an_approval_needs_a_number_and_a_day_that_has_come(
    app: Flask, number: str, days: int, field: str
) -> None:
    version = plan_of(2027, (3, 200)).newest
    version.submit(None)
    with pytest.raises(DomainError) as refused:
        version.approve(None, number, clock.today() + timedelta(days=days))
    assert refused.value.field == field
    assert version.stage == "submitted"


def test_a_decision_of_tomorrow_is_refused_at_its_field(app: Flask, cast: Cast) -> None:
    plan_of(2027, (3, 200)).newest.submit(None)
    db.session.commit()
    leader = Reader(app, cast.leader)
    tomorrow = clock.today() + timedelta(days=1)
    typed = [str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)]
    page = leader.submit(
        leader.get("/plans/2027/approval"),
        {"decision_number": "1/QĐ", "decided_on": typed},
        status=422,
    )
    assert page.errors == ["Ngày ký quyết định không thể sau hôm nay."]
    assert 'value="1/QĐ"' in page.html


def test_an_adjustment_copies_the_targets_and_the_approved_version_stays_in_force(
    app: Flask, cast: Cast
) -> None:
    plan = approved(2027, (3, 200), (1, 50))
    officer = Reader(app, cast.officer)
    page = officer.submit(officer.get("/plans/2027"), action="/adjustment")
    assert [row[3:] for row in page.rows()[:2]] == [["3", "200"], ["1", "50"]]
    line = plan.lines[0].id
    officer.submit(officer.get(f"/plans/2027/lines/{line}"), {"classes": "2", "turns": "120"})
    assert plan_figures()[2027] == (1, "approved", 4, 250, "expected")
    assert officer.get("/plans").rows() == [
        ["2027", "Đã duyệt bản điều chỉnh: dự kiến", "4", "250"]
    ]

    db.session.expire_all()
    plan.newest.submit(None)
    plan.newest.approve(None, "9/QĐ", date(2026, 1, 5))
    assert plan_figures()[2027] == (2, "approved", 3, 170, "approved")
    assert [version.classes for version in plan.versions] == [4, 3]
    assert len(plan.lines) == 2


def test_only_an_approved_plan_is_adjusted(app: Flask) -> None:
    plan = plan_of(2027, (3, 200))
    with pytest.raises(DomainError):
        plan.adjust(None)
    plan = approved(2028, (3, 200))
    plan.adjust(None)
    with pytest.raises(DomainError):
        plan.adjust(None)
    assert len(plan.versions) == 2


def test_two_leaders_who_approve_at_once_leave_one_decision(app: Flask, cast: Cast) -> None:
    version = plan_of(2027, (3, 200)).newest
    version.submit(None)
    db.session.commit()
    version_id, start = version.id, Barrier(2)
    refused: list[str] = []
    db.session.commit()  # lets go of the database

    def approve(number: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with database.transaction() as session:
                    held = session.get_one(PlanVersion, version_id)
                    held.approve(None, number, clock.today())
            except DomainError:
                refused.append(number)

    threads = [Thread(target=Context().run, args=(approve, n)) for n in ("1/QĐ", "2/QĐ")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    db.session.rollback()
    assert (
        db.session.scalar(select(func.count(PlanStep.id)).where(PlanStep.stage == "approved")) == 1
    )


def test_a_wrong_line_is_named_and_kept_as_typed(app: Flask, cast: Cast) -> None:
    plan_of(2027)
    officer = Reader(app, cast.officer)
    page = officer.submit(
        officer.get("/plans/2027"),
        {"title": "Lớp mới", "topic": "", "audience": "Cán bộ", "classes": "ba", "turns": "-1"},
        action="/lines",
        status=422,
    )
    assert len(page.errors) == 3
    assert 'value="Lớp mới"' in page.html and 'value="ba"' in page.html
    assert plan_figures()[2027].classes == 0


def test_each_does_the_own_part(app: Flask, cast: Cast) -> None:
    plan_of(2027, (3, 200))
    leader, officer, trainer = (
        Reader(app, account) for account in (cast.leader, cast.officer, cast.trainer)
    )
    assert leader.post("/plans/2027/submission").status_code == 403
    assert officer.get("/plans/2027/approval", status=403).h1
    trainer.get("/plans", status=403)
    for path in ("/plans/2031", "/plans/2027/lines/999"):
        officer.get(path, status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_take_the_same_number_of_statements_whatever_their_length(
    app: Flask, cast: Cast, number: int
) -> None:
    for place in range(number):
        approved(2027 + place, *[(3, 200)] * number)
    reader = Reader(app, cast.leader)
    for path, most in (("/plans", 3), ("/plans/2027", 6)):
        reader.get(path)
        with counted() as statements:
            reader.get(path)
        assert len(statements) == most


def test_a_change_records_what_it_truly_replaced(app: Flask, cast: Cast) -> None:
    """Somebody else changed the line after it was loaded."""
    target = plan_of(2031, (2, 50)).newest.targets[0]
    assert target.classes == 2
    statement = update(PlanTarget).values(classes=3)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    target.change(5, 50, None)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None and entry.changes["classes"] == [3, 5]
