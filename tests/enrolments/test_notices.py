"""Whoever has to be told something: on the officer's list with words to send, and on the own first page."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.classes.models import TrainingClass
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import EnrolmentNotice, WayIn
from lms.extensions import db
from lms.registry.models import Person, PersonPhone
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader

BEGINS = clock.at(date(2027, 3, 1), 8)


@pytest.fixture
def promoted(app: Flask, cast: Cast) -> TrainingClass:
    """A class in which the learner got a place from the waiting list."""
    running = factories.training_class("Lớp bán hàng", capacity=1, starts_at=BEGINS)
    person = db.session.get_one(Person, cast.learner.person_id)
    person.phones.append(PersonPhone(digits="0912345678"))
    by = actor_of(cast.officer)
    first = enrol(running, factories.person(), by, way=WayIn.OFFICE)
    enrol(running, person, by, way=WayIn.OFFICE, may_wait=True)
    withdraw(first, by, "Ốm")
    db.session.commit()
    return running


def test_an_officer_is_reminded_and_marks_the_person_as_told(
    app: Flask, cast: Cast, promoted: TrainingClass
) -> None:
    factories.office(name="Liên minh Hợp tác xã tỉnh", help_phone="0221 386 0000")
    officer = Reader(app, cast.officer)
    page = officer.get(officer.get("/").links["Cần báo tin cho 1 người"])
    assert page.links["0912 345 678"] == "tel:0912345678"
    assert (
        "Kính gửi Anh/Chị Nguyễn Thị Đặng, Anh/Chị đã được xếp chỗ trong lớp “Lớp bán hàng”. "
        "Buổi đầu: thứ Hai 01/03/2027, 08:00 – 11:00, tại Hội trường Liên minh. "
        "Nếu không tham dự được, xin Anh/Chị báo lại để nhường chỗ cho người khác. "
        "(Liên minh Hợp tác xã tỉnh, điện thoại 0221 386 0000)"
    ) in page.text
    after = officer.submit(page, action="/telling")
    assert "Không có ai cần báo tin" in after.text
    assert "Cần báo tin" not in officer.get("/").text
    [entry] = db.session.query(AuditEntry).filter_by(action="person told")
    assert entry.actor_id == cast.officer.id
    officer.submit(page, action="/telling")
    assert db.session.query(AuditEntry).filter_by(action="person told").count() == 1


def test_the_person_reads_it_on_the_first_page_and_need_not_be_told(
    app: Flask, cast: Cast, promoted: TrainingClass
) -> None:
    learner = Reader(app, cast.learner)
    page = learner.get("/")
    assert "Anh/Chị đã được xếp chỗ trong lớp “Lớp bán hàng”." in page.text
    assert "xếp chỗ" not in learner.submit(page, action="/reading").text
    assert "Cần báo tin" not in Reader(app, cast.officer).get("/").text


def test_what_an_officer_told_is_still_to_be_read(
    app: Flask, cast: Cast, promoted: TrainingClass
) -> None:
    officer = Reader(app, cast.officer)
    officer.submit(officer.get("/notices"), action="/telling")
    assert "đã được xếp chỗ" in Reader(app, cast.learner).get("/").text


def test_others_read_nothing_of_it(app: Flask, cast: Cast, promoted: TrainingClass) -> None:
    [notice] = db.session.query(EnrolmentNotice)
    stranger = Reader(app, cast.other_learner)
    assert "xếp chỗ" not in stranger.get("/").text
    assert stranger.post(f"/notices/{notice.id}/reading").status_code == 404
    assert stranger.fetch("/notices").status_code == 403


def test_who_waits_in_vain_is_told_so(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class("Lớp bán hàng", capacity=1), actor_of(cast.officer)
    enrol(running, factories.person(), by, way=WayIn.OFFICE)
    person = db.session.get_one(Person, cast.learner.person_id)
    enrol(running, person, by, way=WayIn.OFFICE, may_wait=True)
    db.session.commit()
    learner = Reader(app, cast.learner)
    assert "Lớp bán hàng" in learner.get("/").text
    assert "Số 1 trong danh sách chờ" in learner.get("/").text
    running.close_list(by)
    db.session.commit()
    page = learner.get("/")
    assert "Số 1" not in page.text
    assert "Lớp “Lớp bán hàng” đã chốt danh sách, rất tiếc không còn chỗ trống." in page.text
    assert "Hẹn gặp Anh/Chị ở lớp sau." in Reader(app, cast.officer).get("/notices").text


def test_a_class_that_is_over_reminds_of_nobody(
    app: Flask, cast: Cast, promoted: TrainingClass
) -> None:
    promoted.state = "ended"
    db.session.commit()
    assert "Cần báo tin" not in Reader(app, cast.officer).get("/").text


def test_one_or_three_notices_cost_the_same(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    enrol(running, factories.person(), by, way=WayIn.OFFICE)
    officer, costs = Reader(app, cast.officer), []
    for more in (1, 2):
        for _number in range(more):
            enrol(running, factories.person(), by, way=WayIn.OFFICE, may_wait=True)
        running.change_capacity(running.capacity + more, by)
        officer.get("/notices")
        with counted() as statements:
            officer.get("/notices")
        costs.append(len(statements))
    assert costs[0] == costs[1]
