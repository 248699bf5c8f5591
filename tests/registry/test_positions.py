"""Positions: several at once, each with its days; moving ends one and begins another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person, Position
from lms.registry.people.position_titles import (
    SUGGESTED_TITLES,
    PositionGroup,
    position_group,
)
from lms.registry.people.positions import (
    begin_position,
    correct_position,
    end_position,
    move_person,
)
from tests import factories
from tests.people import Cast
from tests.reader import Reader

OF_2020, OF_2024 = ["1", "3", "2020"], ["2", "5", "2024"]


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


@pytest.fixture
def director(app: Flask, cast: Cast) -> Person:
    """Giám đốc of the cooperative, since a day that nobody wrote down."""
    return factories.person("Nguyễn Thị Hường", cast.cooperative)


def held(person: Person) -> list[tuple[str, str, bool]]:
    db.session.expire_all()
    return [(p.title, p.organisation.name, p.is_primary) for p in person.positions_held]


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_second_position_stands_beside_the_first(
    officer: Reader, cast: Cast, director: Person
) -> None:
    page = officer.get(f"/people/{director.id}/positions/new")
    page = officer.submit(
        page,
        {
            "organisation": cast.cooperative.name,
            "title": "Chủ tịch  HĐQT",
            "started_on": OF_2020,
        },
        action="/positions/new",
    )
    assert [row[1:4] for row in page.rows()] == [
        ["Giám đốc (chính)", "–", "nay"],
        ["Chủ tịch HĐQT", "01/03/2020", "nay"],
    ]
    assert officer.get("/people?q=huong").rows()[0][2] == "Giám đốc"


def test_one_position_is_the_main_one(officer: Reader, cast: Cast, director: Person) -> None:
    page = officer.get(f"/people/{director.id}/positions/new")
    values = {"organisation": cast.other_cooperative.name, "title": "Thủ quỹ", "is_primary": "y"}
    officer.submit(page, values, action="/positions/new")
    assert held(director) == [
        ("Thủ quỹ", cast.other_cooperative.name, True),
        ("Giám đốc", cast.cooperative.name, False),
    ]


def test_the_same_position_is_not_begun_twice(app: Flask, cast: Cast, director: Person) -> None:
    with pytest.raises(DomainError) as refused:
        begin_position(director, cast.cooperative, "giám  ĐỐC", None)
    assert refused.value.field == "title"
    begin_position(director, cast.other_cooperative, "Giám đốc", None)
    begin_position(director, cast.cooperative, "Giám đốc", None, ended_on=date(2019, 1, 1))
    assert len(held(director)) == 2


def test_a_position_ends_on_a_day_and_stays_in_sight(
    officer: Reader, cast: Cast, director: Person
) -> None:
    page = officer.get(f"/people/{director.id}/positions/{director.positions[0].id}/ending")
    page = officer.submit(page, {"ended_on": OF_2024}, action="/ending")
    assert page.rows() == [
        [
            cast.cooperative.name,
            "Giám đốc",
            "–",
            "02/05/2024",
            "Sửa Giám đốc, " + cast.cooperative.name,
        ]
    ]
    assert held(director) == []
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.changes == {
        "position_id": director.positions[0].id,
        "position": f"Giám đốc, {cast.cooperative.name}",
        "ended_on": [None, "2024-05-02"],
        "revision": 2,
    }
    page = officer.get(f"/people/{director.id}/positions/{director.positions[0].id}/ending")
    page = officer.submit(page, {"ended_on": OF_2024}, action="/ending", status=422)
    assert page.errors == ["Chức vụ này đã kết thúc; nếu cần, hãy sửa ngày."]


def test_days_out_of_order_are_refused_by_the_rule_and_by_the_database(
    officer: Reader, director: Person
) -> None:
    one = director.positions[0].id
    page = officer.get(f"/people/{director.id}/positions/{one}")
    values = {"started_on": OF_2024, "ended_on": OF_2020}
    page = officer.submit(page, values, action=f"/{one}", status=422)
    assert page.errors == ["Ngày thôi giữ chức vụ không thể trước ngày bắt đầu."]
    db.session.add(
        Position(
            person=db.session.get_one(Person, director.id),
            organisation=director.positions[0].organisation,
            title="Kế toán",
            started_on=date(2024, 1, 1),
            ended_on=date(2023, 1, 1),
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("day", [["1", "1", "1"], ["31", "12", "9999"], ["30", "2", "2026"]])
def test_days_that_cannot_be_are_refused(officer: Reader, director: Person, day: list[str]) -> None:
    page = officer.get(f"/people/{director.id}/positions/{director.positions[0].id}/ending")
    page = officer.submit(page, {"ended_on": day}, action="/ending", status=422)
    assert len(page.errors) == 1


def test_a_position_is_corrected_and_a_mistaken_line_removed(
    officer: Reader, director: Person
) -> None:
    one = director.positions[0].id
    page = officer.get(f"/people/{director.id}/positions/{one}")
    page = officer.submit(page, {"title": "Phó giám đốc", "started_on": OF_2020}, action=f"/{one}")
    assert page.rows()[0][1:4] == ["Phó giám đốc", "01/03/2020", "nay"]
    page = officer.submit(officer.get(f"/people/{director.id}/positions/{one}"), action="/removal")
    assert page.rows() == []
    assert acts() == ["position corrected", "position removed"]


def test_moving_ends_all_that_is_held_there_and_begins_another(
    officer: Reader, cast: Cast, director: Person
) -> None:
    begin_position(director, cast.cooperative, "Chủ tịch HĐQT", None)
    page = officer.get(f"/people/{director.id}/positions/{director.positions[0].id}/move")
    page = officer.submit(
        page,
        {
            "organisation": cast.other_cooperative.name,
            "title": "Kế toán trưởng",
            "moved_on": OF_2024,
        },
        action="/move",
    )
    assert [row[:4] for row in page.rows()] == [
        [cast.other_cooperative.name, "Kế toán trưởng", "02/05/2024", "nay"],
        [cast.cooperative.name, "Giám đốc", "–", "02/05/2024"],
        [cast.cooperative.name, "Chủ tịch HĐQT", "–", "02/05/2024"],
    ]
    assert held(director) == [("Kế toán trưởng", cast.other_cooperative.name, True)]
    assert acts() == ["position begun", "position ended", "position ended", "position begun"]


def test_a_move_that_cannot_be_leaves_all_as_it_was(
    officer: Reader, cast: Cast, director: Person
) -> None:
    director.positions[0].started_on = date(2025, 1, 1)
    db.session.commit()
    page = officer.get(f"/people/{director.id}/positions/{director.positions[0].id}/move")
    for organisation, title in ((cast.cooperative, "Kế toán"), (cast.other_cooperative, "Kế toán")):
        values = {"organisation": organisation.name, "title": title, "moved_on": OF_2024}
        refused = officer.submit(page, values, action="/move", status=422)
        assert len(refused.errors) == 1
    assert held(director) == [("Giám đốc", cast.cooperative.name, True)]
    assert acts() == []


def test_who_moves_today_is_seen_by_the_new_contact_only(app: Flask, cast: Cast) -> None:
    someone = factories.person("Lê Thị Mơ", cast.cooperative)
    move_person(someone, cast.cooperative, cast.other_cooperative, "Kế toán", clock.today(), None)
    db.session.commit()
    Reader(app, cast.contact).get(f"/people/{someone.id}", status=404)
    page = Reader(app, cast.other_contact).get(f"/people/{someone.id}")
    assert "Kế toán" in page.text and cast.cooperative.name not in page.text


def test_the_second_officer_learns_that_the_position_was_ended(
    app: Flask, cast: Cast, officer: Reader, director: Person
) -> None:
    one = director.positions[0].id
    page = officer.get(f"/people/{director.id}/positions/{one}")
    end_position(director.positions[0], clock.today() - timedelta(days=1), None)
    db.session.commit()
    page = officer.submit(page, {"title": "Phó giám đốc"}, action=f"/{one}", status=422)
    assert f"Thôi giữ từ ngày (Giám đốc, {cast.cooperative.name}): không có → " in page.text
    db.session.refresh(director.positions[0])
    assert director.positions[0].title == "Giám đốc"
    ended = [
        f.get("value", "")
        for f in page.form(f"/{one}").iter("input")
        if f.get("name") == "ended_on"
    ]
    assert all(ended)  # sent again, it stays ended
    yesterday = f"{clock.today() - timedelta(days=1):%d %m %Y}".split()
    officer.submit(page, {"ended_on": ended}, action=f"/{one}")
    db.session.refresh(director.positions[0])
    assert (director.positions[0].title, ended) == ("Phó giám đốc", yesterday)


def test_a_line_removed_meanwhile_is_missing(app: Flask, officer: Reader, director: Person) -> None:
    one = director.positions[0].id
    page = officer.get(f"/people/{director.id}/positions/{one}")
    officer.submit(page, action="/removal")
    officer.submit(page, {"title": "Phó giám đốc"}, action=f"/{one}", status=404)


def test_a_correction_that_changes_nothing_is_not_recorded(app: Flask, director: Person) -> None:
    correct_position(
        director.positions[0],
        None,
        title="Giám đốc",
        started_on=None,
        ended_on=None,
        is_primary=True,
    )
    assert acts() == []


def test_every_suggested_title_has_a_group() -> None:
    assert {position_group(title) for title in SUGGESTED_TITLES} == set(PositionGroup) - {
        PositionGroup.OTHER
    }


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Chủ tịch HĐQT kiêm Giám đốc", PositionGroup.LEADERSHIP),
        ("CT.HĐQT", PositionGroup.LEADERSHIP),
        ("P.GĐ", PositionGroup.LEADERSHIP),
        ("Thành viên HĐQT", PositionGroup.LEADERSHIP),
        ("TV BKS", PositionGroup.LEADERSHIP),
        ("Kiểm soát viên", PositionGroup.LEADERSHIP),
        ("Kế toán kiêm Phó giám đốc", PositionGroup.LEADERSHIP),
        ("KẾ TOÁN TRƯỞNG", PositionGroup.PROFESSIONAL),
        ("KT - TQ", PositionGroup.PROFESSIONAL),
        ("Thư ký HĐQT", PositionGroup.PROFESSIONAL),
        ("Trợ lý giám đốc", PositionGroup.PROFESSIONAL),
        ("thành viên", PositionGroup.MEMBERS),
        ("Người lao động", PositionGroup.MEMBERS),
        ("Cố vấn", PositionGroup.OTHER),
        ("", PositionGroup.OTHER),
    ],
)
def test_the_group_is_read_from_free_text(title: str, group: PositionGroup) -> None:
    assert position_group(title) is group
