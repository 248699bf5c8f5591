"""A session that ends before the form is sent costs nobody what they typed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts import kept_forms, sessions
from lms.accounts.kept_forms import KeptForm, unseal
from lms.accounts.models import Account, AccountRole
from lms.accounts.passwords import hash_password
from lms.extensions import db
from tests.people import Cast
from tests.reader import Page, Reader, form_data

PASSWORD = "lúa chín vàng đồng"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
TYPED = {
    "name": 'Nguyễn "An" <script>alert(1)</script>',
    "phone": "0977 111 222",
    "username": "",
    "role": "learner",
    "organisation_id": "",
    "password": "never kept",
}


@pytest.fixture
def administrator(cast: Cast) -> Account:
    cast.administrator.password_hash = hash_password(PASSWORD)
    db.session.commit()
    return cast.administrator


@pytest.fixture
def interrupted(app: Flask, administrator: Account) -> Reader:
    """The administrator's browser, with the new account's form open and the session ended."""
    reader = Reader(app, administrator)
    reader.typed = form_data(reader.get("/accounts/new").form()) | TYPED
    sessions.end_all(administrator.id)
    db.session.commit()
    return reader


def send(reader: Reader, **options: Any) -> Page:
    return Page(reader.client.post("/accounts/new", data=reader.typed, headers=OWN_PAGE, **options))


def sign_in(reader: Reader, page: Page, account: Account, password: str, status: int) -> Page:
    values = {"name": account.username, "password": password}
    return reader.submit(page, values, status=status)


def created() -> Account | None:
    return db.session.scalar(select(Account).where(Account.phone == "0977111222"))


def test_what_was_typed_is_sent_after_signing_in_again(
    interrupted: Reader, administrator: Account
) -> None:
    asked = send(interrupted)
    assert (asked.status, asked.h1) == (401, "Đăng nhập")
    assert "never kept" not in asked.html and "<script>alert" not in asked.html
    refused = sign_in(interrupted, asked, administrator, "a wrong one", 422)
    offered = sign_in(interrupted, refused, administrator, PASSWORD, 200)
    assert offered.h1 == "Nội dung đã nhập vẫn còn đây" and created() is None
    fields = form_data(offered.form())
    assert fields.pop("csrf_token") != interrupted.typed["csrf_token"]
    assert fields == {
        k: v for k, v in interrupted.typed.items() if k not in ("csrf_token", "password")
    }
    done = interrupted.submit(offered, status=201)
    assert "Mật khẩu của Nguyễn" in done.h1 and created() is not None


def test_the_same_holds_when_the_cookie_is_gone_too(
    interrupted: Reader, administrator: Account, app: Flask
) -> None:
    elsewhere = Reader(app)
    elsewhere.typed = interrupted.typed
    asked = send(elsewhere)
    assert asked.status == 401
    offered = sign_in(elsewhere, asked, administrator, PASSWORD, 200)
    elsewhere.submit(offered, status=201)
    assert created() is not None


def test_a_second_sign_in_in_another_tab_keeps_the_first_tabs_form(
    app: Flask, administrator: Account
) -> None:
    reader = Reader(app, administrator)
    reader.typed = form_data(reader.get("/accounts/new").form()) | TYPED
    reader.post("/sign-in", {"name": administrator.username, "password": PASSWORD})
    offered = send(reader)
    assert (offered.status, created()) == (400, None)
    assert "Vũ Đình Lộc" in offered.text
    reader.submit(offered, status=201)
    assert created() is not None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/localhost"},
    ],
)
def test_a_form_of_another_site_is_not_kept(app: Flask, headers: dict[str, str]) -> None:
    answer = Reader(app).client.post("/accounts/new", data=TYPED, headers=headers)
    assert answer.status_code == 400
    assert "Nguyễn" not in answer.text and 'name="kept"' not in answer.text


def test_without_fetch_metadata_the_origin_or_the_referrer_speaks(app: Flask) -> None:
    for headers in ({"Origin": "http://localhost"}, {"Referer": "http://localhost/accounts/new"}):
        answer = Reader(app).client.post("/accounts/new", data=TYPED, headers=headers)
        assert answer.status_code == 401 and 'name="kept"' in answer.text


def test_a_kept_form_that_was_made_elsewhere_is_ignored(
    administrator: Account, app: Flask, reader: Reader
) -> None:
    forged = {
        "name": administrator.username,
        "password": PASSWORD,
        "kept": "WyIvYWNjb3VudHMiXQ.x.y",
    }
    answer = reader.post("/sign-in", forged)
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_form_too_long_to_travel_is_said_to_be_lost(interrupted: Reader) -> None:
    interrupted.typed["name"] = "x" * (kept_forms.MOST_SIGNS + 1)
    asked = send(interrupted)
    assert asked.status == 401 and "quá dài nên không giữ được" in asked.text


def test_a_page_asked_for_is_opened_after_signing_in(administrator: Account, app: Flask) -> None:
    reader = Reader(app)
    asked = reader.get("/accounts?q=h%C3%A0")
    assert asked.path == "/sign-in"
    led = reader.client.post(
        "/sign-in",
        data=form_data(asked.form()) | {"name": administrator.username, "password": PASSWORD},
    )
    assert led.location == "/accounts?q=h%C3%A0"


def test_the_sign_in_page_left_open_in_a_second_tab_leads_on(
    administrator: Account, app: Flask
) -> None:
    reader = Reader(app)
    old = form_data(reader.get("/sign-in").form())
    reader.post("/sign-in", {"name": administrator.username, "password": PASSWORD})
    answer = reader.client.post("/sign-in", data=old, headers=OWN_PAGE)
    assert (answer.status_code, answer.location) == (303, "/")
    stranger = Page(Reader(app).client.post("/sign-in", data=old, headers=OWN_PAGE))
    assert stranger.errors == ["Trang này đã mở quá lâu. Vui lòng đăng nhập lại."]


def test_a_sealed_form_comes_back_equal_and_tokens_and_passwords_are_not_in_it(app: Flask) -> None:
    kept = KeptForm("/plans/2024/lines?x=1", (("a", "ữ"), ("a", "2")), had_files=True)
    with app.test_request_context():
        assert unseal(kept.seal()) == kept
        assert [unseal(text) for text in (None, "", "abc", kept.seal() + "x")] == [None] * 4
    data = {"csrf_token": "t", "old-password": "1", "Password": "2", "note": "3"}
    with app.test_request_context("/x?y=1", method="POST", data=data):
        assert kept_forms.keep_request() == KeptForm("/x?y=1", (("note", "3"),))


def test_pressing_the_button_of_the_kept_form_under_another_role_is_guarded_as_ever(
    interrupted: Reader, administrator: Account
) -> None:
    asked = send(interrupted)
    administrator.role_rows[:] = [AccountRole(role="trainer")]
    db.session.commit()
    offered = sign_in(interrupted, asked, administrator, PASSWORD, 200)
    assert interrupted.submit(offered, status=403) and created() is None
