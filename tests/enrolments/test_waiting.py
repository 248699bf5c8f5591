"""The waiting list: strictly in order, filled by itself, and whoever gets a place has to be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import Actor, actor_of
from lms.audit import AuditEntry
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, EnrolmentNotice, EnrolmentState, NoticeKind, WayIn
from lms.enrolments.places import Quota
from lms.enrolments.quotas import set_default, set_quota
from lms.enrolments.waiting import promote
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation, Position
from tests import factories
from tests.people import Cast


def wait(
    training_class: TrainingClass, by: Actor, organisation: Organisation | None = None
) -> Enrolment:
    person = factories.person(organisation=organisation)
    return enrol(training_class, person, by, way=WayIn.OFFICE, may_wait=True)


def told() -> list[tuple[int, str]]:
    rows = db.session.query(EnrolmentNotice).order_by(EnrolmentNotice.id)
    return [(row.enrolment_id, row.kind) for row in rows]


def test_a_free_place_goes_to_the_first_and_is_to_be_told(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    first, second, third = (wait(running, by) for _number in range(3))
    assert [first.state, second.state, third.state] == ["confirmed", "waiting", "waiting"]
    withdraw(first, by, "Ốm")
    assert [second.state, third.state] == ["confirmed", "waiting"]
    assert told() == [(second.id, NoticeKind.PROMOTED)]
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.subject_id, entry.actor_id) == (
        "person promoted", second.id, cast.officer.id
    )  # fmt: skip
    assert [(step.state, step.way) for step in second.steps] == [
        ("waiting", "office"),
        ("confirmed", "office"),
    ]


def test_more_places_are_given_in_order(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    places = [wait(running, by) for _number in range(4)]
    running.change_capacity(3, by)
    assert [place.state for place in places] == ["confirmed"] * 3 + ["waiting"]
    assert told() == [(places[1].id, "promoted"), (places[2].id, "promoted")]


def test_who_leaves_the_list_and_comes_back_is_the_last(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    inside, first, second = (wait(running, by) for _number in range(3))
    withdraw(first, by, "Bận")
    enrol(running, first.person, by, way=WayIn.OFFICE, may_wait=True)
    withdraw(inside, by, "Ốm")
    assert (first.state, second.state) == ("waiting", "confirmed")


def test_a_place_is_waited_for_once(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    wait(running, by)
    second = wait(running, by)
    with pytest.raises(DomainError, match="danh sách chờ"):
        enrol(running, second.person, by, way=WayIn.OFFICE, may_wait=True)


def test_the_snapshot_is_that_of_the_day_of_the_place(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    first, second = wait(running, by), wait(running, by, cast.cooperative)
    second.person.full_name = "Tên Mới"
    second.person.positions[0].title = "Kế toán trưởng"
    assert second.position_title == "Giám đốc"
    withdraw(first, by, "Ốm")
    assert (second.full_name, second.position_title) == ("Tên Mới", "Kế toán trưởng")


def test_who_changed_the_organisation_is_promoted_for_the_new_one(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    elsewhere = cast.other_cooperative
    first, second = wait(running, by), wait(running, by, cast.cooperative)
    second.person.positions[0].ended_on = clock.today()
    second.person.positions.append(Position(organisation=elsewhere, title="Kế toán"))
    withdraw(first, by, "Ốm")
    assert second.organisation_id == elsewhere.id


def test_a_held_place_is_not_for_those_who_wait_until_it_is_released(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=2), actor_of(cast.officer)
    set_quota(running, cast.cooperative, Quota(2, 1), by)
    _inside, stranger = wait(running, by), wait(running, by)
    own = wait(running, by, cast.cooperative)
    assert (stranger.state, own.state) == ("waiting", "confirmed")
    withdraw(own, by, "Đơn vị cử người khác")
    assert stranger.is_waiting  # the organisation names somebody else for its seat
    set_quota(running, cast.cooperative, Quota(2, 0), by)
    assert stranger.is_confirmed


def test_whoever_a_quota_keeps_out_is_passed_and_can_be_given_a_place_with_a_reason(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=2), actor_of(cast.officer)
    inside = [wait(running, by) for _number in range(2)]
    barred, next_barred = (wait(running, by, cast.cooperative) for _number in range(2))
    other = wait(running, by, cast.other_cooperative)
    set_quota(running, cast.cooperative, Quota(0), by)
    withdraw(inside[0], by, "Ốm")
    assert (barred.state, other.state) == ("waiting", "confirmed")
    withdraw(inside[1], by, "Ốm")
    with pytest.raises(DomainError, match="không có suất"):
        promote(barred, by)
    with pytest.raises(DomainError, match="đang đứng trước"):
        promote(next_barred, by, "Giám đốc đề nghị")
    promote(barred, by, "Giám đốc đề nghị")
    assert (barred.state, barred.despite) == ("confirmed", "Giám đốc đề nghị")
    assert [one["rule"] for one in barred.set_aside] == ["quota"]
    with pytest.raises(DomainError, match="Không còn chỗ"):
        promote(next_barred, by, "Giám đốc đề nghị")
    with pytest.raises(DomainError, match="không ở trong danh sách chờ"):
        promote(barred, by, "Lần nữa")


def test_who_sits_elsewhere_at_that_hour_is_passed(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    inside, busy, free = (wait(running, by) for _number in range(3))
    factories.enrolment(factories.training_class(), busy.person, cast.officer)
    withdraw(inside, by, "Ốm")
    assert (busy.state, free.state) == ("waiting", "confirmed")


def test_opening_the_class_to_more_organisations_lets_those_who_wait_in(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    inside, second = wait(running, by), wait(running, by, cast.cooperative)
    set_default(running, 0, by)
    withdraw(inside, by, "Ốm")
    assert second.is_waiting
    set_default(running, None, by)
    assert second.is_confirmed


def test_a_closed_list_promotes_nobody_and_the_waiting_are_to_be_told(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    first, second = wait(running, by), wait(running, by)
    running.close_list(by)
    assert told() == [(second.id, NoticeKind.NOT_ADMITTED)]
    withdraw(first, by, "Ốm")
    assert second.is_waiting


def test_what_was_not_told_is_void_when_it_is_true_no_longer(app: Flask, cast: Cast) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    first, second = wait(running, by), wait(running, by)
    withdraw(first, by, "Ốm")
    withdraw(second, by, "Cũng ốm")
    assert told() == []


def test_at_the_door_people_are_taken_on_the_day_also_when_the_list_is_closed(
    app: Flask, cast: Cast
) -> None:
    by = actor_of(cast.officer)
    today, later = (
        factories.training_class(state=ClassState.LISTED, starts_at=day, capacity=1)
        for day in (clock.now() - timedelta(minutes=1), clock.now() + timedelta(days=2))
    )
    with pytest.raises(DomainError, match="ngày có buổi học"):
        enrol(later, factories.person(), by, way=WayIn.WALK_IN)
    place = enrol(today, factories.person(), by, way=WayIn.WALK_IN)
    assert (place.state, place.way) == ("confirmed", "walk_in")
    with pytest.raises(DomainError, match="đã đủ 1 chỗ"):
        enrol(today, factories.person(), by, way=WayIn.WALK_IN)
    with pytest.raises(DomainError, match="không nhận ghi danh"):
        enrol(today, factories.person(), by, way=WayIn.OFFICE)


def test_who_waited_in_vain_is_taken_at_the_door_when_a_place_is_free(
    app: Flask, cast: Cast
) -> None:
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    first, second = wait(running, by), wait(running, by)
    running.close_list(by)
    with pytest.raises(DomainError, match="đã đủ 1 chỗ"):
        enrol(running, second.person, by, way=WayIn.WALK_IN, may_wait=True)
    withdraw(first, by, "Ốm")
    assert enrol(running, second.person, by, way=WayIn.WALK_IN).is_confirmed
    assert told() == []
    assert second.state == EnrolmentState.CONFIRMED
