"""The page behind a class's link: what it shows, what it takes, and what it never tells."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms import clock
from lms.audit import AuditEntry
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.enrolments.registrations import receiving
from lms.enrolments.registrations.models import Registration, RegistrationState
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, Person
from tests import factories
from tests.enrolments.registering import WORDS, link, member, registration, somebody
from tests.reader import Reader
from tests.together import run_together


def rows() -> list[Registration]:
    return db.session.query(Registration).order_by(Registration.id).all()


def test_somebody_without_an_account_registers(app, cast, reader):
    running = factories.training_class("Chuyển đổi số", capacity=3)
    factories.enrolment(running, cast.learner, cast.officer)
    page = reader.get(f"/r/{link(running, cast.officer).code}")
    assert page.h1 == "Đăng ký học lớp tập huấn"
    assert "Chuyển đổi số" in page.text and "Còn 2 chỗ trong 3 chỗ." in page.text
    assert "Nguyễn Thị Đặng" not in page.text
    after = reader.submit(page, WORDS)
    assert after.h1 == "Đã nhận đăng ký của Anh/Chị"
    (row,) = rows()
    assert (row.full_name, row.birth_year, row.birth_precision, row.sex) == (
        "Nguyễn Thị Lan",
        1975,
        "year",
        "female",
    )
    assert (row.phone, row.position_title, row.organisation_text, row.organisation_id) == (
        "0912345678",
        "Kế toán",
        "HTX Tự Lập",
        None,
    )
    assert (row.state, row.way, row.enrolment_id) == ("waiting", "link", None)
    assert db.session.query(Enrolment).count() == 1


def test_a_registration_is_no_person_of_the_registry(app, cast, reader):
    found = link(factories.training_class(), cast.officer)
    before = db.session.query(Person).count()
    reader.submit(reader.get(f"/r/{found.code}"), WORDS)
    assert db.session.query(Person).count() == before


@pytest.mark.parametrize("phone", ["0912345678", "+84 912.345.678", "0912 345 678"])
def test_sending_twice_is_one_registration_and_the_newer_words_hold(app, cast, reader, phone):
    found = link(factories.training_class(), cast.officer)
    page = reader.get(f"/r/{found.code}")
    reader.submit(page, WORDS)
    again = reader.submit(
        page, {**WORDS, "full_name": "nguyen thi  LAN", "phone": phone, "position": "Giám đốc"}
    )
    assert again.h1 == "Đã nhận đăng ký của Anh/Chị"
    assert [(row.full_name, row.position_title) for row in rows()] == [
        ("nguyen thi LAN", "Giám đốc")
    ]


def test_two_who_share_a_telephone_register_apart(app, cast, reader):
    found = link(factories.training_class(), cast.officer)
    page = reader.get(f"/r/{found.code}")
    reader.submit(page, WORDS)
    reader.submit(page, {**WORDS, "full_name": "Trần Văn Hùng"})
    assert [row.full_name for row in rows()] == ["Nguyễn Thị Lan", "Trần Văn Hùng"]


def test_the_answer_is_the_same_whoever_is_known(app, cast, reader):
    """Registered, enrolled, in the registry or a stranger: the visitor cannot tell."""
    running = factories.training_class()
    found = link(running, cast.officer)
    known = member(cast.cooperative, "Lê Văn Ân", phone="0987654321", year=1970)
    factories.enrolment(running, known, cast.officer)
    confirmed = registration(found, full_name="Phạm Thị Mai", phone="0911111111")
    confirmed.state = RegistrationState.CONFIRMED
    db.session.commit()
    answers = set()
    for name, phone in (
        ("Lê Văn Ân", "0987654321"),
        ("Phạm Thị Mai", "0911111111"),
        ("Người Lạ", "0922222222"),
    ):
        page = reader.get(f"/r/{found.code}")
        after = reader.submit(page, {**WORDS, "full_name": name, "phone": phone})
        answers.add(after.text)
    assert len(answers) == 1
    assert db.session.get_one(Registration, confirmed.id).position_title == "Kế toán"


def test_what_was_declined_waits_again_when_it_is_sent_again(app, cast):
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    row.decline(cast.contact, "Bận")
    db.session.commit()
    receiving.receive(db.session.query(receiving.RegistrationLink).one(), somebody())
    db.session.commit()
    assert [(r.state, r.reason, r.decided_at) for r in rows()] == [("waiting", "", None)]


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(app, cast, reader):
    found = link(factories.training_class(), cast.officer)
    page = reader.submit(
        reader.get(f"/r/{found.code}"),
        {"full_name": "Nguyễn Thị Lan", "phone": "12", "position": "Kế toán"},
        status=422,
    )
    assert page.title.startswith("Lỗi: ")
    assert page.errors == [
        "Hãy điền mục “Ngày sinh”.",
        "Hãy chọn mục “Giới tính”.",
        "Hãy nhập số điện thoại, ví dụ 0912 345 678 hoặc +84 912 345 678.",
        "Hãy điền mục “Đơn vị của Anh/Chị”.",
    ]
    assert 'value="Nguyễn Thị Lan"' in page.html and rows() == []


def test_nothing_is_ticked_beforehand(app, cast, reader):
    page = reader.get(f"/r/{link(factories.training_class(), cast.officer).code}")
    assert [i for i in page.root.iter("input") if i.get("checked") is not None] == []
    assert "bị xóa sau 90 ngày" in page.text


def test_one_organisation_of_that_name_is_taken_without_asking(app, cast, reader):
    minh_tan = factories.organisation("HTX SXKD DVNN Minh Tân")
    page = reader.get(f"/r/{link(factories.training_class(), cast.officer).code}")
    reader.submit(page, {**WORDS, "organisation_name": "htx minh tan"})
    assert [(row.organisation_id, row.organisation_text) for row in rows()] == [
        (minh_tan.id, "htx minh tan")
    ]


def test_of_several_organisations_somebody_chooses(app, cast, reader):
    unit = AdministrativeUnit(code="1", name="Xã Minh Tân", former_district="", former_province="")
    first, second = (factories.organisation("HTX DVNN Minh Tân") for _number in range(2))
    first.unit = unit
    db.session.commit()
    page = reader.get(f"/r/{link(factories.training_class(), cast.officer).code}")
    assert "chosen" not in page.html
    asked = reader.submit(page, {**WORDS, "organisation_name": "HTX Minh Tân"}, status=422)
    assert asked.errors == ["Hãy chọn đơn vị trong danh sách."]
    assert "Xã Minh Tân" in asked.text and rows() == []
    reader.submit(asked, {"chosen": str(second.id)})
    assert [row.organisation_id for row in rows()] == [second.id]


def test_who_finds_no_organisation_in_the_list_keeps_the_words(app, cast, reader):
    for _number in range(2):
        factories.organisation("HTX DVNN Minh Tân")
    page = reader.get(f"/r/{link(factories.training_class(), cast.officer).code}")
    asked = reader.submit(page, {**WORDS, "organisation_name": "HTX Minh Tân"}, status=422)
    reader.submit(asked, {"chosen": "none"})
    assert [(row.organisation_id, row.organisation_text) for row in rows()] == [
        (None, "HTX Minh Tân")
    ]


def test_an_organisation_that_was_not_offered_is_not_taken(app, cast, reader):
    for _number in range(2):
        factories.organisation("HTX DVNN Minh Tân")
    found = link(factories.training_class(), cast.officer)
    address = f"/r/{found.code}"
    forged = {
        **WORDS,
        "organisation_name": "HTX Minh Tân",
        "chosen": str(cast.other_cooperative.id),
    }
    assert reader.post(address, forged).status_code == 422
    assert rows() == []


def test_a_code_is_read_as_people_type_it_and_a_wrong_one_leads_nowhere(app, cast, reader):
    code = link(factories.training_class(), cast.officer).code
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert reader.get(f"/r/{typed}").h1 == "Đăng ký học lớp tập huấn"
    reader.get("/r/ZZZZZZZZZZZZ", status=404)
    reader.get("/r/ZZZZZZZZZZZZ/received", status=404)


def test_a_full_class_says_that_there_is_a_waiting_list(app, cast, reader):
    running = factories.training_class(capacity=1)
    factories.enrolment(running, cast.learner, cast.officer)
    page = reader.get(f"/r/{link(running, cast.officer).code}")
    assert "đăng ký bây giờ thì vào danh sách chờ" in page.text


@pytest.mark.parametrize("how", ["closed", "last day", "list closed"])
def test_a_link_that_ended_says_so_and_takes_nothing(app, cast, reader, how):
    running = factories.training_class("Chuyển đổi số")
    found = link(running, cast.officer)
    page = reader.get(f"/r/{found.code}")
    if how == "closed":
        found.close(cast.officer)
    elif how == "last day":
        found.last_day = clock.today() - timedelta(days=1)
    else:
        running.state = ClassState.LISTED
    db.session.commit()
    after = reader.get(f"/r/{found.code}")
    assert after.h1 == "Đã ngừng nhận đăng ký" and "Chuyển đổi số" in after.text
    late = reader.submit(page, WORDS, status=422)
    assert late.errors == ["Lớp này hiện không nhận đăng ký qua đường dẫn này."]
    assert rows() == []


def test_a_flood_stops_at_the_limit(app, cast, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WAITING", 2)
    found = link(factories.training_class(), cast.officer)
    for number in range(2):
        registration(found, phone=f"091234567{number}")
    with pytest.raises(DomainError, match="quá nhiều đăng ký"):
        receiving.receive(found, somebody(phone="0912345679"))


def test_an_address_that_sends_too_much_has_to_wait(app, cast):
    found = link(factories.training_class(), cast.officer)
    stranger = Reader(app)
    answers = [stranger.post(f"/r/{found.code}").status_code for _number in range(61)]
    assert answers[0] == 422 and answers[-1] == 429


def test_the_same_words_from_two_at_once_are_one_registration(app, cast):
    link_id = link(factories.training_class(), cast.officer).id

    def send() -> str:
        receiving.receive(db.session.get_one(receiving.RegistrationLink, link_id), somebody())
        return "received"

    assert run_together(app, send, send) == ["received", "received"]
    assert len(rows()) == 1


def test_search_engines_are_sent_away_and_nothing_is_audited_under_a_false_name(app, cast, reader):
    found = link(factories.training_class(), cast.officer)
    answer = reader.fetch(f"/r/{found.code}")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    reader.submit(reader.get(f"/r/{found.code}"), WORDS)
    assert [entry.action for entry in db.session.query(AuditEntry)] == ["registration link made"]


@pytest.mark.parametrize("typed", ["NGUYỄN THỊ LAN", "nguyễn thị lan"])
def test_a_name_typed_in_one_case_is_kept_as_papers_write_it(app, cast, reader, typed):
    page = reader.get(f"/r/{link(factories.training_class(), cast.officer).code}")
    reader.submit(page, {**WORDS, "full_name": typed})
    assert [row.full_name for row in rows()] == ["Nguyễn Thị Lan"]


def test_a_class_that_is_not_open_yet_does_not_say_that_it_ended(app, cast, reader):
    running = factories.training_class("Chuyển đổi số", state=ClassState.DRAFT)
    page = reader.get(f"/r/{link(running, cast.officer).code}")
    assert page.h1 == "Chưa mở đăng ký" and "mở lại đường dẫn này sau" in page.text
