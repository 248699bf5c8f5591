"""One's place in a class: its steps, its particulars, and giving one to somebody who waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.classes.models import ClassState
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.places import Quota, places_of
from lms.enrolments.quotas import set_default, set_quota
from lms.enrolments.snapshot import stand_for, update_snapshot
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Position
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader, words


def test_every_step_is_told_with_who_when_and_how(app: Flask, cast: Cast) -> None:
    running = factories.training_class()
    person = factories.person("Lê Văn Ân", cast.cooperative)
    place = enrol(running, person, actor_of(cast.contact), way=WayIn.NOMINATION)
    withdraw(place, actor_of(cast.officer), "Bận mùa vụ")
    db.session.commit()
    page = Reader(app, cast.leader).get(f"/enrolments/{place.id}")
    assert page.h1 == "Lê Văn Ân"
    assert [[row[0], *row[2:]] for row in page.rows()] == [
        ["Được xếp chỗ", "Hoàng Thị Mỹ", "Đơn vị cử đi học", ""],
        ["Đã rút tên", "Bùi Thị Hạnh", "", "Bận mùa vụ"],
    ]


def test_a_rule_that_was_set_aside_stays_visible(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(), actor_of(cast.officer)
    set_default(running, 0, by)
    person = factories.person("Lê Văn Ân", cast.cooperative)
    place = enrol(running, person, by, way=WayIn.OFFICE, despite="Lãnh đạo đồng ý")
    db.session.commit()
    page = Reader(app, cast.leader).get(f"/enrolments/{place.id}")
    assert "Vẫn ghi danh dù có lưu ý" in page.text and "Lãnh đạo đồng ý" in page.text
    assert "Đơn vị không có suất trong lớp này." in page.text


def test_a_contact_sees_the_places_of_own_people_only(app: Flask, cast: Cast) -> None:
    running = factories.training_class()
    own = factories.enrolment(running, cast.learner, cast.officer)
    foreign = factories.enrolment(running, cast.other_learner, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/enrolments/{own.id}")
    assert "Rút tên" not in page.text
    assert contact.fetch(f"/enrolments/{foreign.id}").status_code == 404


def test_the_list_follows_the_registry_when_an_officer_says_so(app: Flask, cast: Cast) -> None:
    place = factories.enrolment(factories.training_class(), cast.learner, cast.officer)
    place.person.full_name = "Nguyễn Thị Đẵng"
    place.person.positions[0].title = "Kế toán"
    db.session.commit()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/enrolments/{place.id}")
    assert "Hiện nay trong hồ sơ cán bộ ghi khác: Họ và tên: Nguyễn Thị Đẵng" in page.text
    assert "Chức vụ: Kế toán" in page.text
    after = officer.submit(page, action="/snapshot")
    assert "trong hồ sơ cán bộ ghi khác" not in after.text and after.h1 == "Nguyễn Thị Đẵng"
    [entry] = db.session.query(AuditEntry).filter_by(action="snapshot updated")
    assert entry.changes == {
        "full_name": ["Nguyễn Thị Đặng", "Nguyễn Thị Đẵng"],
        "position_title": ["Giám đốc", "Kế toán"],
    }


@pytest.mark.parametrize("state", [ClassState.LISTED, ClassState.ENDED])
def test_a_closed_list_keeps_its_names(app: Flask, cast: Cast, state: str) -> None:
    place = factories.enrolment(factories.training_class(state=state), cast.learner, cast.officer)
    place.person.full_name = "Nguyễn Thị Khác"
    with pytest.raises(DomainError, match="không sửa thông tin được nữa"):
        update_snapshot(place, actor_of(cast.officer))
    assert place.full_name == "Nguyễn Thị Đặng"


def test_a_person_of_another_organisation_does_not_take_its_held_seat_along(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    elsewhere, home = cast.other_cooperative, cast.cooperative
    set_quota(running, home, Quota(1, 1), by)
    person = factories.person(organisation=home)
    place = enrol(running, person, by, way=WayIn.OFFICE)
    person.positions[0].ended_on = clock.today()
    person.positions.append(Position(organisation=elsewhere, title="Kế toán"))
    db.session.commit()
    with pytest.raises(DomainError, match="Không còn chỗ"):
        update_snapshot(place, by)
    set_quota(running, home, Quota(1, 0), by)
    update_snapshot(place, by)
    assert place.organisation_id == elsewhere.id


def test_who_waits_sees_the_number_and_gets_a_place_with_a_reason(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    inside = enrol(running, factories.person(), by, way=WayIn.OFFICE)
    person = factories.person("Lê Văn Ân", cast.cooperative)
    place = enrol(running, person, by, way=WayIn.OFFICE, may_wait=True)
    set_default(running, 0, by)
    db.session.commit()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/enrolments/{place.id}")
    assert "Số 1 trong danh sách chờ" in page.text
    assert "Không còn chỗ trống cho người này." in page.text
    withdraw(inside, by, "Ốm")
    db.session.commit()
    page = officer.get(officer.get(page.path).links["Xếp chỗ"])
    assert officer.submit(page, {"despite": ""}, status=422).errors == ["Hãy điền mục “Lý do”."]
    after = officer.submit(page, {"despite": "Lãnh đạo đồng ý"})
    assert "Lê Văn Ân đã có chỗ trong lớp." in after.text
    assert db.session.get_one(Enrolment, place.id).is_confirmed


def test_the_class_page_shows_places_and_who_waits(app: Flask, cast: Cast) -> None:
    late = clock.now() + timedelta(days=3)
    running, by = factories.training_class(capacity=2, starts_at=late), actor_of(cast.officer)
    set_quota(running, cast.other_cooperative, Quota(1, 1), by)
    for name in ("Lê Văn An", "Lê Văn Bình", "Lê Văn Cảnh"):
        person = factories.person(name, cast.cooperative)
        enrol(running, person, by, way=WayIn.OFFICE, may_wait=True)
    db.session.commit()
    officer = Reader(app, cast.officer).get(f"/classes/{running.id}")
    assert figures(officer) == {
        "Đã có chỗ": "1",
        "Đang giữ cho đơn vị": "1",
        "Đang chờ": "2",
        "Còn trống cho mọi người": "0",
    }
    waiting = [row[:3] for row in officer.rows() if row[0] in "12" and len(row) == 5]
    assert waiting == [
        ["1", "Lê Văn Bình", cast.cooperative.name],
        ["2", "Lê Văn Cảnh", cast.cooperative.name],
    ]
    stranger = Reader(app, cast.other_contact).get(f"/classes/{running.id}")
    assert "Danh sách chờ" not in stranger.text and "Đang giữ" not in stranger.text
    own = Reader(app, cast.contact).get(f"/classes/{running.id}")
    assert "Lê Văn Bình" in own.text and "Danh sách chờ" in own.text
    trainer = factories.training_class(trainer=cast.trainer, capacity=1)
    factories.enrolment(trainer, cast.learner, cast.officer)
    enrol(trainer, factories.person("Lê Văn Dũng"), by, way=WayIn.OFFICE, may_wait=True)
    db.session.commit()
    assert "Lê Văn Dũng" not in Reader(app, cast.trainer).get(f"/classes/{trainer.id}").text


def figures(page: Page) -> dict[str, str]:
    """The figures of the page by what they count."""
    shown = page.find("dl", "figures")
    assert shown is not None
    return {words(group.find("dt")): words(group.find("dd")) for group in shown}


def test_who_turns_out_to_come_for_another_organisation_leaves_the_seat_of_the_first(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=2), actor_of(cast.officer)
    elsewhere, home = cast.other_cooperative, cast.cooperative
    set_quota(running, home, Quota(1, 1), by)
    person = factories.person(organisation=home)
    place = enrol(running, person, by, way=WayIn.WALK_IN)
    stranger = enrol(running, factories.person(), by, way=WayIn.OFFICE)
    person.positions.append(Position(organisation=elsewhere, title="Kế toán"))
    db.session.commit()
    with pytest.raises(DomainError, match="Không còn chỗ"):
        stand_for(place, person.positions[1], by)
    withdraw(stranger, by, "Ốm")
    stand_for(place, person.positions[1], by)
    assert (place.organisation_id, place.position_title) == (elsewhere.id, "Kế toán")
    assert places_of(running).left == 0
