"""Correcting who somebody is and how they are called; two officers at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person, PersonPhone, Sex
from lms.registry.people.changing import change_particulars, refuse_stale, rename
from lms.registry.people.phones import (
    MOST_PHONES,
    add_phone,
    put_phone_first,
    remove_phone,
)
from lms.registry.people.register import register_person
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader, form_data
from tests.together import run_together

STALE = "Có người đã sửa thông tin của cán bộ này trong lúc Anh/Chị đang ghi."


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


@pytest.fixture
def someone(app: Flask, cast: Cast) -> Person:
    return factories.person("Nguyễn Thị Hường", cast.cooperative, phone="0912345678")


def digits_of(person: Person) -> list[str]:
    db.session.expire_all()
    return [phone.digits for phone in person.phones]


def acts() -> list[tuple[str, dict[str, Any]]]:
    rows = db.session.execute(select(AuditEntry.action, AuditEntry.changes).order_by(AuditEntry.id))
    return [(action, changes) for action, changes in rows]


def test_an_officer_corrects_the_particulars(officer: Reader, someone: Person) -> None:
    page = officer.get(f"/people/{someone.id}/particulars")
    page = officer.submit(
        page,
        {"full_name": "Nguyễn Thị Hương", "birth": ["5", "2", "1965"], "sex": "female"},
        action="/particulars",
    )
    assert page.h1 == "Nguyễn Thị Hương" and "05/02/1965" in page.text
    assert officer.get("/people?q=hương").rows()[0][0] == "Nguyễn Thị Hương"
    assert acts() == [
        (
            "person changed",
            {
                "full_name": ["Nguyễn Thị Hường", "Nguyễn Thị Hương"],
                "birth": ["", "1965-02-05"],
                "sex": ["unknown", "female"],
                "revision": 2,
            },
        )
    ]


def test_the_form_is_drawn_as_the_person_stands(officer: Reader, someone: Person) -> None:
    someone.birth_date, someone.birth_precision = date(1958, 1, 1), "year"
    db.session.commit()
    page = officer.get(f"/people/{someone.id}/particulars")
    boxes = [
        f.get("value", "")
        for f in page.form("/particulars").iter("input")
        if f.get("name") == "birth"
    ]
    assert boxes == ["", "", "1958"]
    page = officer.submit(page, action="/particulars")
    db.session.refresh(someone)
    assert (someone.birth_date, someone.birth_precision) == (date(1958, 1, 1), "year")
    assert acts() == []  # nothing was changed, so nothing is recorded


def test_a_birth_can_be_taken_back(officer: Reader, someone: Person) -> None:
    someone.birth_date, someone.birth_precision = date(1958, 3, 4), "day"
    db.session.commit()
    page = officer.get(f"/people/{someone.id}/particulars")
    officer.submit(page, {"birth": ["", "", ""]}, action="/particulars")
    db.session.refresh(someone)
    assert (someone.birth_date, someone.birth_precision) == (None, "unknown")


def test_what_is_refused_is_kept_as_typed(officer: Reader, someone: Person) -> None:
    page = officer.get(f"/people/{someone.id}/particulars")
    page = officer.submit(
        page, {"full_name": "", "birth": ["31", "2", "1965"]}, action="/particulars", status=422
    )
    assert len(page.errors) == 2
    boxes = [
        f.get("value") for f in page.form("/particulars").iter("input") if f.get("name") == "birth"
    ]
    assert boxes == ["31", "2", "1965"]


def test_the_second_of_two_officers_sees_what_the_first_changed(
    app: Flask, cast: Cast, officer: Reader, someone: Person
) -> None:
    other = Reader(app, factories.account("Đỗ Văn Hai", cast.officer.role_rows[0].role))
    drawn = officer.get(f"/people/{someone.id}/particulars")
    first = other.get(f"/people/{someone.id}/particulars")
    other.submit(first, {"birth": ["5", "2", "1965"], "sex": "female"}, action="/particulars")
    page = officer.submit(
        drawn, {"full_name": "Nguyễn Thị Hương"}, action="/particulars", status=422
    )
    assert page.errors[0].startswith(STALE)
    assert "Ngày sinh: không có → 05/02/1965 (Đỗ Văn Hai" in page.text
    assert "Giới tính: Không rõ → Nữ (Đỗ Văn Hai" in page.text
    db.session.refresh(someone)
    assert someone.full_name == "Nguyễn Thị Hường"
    # what was typed is kept, the rest follows the first officer: sent again it undoes nothing
    drawn_again = form_data(page.form("/particulars"))
    assert (drawn_again["full_name"], drawn_again["sex"]) == ("Nguyễn Thị Hương", ["female"])
    page = officer.submit(page, {"birth": ["5", "2", "1965"]}, action="/particulars")
    assert page.h1 == "Nguyễn Thị Hương"
    db.session.refresh(someone)
    assert (someone.birth_date, someone.sex) == (date(1965, 2, 5), "female")


@pytest.mark.parametrize("revision", ["", "0", "-1", "x", "9" * 20, "²"])
def test_a_forged_revision_is_stale(officer: Reader, someone: Person, revision: str) -> None:
    page = officer.get(f"/people/{someone.id}/particulars")
    page = officer.submit(
        page, {"full_name": "Ai Đó", "revision": revision}, action="/particulars", status=422
    )
    assert page.errors[0].startswith(STALE)


def test_of_two_who_send_at_the_same_moment_one_is_told(app: Flask, someone: Person) -> None:
    number = someone.id

    def change(name: str) -> str:
        person = db.session.get_one(Person, number)
        refuse_stale(person, 1)
        rename(person, name, None)
        return "changed"

    answers = run_together(app, lambda: change("Nguyễn Thị Một"), lambda: change("Nguyễn Thị Hai"))
    assert answers == ["changed", "refused"]


def test_a_name_without_letters_is_refused(app: Flask, someone: Person) -> None:
    with pytest.raises(DomainError) as refused:
        change_particulars(someone, None, full_name=" \u200b ", sex=Sex.MALE)
    assert refused.value.field == "full_name"


def test_numbers_are_added_ordered_and_removed(officer: Reader, someone: Person) -> None:
    page = officer.get(f"/people/{someone.id}/phones")
    page = officer.submit(
        page, {"phone": "+84 987.654.321", "note": "của con gái"}, action="/phones"
    )
    assert digits_of(someone) == ["0912345678", "0987654321"]
    assert "0987 654 321 (của con gái)" in page.text
    page = officer.get(f"/people/{someone.id}/phones")
    second = someone.phones[1].id
    officer.submit(page, action=f"/{second}/precedence")
    assert digits_of(someone) == ["0987654321", "0912345678"]
    page = officer.get(f"/people/{someone.id}/phones")
    officer.submit(page, action=f"/{second}/removal")
    assert digits_of(someone) == ["0912345678"]
    assert [
        (action, changes.get("phone", changes.get("phones"))) for action, changes in acts()
    ] == [
        ("telephone number added", [None, "0987654321 (của con gái)"]),
        ("telephone numbers ordered", [["0912345678", "0987654321"], ["0987654321", "0912345678"]]),
        ("telephone number removed", ["0987654321 (của con gái)", None]),
    ]


@pytest.mark.parametrize("number", ["0912 345 678", "84912345678", "12345", ""])
def test_a_number_that_is_there_or_is_none_is_refused(
    officer: Reader, someone: Person, number: str
) -> None:
    page = officer.get(f"/people/{someone.id}/phones")
    page = officer.submit(page, {"phone": number}, action="/phones", status=422)
    assert len(page.errors) == 1 and digits_of(someone) == ["0912345678"]


def test_people_share_a_number_and_have_a_few_at_most(app: Flask, someone: Person) -> None:
    spouse = factories.person("Lê Văn Thọ")
    add_phone(spouse, "0912345678", None)
    for place in range(MOST_PHONES - 1):
        add_phone(spouse, f"098765432{place}", None)
    with pytest.raises(DomainError) as refused:
        add_phone(spouse, "0977777777", None)
    assert refused.value.field == "phone"


def test_the_places_of_numbers_stay_in_order(app: Flask, someone: Person) -> None:
    for number in ("0987654321", "0977777777"):
        add_phone(someone, number, None)
    db.session.commit()
    remove_phone(someone.phones[0], None)
    added = add_phone(someone, "0966666666", None)
    put_phone_first(added, None)
    db.session.commit()
    assert digits_of(someone) == ["0966666666", "0987654321", "0977777777"]


def test_the_same_number_added_twice_at_once_is_there_once(app: Flask, someone: Person) -> None:
    number = someone.id

    def add() -> str:
        add_phone(db.session.get_one(Person, number), "0987654321", None)
        return "added"

    assert run_together(app, add, add) == ["added", "refused"]
    assert db.session.scalars(select(PersonPhone.position).order_by(PersonPhone.id)).all() == [0, 1]


def test_a_person_is_entered_with_all_that_is_known(app: Flask, cast: Cast) -> None:
    person = register_person(
        "Trần Văn Út",
        None,
        phone="0912345678",
        phones=["912345678", "0987654321"],
        organisation=cast.cooperative,
        position="Kế toán",
        started_on=date(2020, 1, 1),
    )
    db.session.commit()
    assert digits_of(person) == ["0912345678", "0987654321"]
    assert [p.started_on for p in person.positions] == [date(2020, 1, 1)]


@pytest.mark.parametrize("who", ["leader", "contact"])
def test_others_are_offered_no_changes(app: Flask, cast: Cast, someone: Person, who: str) -> None:
    page: Page = Reader(app, getattr(cast, who)).get(f"/people/{someone.id}")
    assert "0912 345 678" in page.links
    assert [href for href in page.links.values() if f"/people/{someone.id}/" in href] == []
