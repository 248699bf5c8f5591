"""Requests about one's own data: their terms, their states, and who was told what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock, terms
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.models import DataRequest, RequestKind, Way
from lms.privacy.request_terms import DAYS
from lms.privacy.requests import file_own_request, file_request_for
from tests import factories
from tests.people import Cast
from tests.together import run_together

FRIDAY = date(2026, 12, 4)


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.travelled_to(clock.at(day, 9)):
        yield


def filed(cast: Cast, kind: RequestKind = RequestKind.SEE, day: date = FRIDAY) -> DataRequest:
    with on(day):
        request = file_own_request(kind, "Cho tôi xem.", actor_of(cast.learner))
        db.session.commit()
    return request


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (RequestKind.SEE, 10),
        (RequestKind.CORRECT, 10),
        (RequestKind.COPY, 10),
        (RequestKind.WITHDRAW, 15),
        (RequestKind.RESTRICT, 15),
        (RequestKind.OBJECT, 15),
        (RequestKind.DELETE, 20),
    ],
)
def test_each_kind_has_its_term_and_all_are_answered_in_two_working_days(
    cast: Cast, kind: RequestKind, days: int
) -> None:
    request = filed(cast, kind)
    assert request.received_on == FRIDAY
    assert request.reply_due_on == date(2026, 12, 8)  # the Tuesday after the weekend
    assert request.due_on == FRIDAY + timedelta(days=days)


def test_every_kind_of_request_has_a_term() -> None:
    assert set(DAYS) == set(RequestKind)


def test_holidays_do_not_count_as_working_days(cast: Cast) -> None:
    """From the last working day before Tết."""
    assert filed(cast, day=date(2026, 2, 13)).reply_due_on == date(2026, 2, 24)


def test_the_office_changes_terms_for_requests_to_come_only(cast: Cast) -> None:
    before = filed(cast)
    terms.change_term("request_see_days", 5)
    terms.change_term("request_reply_working_days", 1)
    after = filed(cast)
    assert (before.due_on, before.reply_due_on) == (date(2026, 12, 14), date(2026, 12, 8))
    assert (after.due_on, after.reply_due_on) == (date(2026, 12, 9), date(2026, 12, 7))


def test_a_request_by_telephone_counts_from_the_day_it_came(cast: Cast) -> None:
    someone = factories.person("Đinh Thị Lụa")
    with on(date(2026, 12, 7)):
        request = file_request_for(
            someone, RequestKind.COPY, "", actor_of(cast.officer), Way.TELEPHONE, FRIDAY
        )
    assert (request.person_id, request.way, request.received_on) == (
        someone.id,
        "telephone",
        FRIDAY,
    )
    assert request.reply_due_on == date(2026, 12, 8)


def test_no_request_comes_after_today(cast: Cast) -> None:
    someone = factories.person()
    with on(FRIDAY), pytest.raises(DomainError) as refused:
        file_request_for(
            someone, RequestKind.SEE, "", actor_of(cast.officer), Way.PAPER, date(2026, 12, 5)
        )
    assert refused.value.field == "received_on"


def test_states_are_rows_with_who_when_and_what_was_said(cast: Cast) -> None:
    request, officer = filed(cast), actor_of(cast.officer)
    with on(date(2026, 12, 7)):
        request.reply("Đã nhận, sẽ trả lời trước ngày 14/12.", officer)
    with on(date(2026, 12, 10)):
        request.fulfil("Đã giải thích qua điện thoại.", officer)
    db.session.commit()
    assert [(step.state, step.by_id) for step in request.steps] == [
        ("received", cast.learner.id),
        ("replied", cast.officer.id),
        ("fulfilled", cast.officer.id),
    ]
    assert request.steps[2].words == "Đã giải thích qua điện thoại."
    assert not request.is_open and clock.local(request.closed_at or clock.now()).day == 10
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["data request received", "data request replied", "data request fulfilled"]


def test_what_people_write_is_not_chained_into_the_record_of_acts(cast: Cast) -> None:
    request = filed(cast)
    request.reply("Chị Đặng đã được trả lời.", actor_of(cast.officer))
    written = [str(entry.changes) for entry in db.session.scalars(select(AuditEntry))]
    assert not any("Đặng" in words or "xem" in words for words in written)


def test_a_term_is_extended_once_and_that_is_an_answer_too(cast: Cast) -> None:
    request, officer = filed(cast, RequestKind.WITHDRAW), actor_of(cast.officer)
    request.extend("Phải hỏi nơi đăng ảnh.", officer)
    assert request.due_on == FRIDAY + timedelta(days=30)
    assert request.replied_at is not None
    with pytest.raises(DomainError):
        request.extend("Lần nữa.", officer)


@pytest.mark.parametrize("verb", ["reply", "extend", "fulfil", "refuse"])
def test_nothing_is_done_without_words(cast: Cast, verb: str) -> None:
    request = filed(cast)
    with pytest.raises(DomainError) as refused:
        getattr(request, verb)(" \n ", actor_of(cast.officer))
    assert refused.value.field == "words"


@pytest.mark.parametrize("verb", ["reply", "extend", "fulfil", "refuse"])
def test_a_closed_request_stays_closed(cast: Cast, verb: str) -> None:
    request, officer = filed(cast), actor_of(cast.officer)
    request.refuse("Không phải dữ liệu của Anh/Chị.", officer)
    db.session.commit()
    with pytest.raises(DomainError):
        getattr(request, verb)("Lời", officer)


def test_two_officers_at_once_close_it_once(app: Flask, cast: Cast) -> None:
    number, officer = filed(cast).id, actor_of(cast.officer)

    def close() -> str:
        db.session.get_one(DataRequest, number).fulfil("Xong.", officer)
        return "closed"

    assert run_together(app, close, close) == ["closed", "refused"]


def test_an_account_without_a_person_asks_too(cast: Cast) -> None:
    cast.administrator.person_id = None
    db.session.commit()
    request = file_own_request(RequestKind.SEE, "", actor_of(cast.administrator))
    db.session.commit()
    assert (request.person_id, request.account_id) == (None, cast.administrator.id)
    assert request.name == "Vũ Đình Lộc"
