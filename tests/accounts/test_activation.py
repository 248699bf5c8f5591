"""A slip of paper opens an account: once, for its person only, and says nothing to anybody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.accounts.activation import Slip, account_behind, activate, give_slip
from lms.accounts.actors import actor_of
from lms.accounts.models import Account, Activation, SignInSession
from lms.accounts.passwords import verify_password
from lms.accounts.usernames import free_username
from lms.errors import DomainError
from lms.extensions import db
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader
from tests.together import REFUSED as LOST
from tests.together import run_together

PASSWORD = "cánh đồng lúa vàng"
REFUSED = "Mã này không mở được tài khoản nào"


def slip_for(cast: Cast, name: str = "Đỗ Thị Hoà", phone: str = "") -> Slip:
    slip = give_slip(factories.person(name, cast.cooperative, phone), actor_of(cast.officer))
    db.session.commit()
    return slip


def opened(reader: Reader, code: str, password: str = PASSWORD, status: int = 200) -> Page:
    page = reader.get(f"/activation?code={code}")
    return reader.submit(page, {"password": password}, status=status)


def test_a_slip_leads_to_a_password_and_to_the_first_page(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast, phone="0912000111")
    reader = Reader(app)
    page = reader.get(f"/activation?code={slip.code.lower()}")
    assert "Đỗ Thị Hoà" in page.text and "0912 000 111" in page.text
    home = reader.submit(page, {"password": PASSWORD})
    assert home.path == "/" and "0912 000 111" in home.text
    again = Reader(app)
    signed_in = again.submit(again.get("/sign-in"), {"name": "0912 000 111", "password": PASSWORD})
    assert signed_in.path == "/"


def test_a_shared_telephone_gives_the_second_person_a_user_name(cast: Cast, app: Flask) -> None:
    first = slip_for(cast, "Trần Văn Nam", "0912000111")
    second = slip_for(cast, "Nguyễn Thị Út Lan", "0912000111")
    assert (first.sign_in_name, second.sign_in_name) == ("0912000111", "lanntu")


def test_user_names_are_never_taken_twice(cast: Cast, app: Flask) -> None:
    names = [slip_for(cast, "Lê Văn Ân").sign_in_name for _ in range(3)]
    assert names == ["anlv", "anlv2", "anlv3"]


@pytest.mark.parametrize(
    ("name", "username"), [("Y", "hocvien"), ("H'Hen Niê", "niehh"), ("李 明", "hocvien")]
)
def test_every_name_gives_a_user_name(app: Flask, name: str, username: str) -> None:
    assert free_username(name) == username


def test_a_code_opens_once(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    opened(Reader(app), slip.code)
    page = Reader(app).get(f"/activation?code={slip.code}", status=422)
    assert page.errors[0].startswith(REFUSED)


def test_sending_the_form_twice_signs_in_and_changes_nothing(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    first, second = Reader(app), Reader(app)
    page = second.get(f"/activation?code={slip.code}")
    opened(first, slip.code)
    assert second.submit(page, {"password": PASSWORD}).path == "/"
    stranger = Reader(app)
    page = stranger.get("/activation")
    refused = stranger.post("/activation", {"code": slip.code, "password": "mật khẩu khác"})
    assert refused.status_code == 422


def test_a_new_slip_ends_the_one_before(cast: Cast, app: Flask) -> None:
    old = slip_for(cast)
    person = (
        db.session.scalars(select(Account).where(Account.username == old.sign_in_name)).one().person
    )
    assert person is not None
    new = give_slip(person, actor_of(cast.officer))
    db.session.commit()
    assert account_behind(old.code) is None
    assert account_behind(new.code) is not None


def test_a_slip_is_worthless_after_thirty_days(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    with clock.travelled_to(clock.now() + timedelta(days=30, minutes=1)):
        assert account_behind(slip.code) is None


def test_the_database_does_not_hold_the_code(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    row = db.session.scalars(select(Activation)).one()
    assert slip.code not in str(vars(row).values())


@pytest.mark.parametrize("code", ["", "XXXXX-XXXXX", "%00", "' OR 1=1", "Đ" * 3000])
def test_no_other_code_opens_anything(cast: Cast, app: Flask, code: str) -> None:
    slip_for(cast)
    with pytest.raises(DomainError):
        activate(code, PASSWORD)


def test_a_weak_password_keeps_the_code_usable(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    page = opened(Reader(app), slip.code, "12345678", status=422)
    assert "quá dễ đoán" in page.errors[0]
    opened(Reader(app), slip.code)


def test_who_signs_in_already_gets_no_slip(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    account = activate(slip.code, PASSWORD)
    assert account.person is not None
    with pytest.raises(DomainError, match="đăng nhập"):
        give_slip(account.person, actor_of(cast.officer))


def test_two_hands_with_one_slip_set_one_password(cast: Cast, app: Flask) -> None:
    slip = slip_for(cast)
    passwords = ["mật khẩu thứ nhất", "mật khẩu thứ hai"]

    answers = run_together(
        app, *(lambda word=word: str(activate(slip.code, word).id) for word in passwords)
    )
    assert answers.count(LOST) == 1
    kept = db.session.scalars(select(Account).where(Account.username == slip.sign_in_name)).one()
    assert sum(verify_password(kept.password_hash, word) for word in passwords) == 1


class TestAWholeClass:
    def test_everybody_who_needs_one_gets_a_slip(self, cast: Cast, app: Flask) -> None:
        training_class = factories.training_class()
        for number, name in enumerate(("Vũ Văn Bình", "Đặng Thị Ánh"), start=1):
            factories.enrolment(
                training_class,
                factories.person(name, cast.cooperative, f"091200011{number}"),
                cast.officer,
            )
        factories.enrolment(training_class, cast.learner, cast.officer)
        cast.learner.password_hash = "x"
        db.session.commit()
        officer = Reader(app, cast.officer)
        page = officer.get(f"/classes/{training_class.id}/activation-slips")
        assert [row[1] for row in page.rows()] == ["Đặng Thị Ánh", "Vũ Văn Bình"]
        printed = officer.submit(page, {}, status=201)
        codes = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b", printed.text)
        assert len(codes) == 2 and printed.html.count("data:image/svg+xml") == 2
        assert opened(Reader(app), codes[0]).path == "/"
        left = officer.get(f"/classes/{training_class.id}/activation-slips")
        assert [row[1] for row in left.rows()] == ["Vũ Văn Bình"]

    def test_pressing_twice_makes_one_set_of_slips(self, cast: Cast, app: Flask) -> None:
        training_class = factories.training_class()
        factories.enrolment(training_class, factories.person("Vũ Văn Bình"), cast.officer)
        officer = Reader(app, cast.officer)
        page = officer.get(f"/classes/{training_class.id}/activation-slips")
        officer.submit(page, {}, status=201)
        officer.submit(page, {})
        assert db.session.scalar(select(func.count()).select_from(Activation)) == 1


class TestAGivenPassword:
    def test_it_is_changed_before_anything_else(self, cast: Cast, app: Flask) -> None:
        cast.learner.username = "huong"
        db.session.commit()
        administrator = Reader(app, cast.administrator)
        given = next(
            administrator.submit(
                administrator.get(f"/accounts/{cast.learner.id}"),
                {},
                action="/password",
            ).root.iter("strong")
        ).text
        reader = Reader(app)
        page = reader.submit(reader.get("/sign-in"), {"name": "huong", "password": given})
        assert page.path == "/account/password"
        assert reader.get("/account/sessions").path == "/account/password"
        changed = reader.submit(page, {"present": given, "password": PASSWORD})
        assert changed.path == "/account/sessions"


class TestADisabledAccount:
    def test_nobody_gets_in_and_it_can_be_given_back(self, cast: Cast, app: Flask) -> None:
        learner = Reader(app, cast.learner)
        administrator = Reader(app, cast.administrator)
        page = administrator.get(f"/accounts/{cast.learner.id}/disabling")
        assert administrator.submit(page, {"reason": ""}, status=422).errors
        shown = administrator.submit(page, {"reason": "Đã nghỉ việc"})
        assert "Đã khóa" in shown.text
        assert learner.get("/account/sessions").path == "/sign-in"
        assert (
            db.session.scalar(
                select(func.count()).where(
                    SignInSession.account_id == cast.learner.id, SignInSession.ended_at.is_(None)
                )
            )
            == 0
        )
        assert "Cấp mật khẩu mới" in administrator.submit(shown, {}, action="/enabling").text

    def test_nobody_disables_the_own_account(self, cast: Cast, app: Flask) -> None:
        administrator = Reader(app, cast.administrator)
        page = administrator.get(f"/accounts/{cast.administrator.id}/disabling")
        assert administrator.submit(page, {"reason": "Thử"}, status=422).errors
