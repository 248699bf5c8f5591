"""Accounts are opened by the administrator and by the command line, by the same rules."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.access import Role
from lms.accounts.create import NewAccount, create_account
from lms.accounts.models import Account
from lms.accounts.passwords import NOBODYS_HASH, hash_password, verify_password
from lms.accounts.passwords import _hasher as hasher
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader, form_data

LEARNER = frozenset({Role.LEARNER})


def new_account(reader: Reader, status: int = 201, **values: object) -> object:
    filled = {"name": "Đỗ Văn Khải", "phone": "0977 111 222", **values}
    return reader.submit(reader.get("/accounts/new"), filled, status=status)


def shown_password(page: object) -> str:
    return next(page.root.iter("strong")).text


def test_a_new_account_shows_its_password_once_and_signs_in_with_it(cast: Cast, app: Flask) -> None:
    administrator = Reader(app, cast.administrator)
    page = new_account(administrator, username="khai.do", role="trainer")
    assert page.h1.startswith("Mật khẩu của Đỗ Văn Khải")
    password = shown_password(page)
    made = db.session.scalars(select(Account).where(Account.username == "khai.do")).one()
    assert (made.phone, made.person.full_name) == ("0977111222", "Đỗ Văn Khải")
    assert [(row.role, row.organisation_id) for row in made.role_rows] == [("trainer", None)]
    again = administrator.get(f"/accounts/{made.id}")
    assert password not in again.html and "Giảng viên" in again.text
    reader = Reader(app)
    signed_in = reader.submit(reader.get("/sign-in"), {"name": "0977111222", "password": password})
    assert signed_in.path == "/account/password", "who was given a password changes it first"
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor, entry.subject_id) == (
        "account created",
        "Vũ Đình Lộc",
        made.id,
    )


def test_pressing_twice_opens_one_account_and_leads_to_it(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.administrator)
    data = form_data(reader.get("/accounts/new").form()) | {"name": "An", "phone": "0977111222"}
    first = reader.client.post("/accounts/new", data=data)
    second = reader.client.post("/accounts/new", data=data)
    made = db.session.scalars(select(Account.id).where(Account.phone == "0977111222")).one()
    assert (first.status_code, second.status_code) == (201, 303)
    assert second.location == f"/accounts/{made}"


def test_only_learners_and_trainers_enter_the_register_of_people(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.administrator)
    before = db.session.scalar(select(func.count()).select_from(Person))
    new_account(reader, role="officer")
    assert db.session.scalar(select(func.count()).select_from(Person)) == before
    new_account(reader, role="learner", phone="0977 111 223")
    assert db.session.scalar(select(func.count()).select_from(Person)) == before + 1


def test_every_mistake_is_told_at_its_field_and_what_was_typed_stays(
    cast: Cast, app: Flask
) -> None:
    cast.learner.phone, cast.learner.username = "0912345678", "taken.name"
    organisation = cast.cooperative
    reader = Reader(app, cast.administrator)
    told = {}
    for case, values in {
        "no name": {"name": " "},
        "bad phone": {"phone": "12345"},
        "nothing to sign in with": {"phone": ""},
        "bad user name": {"username": "tên có dấu"},
        "user name like a phone": {"username": "0912345678"},
        "phone taken": {"phone": "+84 912 345 678"},
        "user name taken": {"username": "Taken.Name"},
        "contact of nothing": {"role": "contact"},
        "organisation of a learner": {"organisation_id": str(organisation.id)},
    }.items():
        page = new_account(reader, 422, **values)
        told[case] = (
            page.errors,
            [f for f in values if page.root.find(f".//*[@id='{f}-error']") is not None],
        )
        assert case == "no name" or 'value="Đỗ Văn Khải"' in page.html
    username = (
        "Tên đăng nhập gồm 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc dấu gạch, "
        "và bắt đầu bằng chữ cái."
    )
    organisation_words = (
        "Hãy chọn đơn vị khi vai trò là đầu mối của đơn vị; vai trò khác thì để trống."
    )
    assert told == {
        "no name": (["Hãy nhập họ và tên."], ["name"]),
        "bad phone": (
            ["Hãy nhập số điện thoại, ví dụ 0912 345 678 hoặc +84 912 345 678."],
            ["phone"],
        ),
        "nothing to sign in with": (["Hãy nhập số điện thoại hoặc tên đăng nhập."], ["phone"]),
        "bad user name": ([username], ["username"]),
        "user name like a phone": ([username], ["username"]),
        "phone taken": (["Đã có tài khoản khác dùng số điện thoại này."], ["phone"]),
        "user name taken": (["Đã có tài khoản khác dùng tên đăng nhập này."], ["username"]),
        "contact of nothing": ([organisation_words], []),
        "organisation of a learner": ([organisation_words], ["organisation_id"]),
    }
    assert db.session.scalar(select(func.count()).where(Account.display_name == "Đỗ Văn Khải")) == 0


def test_a_contact_belongs_to_an_organisation(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.administrator)
    organisation = cast.cooperative
    new_account(reader, role="contact", organisation_id=str(organisation.id))
    page = reader.get("/accounts?q=0977")
    assert page.rows()[0][3] == f"Đầu mối của đơn vị ({organisation.name})"


def test_a_new_password_signs_every_device_out_and_is_on_record(cast: Cast, app: Flask) -> None:
    cast.learner.password_hash = hash_password("mật khẩu đã quên")
    phone, administrator = Reader(app, cast.learner), Reader(app, cast.administrator)
    page = administrator.get(f"/accounts/{cast.learner.id}")
    password = shown_password(administrator.submit(page))
    assert phone.get("/account/sessions").path == "/sign-in"
    db.session.refresh(cast.learner)
    assert verify_password(cast.learner.password_hash, password)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id) == ("password given", cast.learner.id)
    assert password not in json.dumps(entry.changes)


def test_the_list_is_in_vietnamese_order_and_search_ignores_marks(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.administrator)
    for name in ("Lê Văn Ân", "Đỗ Thị Ánh", "Trần Văn Dũng", "Nguyễn Thị Đặng"):
        factories.account(name, Role.LEARNER)
    names = [row[0] for row in reader.get("/accounts").rows()]
    assert names == ["Đỗ Thị Ánh", "Lê Văn Ân", "Trần Văn Dũng", "Nguyễn Thị Đặng", "Vũ Đình Lộc"]
    found = {
        q: [r[0] for r in reader.get(f"/accounts?q={q}").rows()]
        for q in ("do thi", "%25", "learner")
    }
    assert found["do thi"] == ["Đỗ Thị Ánh"] and found["%25"] == [] and len(found["learner"]) == 4


def test_the_list_masks_telephone_numbers(cast: Cast, app: Flask) -> None:
    cast.learner.phone = "0987654321"
    db.session.commit()
    reader = Reader(app, cast.administrator)
    page = reader.get("/accounts?q=0987654321")
    assert "•••• ••• 321" in page.html and "0987 654 321" not in page.html
    assert "0987 654 321" in reader.get(f"/accounts/{cast.learner.id}").html


def test_the_list_turns_its_pages(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.administrator)
    db.session.add_all(
        Account(display_name=f"Nguyễn Văn {n:02d}", username=f"p{n}") for n in range(51)
    )
    pages = [reader.get(f"/accounts?page={n}").rows() for n in (1, 2)]
    assert [len(page) for page in pages] == [50, 2]
    for strange in ("0", "-3", "x", "99999999999999999999"):
        reader.get(f"/accounts?page={strange}")


def test_the_list_asks_the_database_as_often_for_three_as_for_one(cast: Cast, app: Flask) -> None:
    reader = Reader(app, cast.administrator)
    reader.get("/accounts")
    with counted() as one:
        reader.get("/accounts")
    for name in ("Lê Văn Ân", "Đỗ Thị Ánh"):
        factories.account(name, Role.CONTACT, contact_of=cast.cooperative)
    with counted() as three:
        reader.get("/accounts")
    assert (len(one), len(three)) == (3, 3)


def test_the_command_prints_what_it_made(app: Flask, cast: Cast) -> None:
    organisation = cast.cooperative.id
    db.session.commit()
    run = app.test_cli_runner().invoke
    made = run(
        args="accounts create --name An --phone '+84 977 111 222' --role learner --role contact "
        f"--organisation {organisation} --format json".replace("'", '"')
    )
    printed = json.loads(made.stdout)
    password = printed.pop("password")
    account = db.session.scalars(select(Account)).one()
    assert printed == {
        "id": account.id,
        "display_name": "An",
        "phone": "0977111222",
        "username": None,
        "roles": ["contact", "learner"],
    }
    assert verify_password(account.password_hash, password)
    stated = run(
        args="accounts create --name Ba --username ba.nguyen --role leader --password-stdin",
        input="một mật khẩu dài\n",
    )
    assert (stated.exit_code, "password" in stated.stdout) == (0, False)
    kept = db.session.scalar(select(Account.password_hash).where(Account.username == "ba.nguyen"))
    assert verify_password(kept, "một mật khẩu dài")
    assert db.session.scalars(select(AuditEntry.actor)).all() == ["command line"] * 2


def test_an_unknown_role_is_refused_by_the_command(app: Flask) -> None:
    made = app.test_cli_runner().invoke(args="accounts create --name An --role king --username an1")
    assert made.exit_code == 2 and "king" in made.stderr


def test_a_password_is_neither_short_nor_common_and_never_kept(app: Flask) -> None:
    for weak in ("1234567", "Mật Khẩu 123", "HOPTACXA", "x" * 201):
        with pytest.raises(DomainError) as refused:
            create_account(NewAccount("An", LEARNER, phone="0977111222"), weak)
        assert refused.value.field == "password"
    account = create_account(NewAccount("An", LEARNER, phone="0977111222"), None)
    assert account.password_hash is None
    assert not verify_password(None, "nobody has this password")


def test_nobodys_hash_costs_what_everybodys_does() -> None:
    assert not hasher.check_needs_rehash(NOBODYS_HASH)
    assert hasher.verify(NOBODYS_HASH, "nobody has this password")


def test_a_name_too_long_for_its_column_is_refused_wherever_it_comes_from(app: Flask) -> None:
    with pytest.raises(DomainError) as refused:
        create_account(NewAccount("ệ" * 161, LEARNER, username="dai"), None)
    assert refused.value.field == "name"
    create_account(NewAccount("ệ" * 160, LEARNER, username="vua"), None)
