"""What everybody sees, chooses, asks for and takes along of their own data."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from lms.access import Role
from lms.accounts.models import Account
from lms.extensions import db
from lms.privacy.consents import ETHNICITY, REMINDERS
from lms.privacy.ethnicity import ethnicity_of
from lms.privacy.models import ConsentDecision, DataRequest, NoticeReading
from lms.privacy.purposes import reword
from tests import factories
from tests.people import Cast
from tests.privacy.test_consents import choose, purpose_called
from tests.queries import counted
from tests.reader import Reader

TAY = "02"


@pytest.fixture
def learner(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.learner)


def copied(reader: Reader) -> tuple[str, dict[str, list[dict[str, object]]]]:
    answer = reader.fetch("/my-data/copy")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(BytesIO(answer.data)) as archive:
        page = archive.read("du-lieu-cua-toi.html").decode()
        data = json.loads(archive.read("du-lieu-cua-toi.json"))["data"]
    return page, data


def test_the_notice_is_read_without_an_account(reader: Reader) -> None:
    page = reader.get("/privacy")
    assert page.h1 == "Thông báo về dữ liệu cá nhân"
    assert "trong 2 ngày làm việc" in page.text and "10 năm" in page.text
    assert "Nhắc lịch học qua Zalo hoặc tin nhắn" in page.text


def test_every_page_leads_to_the_notice_and_to_ones_own_data(
    reader: Reader, learner: Reader
) -> None:
    assert reader.get("/sign-in").links["Thông báo về dữ liệu cá nhân"] == "/privacy"
    assert learner.get("/").links["Dữ liệu của tôi"] == "/my-data"


def test_the_notice_is_offered_until_it_was_read(learner: Reader, cast: Cast) -> None:
    first = learner.get("/")
    assert "Dữ liệu của Anh/Chị được giữ thế nào" in first.text
    page = learner.submit(first, action="/notice-reading")
    assert page.h1 == "Dữ liệu của tôi"
    assert "được giữ thế nào" not in learner.get("/").text
    assert learner.post("/my-data/notice-reading").status_code == 303
    assert db.session.scalars(select(NoticeReading.account_id)).all() == [cast.learner.id]


def test_people_see_what_is_kept_about_them(learner: Reader, cast: Cast) -> None:
    text = learner.get("/my-data").text
    assert "Nguyễn Thị Đặng" in text and "HTX DVNN Minh Tân (hư cấu)" in text
    assert "Nhắc lịch học qua Zalo hoặc tin nhắn Chưa chọn" in text


def test_nothing_of_anybody_else_is_there(learner: Reader, cast: Cast) -> None:
    taught = factories.training_class(trainer=cast.trainer)
    for account in (cast.learner, cast.other_learner):
        factories.enrolment(taught, account, by=cast.officer)
    page, data = copied(learner)
    shown = learner.get("/my-data").text
    for words in (page, shown, json.dumps(data, ensure_ascii=False)):
        assert "Nguyễn Thị Đặng" in words and "Lê Văn Ân" not in words
        assert "HTX Rau sạch" not in words


@pytest.mark.parametrize("role", ["contact", "trainer", "officer", "leader", "administrator"])
def test_everybody_has_the_page(app: Flask, cast: Cast, role: str) -> None:
    account: Account = getattr(cast, role)
    assert account.display_name in Reader(app, account).get("/my-data").text


def test_an_account_without_a_person_sees_the_account_and_no_consents(
    app: Flask, cast: Cast
) -> None:
    cast.administrator.person_id = None
    db.session.commit()
    reader = Reader(app, cast.administrator)
    page = reader.get("/my-data")
    assert "Vũ Đình Lộc" in page.text and "Việc cần Anh/Chị đồng ý" not in page.text
    reader.get("/my-data/consents/reminders", status=404)
    assert copied(reader)[1]["account"][0]["display_name"] == "Vũ Đình Lộc"


def test_nothing_is_ticked_beforehand(learner: Reader) -> None:
    page = learner.get("/my-data/consents/reminders")
    assert page.h1 == "Nhắc lịch học qua Zalo hoặc tin nhắn"
    assert purpose_called(REMINDERS).wording.words in page.text
    assert "checked" not in page.html
    refused = learner.submit(page, status=422)
    assert refused.errors == ["Hãy chọn “Tôi đồng ý” hoặc “Tôi không đồng ý”."]
    assert db.session.scalars(select(ConsentDecision)).all() == []


def test_a_consent_is_given_and_withdrawn_by_its_person(learner: Reader) -> None:
    page = learner.get("/my-data/consents/reminders")
    given = learner.submit(page, {"choice": "yes"})
    assert "Nhắc lịch học qua Zalo hoặc tin nhắn Đã đồng ý" in given.text
    again = learner.get("/my-data/consents/reminders")
    assert "Lựa chọn hiện nay: đã đồng ý" in again.text and "checked" not in again.html
    assert "tin nhắn Đã rút" in learner.submit(again, {"choice": "no"}).text


def test_words_that_changed_while_they_were_read_are_read_again(learner: Reader) -> None:
    page = learner.get("/my-data/consents/reminders")
    reword(purpose_called(REMINDERS), "Lời hoàn toàn mới.")
    db.session.commit()
    refused = learner.submit(page, {"choice": "yes"}, status=422)
    assert "Lời hoàn toàn mới." in refused.text
    assert refused.errors == ["Nội dung vừa được thay đổi. Hãy đọc lại rồi chọn."]
    assert "Đã đồng ý" in learner.submit(refused, {"choice": "yes"}).text


def test_the_ethnic_group_is_stated_with_its_consent_and_goes_with_it(
    learner: Reader, cast: Cast
) -> None:
    person_id = cast.learner.person_id or 0
    path = "/my-data/consents/ethnicity"
    learner.submit(learner.get(path), {"choice": "yes", "ethnicity": TAY})
    row = ethnicity_of(person_id)
    assert row is not None and row.group_code == TAY
    assert "Tày" in learner.get("/my-data").text
    learner.submit(learner.get(path), {"choice": "no", "ethnicity": TAY})
    db.session.expire_all()
    assert ethnicity_of(person_id) is None


def test_consenting_without_saying_which_group_is_possible(learner: Reader, cast: Cast) -> None:
    path = "/my-data/consents/ethnicity"
    learner.submit(learner.get(path), {"choice": "yes", "ethnicity": TAY})
    learner.submit(learner.get(path), {"choice": "yes", "ethnicity": ""})
    assert ethnicity_of(cast.learner.person_id or 0) is None


def test_a_request_comes_in_and_its_person_follows_it(learner: Reader, cast: Cast) -> None:
    page = learner.get("/my-data/requests/new")
    sent = learner.submit(
        page, {"kind": "correct", "details": "Tôi sinh năm 1970.\nKhông phải 1979."}
    )
    assert sent.h1 == "Yêu cầu số 1" and "Anh/Chị sẽ được trả lời trước hết ngày" in sent.text
    assert db.session.scalars(select(DataRequest.details)).all() == [
        "Tôi sinh năm 1970.\nKhông phải 1979."
    ]
    assert "Sửa dữ liệu sai Số 1" in learner.get("/my-data").text.replace("Số 1 ngày", "Số 1")


def test_a_request_needs_a_kind(learner: Reader) -> None:
    page = learner.get("/my-data/requests/new")
    refused = learner.submit(page, {"details": "Lời đã gõ"}, status=422)
    assert refused.errors == ["Hãy chọn nội dung yêu cầu."] and "Lời đã gõ" in refused.text


def test_a_request_of_somebody_else_is_missing(learner: Reader, cast: Cast) -> None:
    other = Reader(learner.app, cast.other_learner)
    other.submit(other.get("/my-data/requests/new"), {"kind": "see"})
    learner.get("/my-data/requests/1", status=404)


def test_the_copy_holds_consents_with_their_words_and_values_for_people(
    learner: Reader, cast: Cast
) -> None:
    choose(cast.learner, ETHNICITY, False)
    page, data = copied(learner)
    assert data["person"][0]["full_name"] == "Nguyễn Thị Đặng"
    assert data["consents"][0]["words"] == purpose_called(ETHNICITY).wording.words
    assert data["consents"][0]["decision"] == "Không đồng ý"
    assert "<h2>Thông tin cá nhân</h2>" in page and "Không đồng ý" in page
    assert "http" not in page.replace("http-equiv", "")


def test_names_in_the_copy_cannot_become_markup(app: Flask) -> None:
    someone = factories.account("<script>alert(1)</script>", Role.LEARNER)
    page, _data = copied(Reader(app, someone))
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_the_page_asks_the_same_number_of_times_for_one_row_and_for_three(
    learner: Reader, cast: Cast
) -> None:
    def statements() -> int:
        with counted() as found:
            learner.get("/my-data")
        return len(found)

    def one_more() -> None:
        taught = factories.training_class(trainer=cast.trainer)
        factories.enrolment(taught, cast.learner, by=cast.officer)
        choose(cast.learner, REMINDERS, True)
        learner.submit(learner.get("/my-data/requests/new"), {"kind": "see"})

    one_more()
    before = statements()
    one_more()
    one_more()
    assert statements() == before
