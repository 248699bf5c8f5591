"""Signing in: who gets in, in which words others are refused, and how long they wait."""

from __future__ import annotations

import hashlib
import threading
import time
import unicodedata
from contextvars import Context
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.accounts import passwords
from lms.accounts import sign_in as sign_in_module
from lms.accounts.delays import FREE_TRIES
from lms.accounts.models import Account, SignInDelay, SignInSession
from lms.accounts.passwords import hash_password
from lms.errors import DomainError
from lms.extensions import db
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader, form_data

PASSWORD = "lúa chín vàng đồng"
WRONG = "Số điện thoại, tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra lại rồi thử lần nữa."


@pytest.fixture
def learner(cast: Cast) -> Account:
    cast.learner.phone = "0912345678"
    cast.learner.username = "huong.dang"
    cast.learner.password_hash = hash_password(PASSWORD)
    db.session.commit()
    return cast.learner


def enter(reader: Reader, name: str, password: str, status: int = 200) -> Page:
    return reader.submit(
        reader.get("/sign-in"), {"name": name, "password": password}, status=status
    )


def open_rows() -> int:
    query = select(func.count()).select_from(SignInSession).where(SignInSession.ended_at.is_(None))
    return db.session.scalar(query) or 0


@pytest.mark.parametrize(
    "written",
    ["0912345678", "0912 345 678", "+84 912.345.678", "84912345678", "912345678", " Huong.Dang "],
)
def test_any_way_of_writing_the_phone_or_the_user_name_signs_in(
    learner: Account, reader: Reader, written: str
) -> None:
    page = enter(reader, written, PASSWORD)
    assert (page.path, learner.display_name in page.text) == ("/", True)


def test_the_password_may_be_typed_with_composed_or_separate_marks(
    learner: Account, reader: Reader
) -> None:
    separate = unicodedata.normalize("NFD", PASSWORD)
    assert separate != PASSWORD
    assert enter(reader, "huong.dang", separate).path == "/"


def test_unknown_wrong_and_disabled_are_refused_in_the_same_words(
    learner: Account, cast: Cast, app: Flask
) -> None:
    cast.trainer.password_hash = hash_password(PASSWORD)
    cast.trainer.disabled_at = clock.now()
    db.session.commit()
    tried = [
        ("0999999999", PASSWORD),
        ("nobody.here", PASSWORD),
        (learner.phone, "a wrong password"),
        (learner.phone, "x" * 5000),
        (cast.trainer.phone, PASSWORD),
        (cast.officer.phone, PASSWORD),  # has no password at all
    ]
    pages = [enter(Reader(app), name, password, status=422) for name, password in tried]
    assert {tuple(page.errors) for page in pages} == {(WRONG,)}
    assert open_rows() == 0


