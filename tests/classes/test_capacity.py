"""The number of places of a class: never fewer than are taken or held."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.places import Quota
from lms.enrolments.quotas import set_quota
from lms.errors import DomainError
from lms.extensions import db
from tests import factories
from tests.people import Cast
from tests.reader import Reader


def test_an_officer_changes_the_number_of_places(app: Flask, cast: Cast) -> None:
    running = factories.training_class(capacity=5)
    officer = Reader(app, cast.officer)
    page = officer.get(officer.get(f"/classes/{running.id}").links["Sửa Số chỗ"])
    assert "Đã đổi số chỗ của lớp." in officer.submit(page, {"capacity": "7"}).text
    db.session.expire_all()
    assert running.capacity == 7
    [entry] = db.session.query(AuditEntry)
    assert (entry.action, entry.changes) == ("class capacity changed", {"capacity": [5, 7]})


def test_people_and_held_places_keep_the_number_up(app: Flask, cast: Cast) -> None:
    running = factories.training_class(capacity=5)
    factories.enrolment(running, cast.learner, cast.officer)
    set_quota(running, cast.other_cooperative, Quota(2, 2), actor_of(cast.officer))
    db.session.commit()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/capacity")
    refused = officer.submit(page, {"capacity": "2"}, status=422)
    assert refused.errors == ["Lớp đã có người hoặc đang giữ 3 chỗ, không thể đặt số chỗ ít hơn."]
    db.session.expire_all()
    assert running.capacity == 5
    officer.submit(page, {"capacity": "3"})
    db.session.expire_all()
    assert running.capacity == 3


@pytest.mark.parametrize("typed", ["", "0", "-1", "501", "x", "9" * 30])
def test_nonsense_is_refused(app: Flask, cast: Cast, typed: str) -> None:
    running = factories.training_class(capacity=5)
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/capacity")
    assert len(officer.submit(page, {"capacity": typed}, status=422).errors) == 1


def test_a_class_that_is_over_keeps_its_number(app: Flask, cast: Cast) -> None:
    ended: TrainingClass = factories.training_class(state=ClassState.ENDED)
    with pytest.raises(DomainError, match="đã kết thúc"):
        ended.change_capacity(50, actor_of(cast.officer))
    assert "Sửa" not in Reader(app, cast.officer).get(f"/classes/{ended.id}").text


def test_the_same_number_is_no_act(app: Flask, cast: Cast) -> None:
    running = factories.training_class(capacity=5)
    running.change_capacity(5, actor_of(cast.officer))
    assert db.session.query(AuditEntry).count() == 0
