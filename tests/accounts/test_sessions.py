"""Devices: where somebody is signed in, how long, and how they sign out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts import sessions
from lms.accounts.models import Account, SignInSession
from lms.accounts.passwords import hash_password, verify_password
from lms.audit import AuditEntry
from lms.extensions import db
from tests.people import Cast
from tests.reader import Reader

PASSWORD = "lúa chín vàng đồng"


def test_signing_out_ends_the_row_and_clears_the_device(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.learner)
    with reader.client.session_transaction() as cookie:
        stolen = dict(cookie)
    answer = reader.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    with reader.client.session_transaction() as cookie:
        assert not {"_user_id", "seen_at", "csrf_token"} & set(cookie)
        cookie.update(stolen)
    assert reader.get("/account/sessions").path == "/sign-in"


def test_the_list_shows_ones_own_open_devices_and_names_this_one(cast: Cast, app: Flask) -> None:
    Reader(app, cast.other_learner)
    sessions.open_session(cast.learner, device="iPhone, Safari", address="10.0.0.7")
    ended, _token = sessions.open_session(cast.learner, device="Windows, Edg", address="10.0.0.8")
    old, _token = sessions.open_session(cast.learner, device="Linux", address="10.0.0.9")
    ended.ended_at, old.expires_at = clock.now(), clock.now() - timedelta(seconds=1)
    page = Reader(app, cast.learner).get("/account/sessions")
    assert page.text.count("Thiết bị này") == 1
    assert [word in page.text for word in ("10.0.0.7", "127.0.0.1", "10.0.0.8", "10.0.0.9")] == [
        True,
        True,
        False,
        False,
    ]


def test_one_other_device_or_all_of_them_are_signed_out(cast: Cast, app: Flask) -> None:
    here, phone, tablet = (Reader(app, cast.learner) for _device in range(3))
    stranger = Reader(app, cast.other_learner)
    first, second = db.session.scalars(select(SignInSession.id).order_by(SignInSession.id)).all()[
        1:3
    ]
    page = here.get("/account/sessions")
    here.submit(page, action=f"/account/sessions/{first}/ending")
    assert phone.get("/account/sessions").path == "/sign-in"
    assert tablet.get("/account/sessions").path == "/account/sessions"
    page = here.submit(here.get("/account/sessions"), action="/account/sessions/ending")
    assert page.find("div", "card") is not None and second
    assert tablet.get("/account/sessions").path == "/sign-in"
    assert here.get("/account/sessions").path == "/account/sessions"
    assert stranger.get("/account/sessions").path == "/account/sessions"


def test_nobody_signs_out_somebody_elses_device(cast: Cast, app: Flask) -> None:
    theirs = Reader(app, cast.other_learner)
    number = db.session.scalar(select(SignInSession.id))
    mine = Reader(app, cast.learner)
    assert mine.post(f"/account/sessions/{number}/ending").status_code == 404
    assert mine.post("/account/sessions/999999/ending").status_code == 404
    assert theirs.get("/account/sessions").path == "/account/sessions"


def test_reading_pages_leaves_the_last_act_alone_and_writing_moves_it(
    cast: Cast, app: Flask
) -> None:
    reader = Reader(app, cast.learner)
    began = db.session.scalar(select(SignInSession.last_act_at))
    later = clock.now() + timedelta(minutes=20)
    with clock.travelled_to(later):
        reader.get("/account/sessions")
        assert db.session.scalar(select(SignInSession.last_act_at)) == began
        reader.post("/language", {"language": "vi"})
    moved = db.session.scalar(select(SignInSession.last_act_at))
    assert moved is not None and abs(moved - later) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("who", "silence", "life"),
    [
        ("learner", timedelta(days=30), timedelta(days=90)),
        ("officer", timedelta(hours=2), timedelta(hours=12)),
    ],
)
def test_a_silent_device_and_an_old_session_are_signed_out(
    cast: Cast, app: Flask, who: str, silence: timedelta, life: timedelta
) -> None:
    account: Account = getattr(cast, who)
    silent, busy, start = Reader(app, account), Reader(app, account), clock.now()
    with clock.travelled_to(start + silence - timedelta(minutes=1)):
        assert busy.get("/account/sessions").path == "/account/sessions"
    with clock.travelled_to(start + silence + timedelta(minutes=1)):
        assert silent.get("/account/sessions").path == "/sign-in"
        assert busy.get("/account/sessions").path == "/account/sessions"
    moment = start
    while moment < start + life - silence / 2:
        moment += silence / 2
        with clock.travelled_to(moment):
            busy.get("/account/sessions")
    with clock.travelled_to(start + life + timedelta(minutes=1)):
        assert busy.get("/account/sessions").path == "/sign-in"


def test_a_disabled_account_is_out_at_once(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.learner)
    cast.learner.disabled_at = clock.now()
    assert reader.get("/account/sessions").path == "/sign-in"


def change(reader: Reader, present: str, new: str, status: int = 200, **more: object) -> object:
    page = reader.get("/account/password")
    return reader.submit(page, {"present": present, "password": new, **more}, status=status)


def test_a_new_password_asks_for_the_present_one_and_signs_other_devices_out(
    cast: Cast, app: Flask
) -> None:
    cast.learner.password_hash = hash_password(PASSWORD)
    here, other = Reader(app, cast.learner), Reader(app, cast.learner)
    page = change(here, "a wrong one", "trời xanh mây trắng", 422)
    assert page.errors == ["Mật khẩu hiện tại chưa đúng."]
    assert change(here, PASSWORD, "ngắn", 422).errors == ["Hãy dùng ít nhất 8 ký tự."]
    assert len(change(here, PASSWORD, "Mật khẩu 123", 422).errors) == 1  # on the list of the common
    page = change(here, PASSWORD, "trời xanh mây trắng")
    assert "Đã đổi mật khẩu." in page.text
    assert other.get("/account/sessions").path == "/sign-in"
    db.session.refresh(cast.learner)
    assert verify_password(cast.learner.password_hash, "trời xanh mây trắng")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_id, entry.changes) == (
        "password changed",
        cast.learner.id,
        {},
    )


def test_other_devices_stay_when_the_box_is_cleared(cast: Cast, app: Flask) -> None:
    cast.learner.password_hash = hash_password(PASSWORD)
    here, other = Reader(app, cast.learner), Reader(app, cast.learner)
    change(here, PASSWORD, "trời xanh mây trắng", end_others=None)
    assert other.get("/account/sessions").path == "/account/sessions"


def test_a_thief_at_an_open_session_cannot_try_passwords_for_long(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.learner)
    data = {"present": "", "password": "", "csrf_token": reader.token()}
    answers = [reader.client.post("/account/password", data=data).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