def test_an_unknown_name_costs_one_hash_like_a_known_one(
    learner: Account, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    hasher = passwords._hasher

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return hasher.verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for name in ("0999999999", learner.phone):
        enter(Reader(app), name, "a wrong password", status=422)
    assert verified == [passwords.NOBODYS_HASH, learner.password_hash]


def test_empty_fields_are_named_and_the_name_is_kept(reader: Reader) -> None:
    page = enter(reader, "", "", status=422)
    assert page.errors == [
        "Hãy nhập số điện thoại hoặc tên đăng nhập.",
        "Hãy nhập mật khẩu.",
    ]
    page = enter(reader, "0912 345", "secret words", status=422)
    assert 'value="0912 345"' in page.html and "secret words" not in page.html


def test_waits_grow_from_one_minute_to_fifteen_and_never_further(
    learner: Account, app: Flask
) -> None:
    start, seen = clock.now(), []
    moment = start
    for number in range(1, 12):
        with clock.travelled_to(moment):
            page = enter(
                Reader(app), learner.phone, "a wrong one", status=429 if number > 4 else 422
            )
            seen.append(int("".join(c for c in page.errors[0] if c.isdigit()) or 0))
        moment += timedelta(minutes=seen[-1], seconds=1)
    assert seen == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    with clock.travelled_to(moment):
        assert enter(Reader(app), learner.phone, PASSWORD).path == "/"


def test_the_right_password_during_the_wait_is_refused_and_tells_the_wait(
    learner: Account, app: Flask
) -> None:
    for status in (422, 422, 422, 422, 429):
        enter(Reader(app), "+84 912 345 678", "a wrong one", status=status)
    page = enter(Reader(app), "0912345678", PASSWORD, status=429)
    assert page.errors == ["Đã thử sai nhiều lần. Hãy chờ 1 phút rồi thử lại."]
    assert 50 <= int(page.response.headers["Retry-After"]) <= 60
    with clock.travelled_to(clock.now() + timedelta(seconds=61)):
        assert enter(Reader(app), "0912345678", PASSWORD).path == "/"


def test_an_unknown_name_waits_like_a_known_one(app: Flask) -> None:
    pages = [enter(Reader(app), "0999 888 777", "x", status=s) for s in (422,) * 4 + (429,)]
    assert pages[-1].errors == ["Đã thử sai nhiều lần. Hãy chờ 1 phút rồi thử lại."]


def test_success_forgets_the_wrong_tries(learner: Account, app: Flask) -> None:
    for _try in range(4):
        enter(Reader(app), learner.phone, "a wrong one", status=422)
    assert db.session.scalar(select(SignInDelay.failures)) == 4
    enter(Reader(app), learner.phone, PASSWORD)
    assert db.session.scalar(select(func.count()).select_from(SignInDelay)) == 0


def test_wrong_tries_are_forgotten_after_a_day(app: Flask) -> None:
    for name in ("0911111111", "0922222222"):
        enter(Reader(app), name, "a wrong one", status=422)
    with clock.travelled_to(clock.now() + timedelta(days=1, minutes=1)):
        enter(Reader(app), "0933333333", "a wrong one", status=422)
    assert db.session.scalar(select(func.count()).select_from(SignInDelay)) == 1


def test_the_database_keeps_no_name_that_was_tried(app: Flask) -> None:
    enter(Reader(app), "0911 111 111", "a wrong one", status=422)
    kept = db.session.scalar(select(SignInDelay.name_hash))
    assert kept not in ("0911111111", hashlib.sha256(b"0911111111").hexdigest())


def test_next_is_followed_on_this_site_only(learner: Account, app: Flask) -> None:
    led = {}
    for target in (
        "/account/sessions",
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
    ):
        reader = Reader(app)
        page = reader.get(f"/sign-in?next={quote(target)}")
        data = form_data(page.form()) | {"name": learner.phone, "password": PASSWORD}
        led[target] = reader.client.post("/sign-in", data=data).location
        forged = data | {"next": target, "csrf_token": Reader(app).token()}
        assert "evil" not in (Reader(app).post("/sign-in", forged).location or "")
    assert led == {
        "/account/sessions": "/account/sessions",
        "//evil.example/": "/",
        "https://evil.example/": "/",
        "/\\evil.example": "/",
    }


def test_a_new_token_is_made_and_whatever_the_cookie_held_is_gone(
    learner: Account, app: Flask
) -> None:
    reader = Reader(app)
    with reader.client.session_transaction() as cookie:
        cookie["_user_id"], cookie["planted"], cookie["language"] = "planted", "by a thief", "en"
    enter(reader, learner.phone, PASSWORD)
    with reader.client.session_transaction() as cookie:
        first = cookie["_user_id"]
        assert "planted" not in cookie and first != "planted" and cookie["language"] == "en"
    reader.submit(reader.get("/"), action="/sign-out")
    enter(reader, learner.phone, PASSWORD)
    with reader.client.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_a_second_person_on_the_same_device_signs_the_first_one_out(
    learner: Account, cast: Cast, app: Flask
) -> None:
    cast.trainer.password_hash = hash_password(PASSWORD)
    db.session.commit()
    reader = Reader(app, cast.trainer)
    reader.post("/sign-in", {"name": learner.phone, "password": PASSWORD})
    rows = db.session.execute(
        select(SignInSession.account_id, SignInSession.ended_at.is_(None)).order_by(
            SignInSession.id
        )
    ).all()
    assert rows == [(cast.trainer.id, False), (learner.id, True)]


def test_signed_in_people_do_not_see_the_sign_in_page(learner: Account, app: Flask) -> None:
    assert Reader(app, learner).get("/sign-in?next=/account/password").path == "/account/password"


def test_a_class_may_sign_in_through_one_address_but_not_a_machine(
    app: Flask, reader: Reader
) -> None:
    data = {"name": "", "password": "", "csrf_token": reader.token()}
    answers = [reader.client.post("/sign-in", data=data).status_code for _try in range(301)]
    assert answers == [422] * 300 + [429]
    refused = Page(reader.client.post("/sign-in", data=data))
    assert refused.status == 429 and int(refused.response.headers["Retry-After"]) > 60
    assert reader.get("/sign-in").status == 200


def test_who_forgot_the_password_is_told_whom_to_call(app: Flask, reader: Reader) -> None:
    factories.office(help_name="chị Hạnh", help_phone="0227 3831 234")
    page = reader.get("/sign-in")
    assert "Tôi quên mật khẩu" in page.text
    assert page.links["0227 3831 234"] == "tel:02273831234"


def test_the_hash_runs_while_nobody_holds_the_write_lock(
    learner: Account, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing in while this test holds the lock of writing gets as far as the hash."""
    reached = []

    def verify(_kept: str, _password: str) -> bool:
        with db.engine.connect() as other:
            other.exec_driver_sql("SELECT 1")  # BEGIN IMMEDIATE on SQLite: fails when it is held
            reached.append(db.session().in_transaction())
        return False

    monkeypatch.setattr(sign_in_module, "verify_password", verify)
    Reader(app, learner).post("/sign-in", {"name": learner.phone, "password": PASSWORD})
    assert reached == [False]


def test_tries_at_the_same_moment_are_counted_one_by_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten guesses that arrive together no more than five are compared: the others have to wait."""
    compared: list[str] = []

    def compare(_kept: str | None, password: str) -> bool:
        time.sleep(0.2)
        compared.append(password)
        return False

    def guess(number: int) -> None:
        with app.app_context(), pytest.raises(DomainError):
            sign_in_module.sign_in("0999000111", f"đoán mò {number}")

    monkeypatch.setattr(sign_in_module, "verify_password", compare)
    threads = [threading.Thread(target=Context().run, args=(guess, number)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(compared) == FREE_TRIES
