"""The officer's desk: consents on paper, requests of those who rang, the queue, the exports."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts.actors import actor_of
from lms.extensions import db
from lms.privacy.consents import ETHNICITY, PICTURES, has_consent
from lms.privacy.ethnicity import ethnicity_of
from lms.privacy.exports import record_export
from lms.privacy.models import ConsentDecision, DataRequest, Export, RequestKind
from lms.privacy.requests import file_own_request
from lms.registry.models import Person
from tests import factories
from tests.people import Cast
from tests.privacy.test_consents import choose
from tests.privacy.test_requests import FRIDAY, filed, on
from tests.queries import counted
from tests.reader import Reader

PAPER = {"choice": "yes", "way": "paper", "dated_on": ["5", "2", "2026"], "evidence": "Cặp 3"}


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.officer)


@pytest.fixture
def someone(cast: Cast) -> Person:
    return factories.person("Đinh Thị Lụa", cast.cooperative, "0912345678")


def test_a_consent_on_paper_is_entered_with_its_day_and_place(
    officer: Reader, someone: Person
) -> None:
    page = officer.get(f"/people/{someone.id}")
    form = officer.get(page.links["Ghi nhận đồng ý trên giấy"])
    assert "checked" not in form.html
    shown = officer.submit(form, {"purpose": "pictures", **PAPER})
    assert "Ảnh và video lớp học để đưa tin Đã đồng ý, 05/02/2026" in shown.text
    row = db.session.scalars(select(ConsentDecision)).one()
    assert (row.way, row.dated_on, row.evidence) == ("paper", date(2026, 2, 5), "Cặp 3")
    assert has_consent(someone.id, PICTURES)


@pytest.mark.parametrize(
    ("left_out", "error"),
    [
        ("purpose", "Hãy chọn mục đồng ý."),
        ("choice", "Hãy chọn người đó đồng ý hay không đồng ý."),
        ("way", "Hãy chọn hình thức."),
        ("evidence", "Hãy điền mục “Nơi lưu tờ giấy hoặc bản ghi âm”."),
    ],
)
def test_a_paper_that_proves_nothing_is_refused(
    officer: Reader, someone: Person, left_out: str, error: str
) -> None:
    form = officer.get(f"/people/{someone.id}/consents")
    values = {"purpose": "pictures", **PAPER, left_out: None}
    assert officer.submit(form, values, status=422).errors == [error]
    assert db.session.scalars(select(ConsentDecision)).all() == []


def test_the_ethnic_group_on_a_paper_needs_its_own_consent(
    officer: Reader, someone: Person
) -> None:
    form = officer.get(f"/people/{someone.id}/consents")
    values = {"purpose": "pictures", **PAPER, "ethnicity": "02"}
    officer.submit(form, values, status=422)
    assert db.session.scalars(select(ConsentDecision)).all() == []
    officer.submit(form, values | {"purpose": ETHNICITY})
    assert ethnicity_of(someone.id) is not None
    assert "Tày" not in officer.get(f"/people/{someone.id}").text


def test_the_ethnic_group_stands_in_no_list(officer: Reader, cast: Cast) -> None:
    choose(cast.learner, ETHNICITY, True)
    own = Reader(officer.app, cast.learner)
    own.submit(own.get("/my-data/consents/ethnicity"), {"choice": "yes", "ethnicity": "02"})
    taught = factories.training_class(trainer=cast.trainer)
    factories.enrolment(taught, cast.learner, by=cast.officer)
    for path in ("/people", f"/people/{cast.learner.person_id}", f"/classes/{taught.id}"):
        page = officer.get(path)
        assert "Nguyễn Thị Đặng" in page.text and "Tày" not in page.text


def test_somebody_who_rang_gets_a_request_of_their_own(officer: Reader, someone: Person) -> None:
    form = officer.get(officer.get(f"/people/{someone.id}").links["Ghi yêu cầu về dữ liệu"])
    made = officer.submit(
        form,
        {
            "kind": "object",
            "way": "telephone",
            "details": "Không đăng tên tôi.",
            "received_on": ["5", "2", "2026"],
        },
    )
    assert made.h1 == "Yêu cầu số 1"
    assert "Đinh Thị Lụa" in made.text and "Qua điện thoại" in made.text
    assert "Không đăng tên tôi." in made.text
    assert "05/02/2026" in made.text


def test_the_queue_shows_what_is_overdue_first_and_in_words(officer: Reader, cast: Cast) -> None:
    with on(date(2026, 12, 10)):
        file_own_request(RequestKind.DELETE, "", actor_of(cast.other_learner))
    filed(cast)
    with on(date(2026, 12, 11)):
        officer.sign_in_as(cast.officer)
        rows = officer.get("/data-requests").rows()
    assert [row[0].split(",")[0] for row in rows] == ["Nguyễn Thị Đặng", "Lê Văn Ân"]
    assert [row[4] for row in rows] == [
        "Quá hạn trả lời 3 ngày",
        "Cần trả lời trước hết ngày 14/12/2026",
    ]


def test_the_first_page_counts_what_waits(officer: Reader, cast: Cast) -> None:
    assert "yêu cầu đang mở" not in officer.get("/").text
    filed(cast)
    filed(cast, day=date(2026, 12, 10))
    with on(date(2026, 12, 11)):
        officer.sign_in_as(cast.officer)
        assert "Có 2 yêu cầu đang mở. 1 yêu cầu quá hạn." in officer.get("/").text


def test_a_request_goes_through_its_steps(officer: Reader, cast: Cast) -> None:
    filed(cast)
    with on(FRIDAY):
        officer.sign_in_as(cast.officer)
        page = officer.get("/data-requests/1")
        form = officer.get(page.links["Trả lời đã tiếp nhận"])
        page = officer.submit(form, {"words": "Đã nhận."})
        assert "Cần giải quyết trước hết ngày 14/12/2026" in page.text
        assert "Trả lời đã tiếp nhận" not in page.links
        form = officer.get(page.links["Gia hạn (một lần)"])
        page = officer.submit(form, {"words": "Chờ đơn vị xác nhận."})
        assert "Cần giải quyết trước hết ngày 29/12/2026" in page.text
        form = officer.get(page.links["Đã giải quyết xong"])
        page = officer.submit(form, {"words": "Đã gọi điện giải thích."})
    assert "Đã gọi điện giải thích." in page.text and "Gia hạn (một lần)" not in page.links
    assert officer.get("/data-requests?state=closed").rows()[0][3] == "Đã giải quyết xong"
    assert officer.get("/data-requests").rows() == []
    own = Reader(officer.app, cast.learner).get("/my-data/requests/1")
    assert "Đã gọi điện giải thích." in own.text


def test_a_step_without_words_is_refused_and_names_its_field(officer: Reader, cast: Cast) -> None:
    filed(cast)
    form = officer.get("/data-requests/1/extension")
    refused = officer.submit(form, {"words": " "}, status=422)
    assert refused.errors == ["Hãy điền mục “Vì sao cần thêm thời gian”."]


def test_a_request_that_was_closed_meanwhile_says_so(officer: Reader, cast: Cast) -> None:
    form = officer.get(f"/data-requests/{filed(cast).id}/fulfilment")
    db.session.get_one(DataRequest, 1).refuse("Trùng.", actor_of(cast.officer))
    db.session.commit()
    refused = officer.submit(form, {"words": "Xong."}, status=422)
    assert refused.errors == ["Yêu cầu này đã đóng. Hãy mở lại trang."]


def test_an_officer_hands_out_the_copy_and_it_is_recorded(officer: Reader, cast: Cast) -> None:
    filed(cast, RequestKind.COPY)
    answer = officer.post("/data-requests/1/copy")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    row = db.session.scalars(select(Export)).one()
    assert (row.kind, row.by_id, row.filters) == ("own data", cast.officer.id, {"request_id": 1})
    assert row.rows > 1 and row.reason == "Theo yêu cầu số 1 của người có dữ liệu"


def test_no_copy_is_handed_out_without_a_request_for_it(officer: Reader, cast: Cast) -> None:
    filed(cast, RequestKind.OBJECT)
    assert officer.post("/data-requests/1/copy").status_code == 409
    filed(cast, RequestKind.COPY).refuse("Không đúng người.", actor_of(cast.officer))
    db.session.commit()
    assert officer.post("/data-requests/2/copy").status_code == 409
    assert db.session.scalars(select(Export)).all() == []


def test_the_queue_asks_the_same_number_of_times_for_one_row_and_for_three(
    officer: Reader, cast: Cast
) -> None:
    def statements() -> int:
        with counted() as found:
            officer.get("/data-requests")
        return len(found)

    filed(cast)
    before = statements()
    for account in (cast.other_learner, cast.contact):
        file_own_request(RequestKind.SEE, "", actor_of(account))
    db.session.commit()
    assert statements() == before


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_the_office_reads_who_took_what_and_why(app: Flask, cast: Cast, role: str) -> None:
    with clock.travelled_to(clock.at(FRIDAY, 9, 41)):
        record_export(
            "class list", "Danh sách lớp L001", 40, "In danh sách", actor_of(cast.officer)
        )
    db.session.commit()
    reader = Reader(app, getattr(cast, role))
    page = reader.get(reader.get("/").links["Các lượt xuất dữ liệu cá nhân"])
    assert page.rows() == [
        ["1", "09:41, 04/12/2026", "Danh sách lớp L001", "40", "Bùi Thị Hạnh", "In danh sách"]
    ]
