"""The list of classes, a class's page, and making classes with their sessions."""

from __future__ import annotations

from datetime import date, timedelta

from lms import clock
from lms.access import Role
from lms.audit import AuditEntry
from lms.classes.models import ClassState, TrainingClass
from lms.extensions import db
from tests import factories
from tests.queries import counted
from tests.reader import Reader


def a_class(**values):
    return factories.training_class(**values)


def test_an_officer_makes_a_class_and_it_keeps_the_course_of_that_day(app, cast):
    version = factories.course("M04")
    officer = Reader(app, cast.officer)
    page = officer.submit(
        officer.get("/classes/new"),
        {
            "code": "05/2026",
            "title": "Bán hàng trên sàn",
            "course": str(version.course_id),
            "capacity": "70",
            "venue": "Hội trường A",
        },
    )
    made = db.session.query(TrainingClass).one()
    assert (page.path, page.h1) == (f"/classes/{made.id}", "Bán hàng trên sàn")
    assert (made.course_version_id, made.state, made.capacity) == (version.id, "draft", 70)
    assert "Ngoài kế hoạch" in page.text
    assert [step.by_id for step in made.steps] == [cast.officer.id]
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.actor) == ("class created", "Bùi Thị Hạnh")


def test_a_code_that_is_taken_is_told_at_its_field_and_the_words_are_kept(app, cast):
    known = a_class()
    officer = Reader(app, cast.officer)
    page = officer.submit(
        officer.get("/classes/new"),
        {
            "code": known.code,
            "title": "Lớp khác",
            "course": str(known.course_version.course_id),
            "capacity": "10",
            "venue": "Hội trường",
        },
        status=422,
    )
    assert page.errors == ["Mã lớp này đã dùng cho một lớp khác."]
    assert 'value="Lớp khác"' in page.html
    assert db.session.query(TrainingClass).count() == 1


def test_a_session_may_cross_midnight(app, cast):
    draft = a_class(state=ClassState.DRAFT, sessions=0)
    officer = Reader(app, cast.officer)
    page = officer.submit(
        officer.get(f"/classes/{draft.id}/sessions/new"),
        {
            "day": ["31", "12", "2026"],
            "start_time": "21:00",
            "end_time": "00:30",
            "topic": "Livestream",
            "periods": "4",
        },
    )
    db.session.expire_all()
    session = draft.sessions[0]
    assert (session.starts_at, session.ends_at) == (
        clock.at(date(2026, 12, 31), 21),
        clock.at(date(2027, 1, 1), 0, 30),
    )
    assert (draft.starts_on, draft.ends_on) == (date(2026, 12, 31), date(2026, 12, 31))
    assert page.rows()[0][0] == "Thứ Năm 31/12/2026, 21:00 – thứ Sáu 01/01/2027, 00:30"


def test_a_mistyped_end_is_not_taken_for_the_next_day(app, cast):
    draft = a_class(state=ClassState.DRAFT, sessions=0)
    officer = Reader(app, cast.officer)
    words = {"day": ["05", "02", "2026"], "start_time": "08:00", "topic": "Mở đầu", "periods": "4"}
    page = officer.get(f"/classes/{draft.id}/sessions/new")
    for end in ("07:30", "08:00"):
        refused = officer.submit(page, {**words, "end_time": end}, status=422)
        assert refused.errors == ["Giờ kết thúc phải sau giờ bắt đầu."]
    refused = officer.submit(
        page, {**words, "day": ["05", "02", "0026"], "end_time": "11:00"}, status=422
    )
    assert refused.errors == ["Hãy kiểm tra lại năm."]


def test_two_sessions_of_a_class_do_not_overlap(app, cast):
    running = a_class(starts_at=clock.at(date(2026, 2, 5), 8))
    officer = Reader(app, cast.officer)
    words = {"day": ["05", "02", "2026"], "topic": "Tiếp", "periods": "4"}
    page = officer.get(f"/classes/{running.id}/sessions/new")
    refused = officer.submit(
        page, {**words, "start_time": "10:59", "end_time": "12:00"}, status=422
    )
    assert refused.errors == ["Lớp này đã có một buổi học khác vào giờ đó."]
    officer.submit(page, {**words, "start_time": "11:00", "end_time": "12:00"})
    db.session.expire_all()
    assert len(running.sessions) == 2


def test_only_people_with_a_trainers_account_are_offered_as_trainers(app, cast):
    draft = a_class(state=ClassState.DRAFT)
    factories.account("Vũ Thị Nghỉ", Role.TRAINER).disabled_at = clock.now()
    trainer, learner = cast.trainer, cast.learner
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{draft.id}/sessions/new")
    assert "Trần Văn Dũng" in page.text
    assert "Vũ Thị Nghỉ" not in page.text
    words = {
        "day": ["05", "02", "2027"],
        "start_time": "08:00",
        "end_time": "11:00",
        "topic": "A",
        "periods": "4",
    }
    officer.submit(page, {**words, "trainers": [str(learner.person_id)]}, status=422)
    officer.submit(page, {**words, "trainers": [str(trainer.person_id)]})
    db.session.expire_all()
    assert [one.person_id for one in draft.sessions[-1].trainers] == [trainer.person_id]


def test_the_list_is_narrowed_by_words_year_and_state(app, cast):
    a_class(title="Chuyển đổi số", starts_at=clock.at(date(2025, 3, 1), 8), state=ClassState.ENDED)
    a_class(title="An toàn thông tin", starts_at=clock.at(date(2026, 3, 1), 8))
    officer = Reader(app, cast.officer)

    def titles(query: str) -> list[str]:
        return [row[0] for row in officer.get(f"/classes?{query}").rows()]

    assert titles("") == ["An toàn thông tin", "Chuyển đổi số"]
    assert titles("q=an+toan") == ["An toàn thông tin"]
    assert titles("year=2025") == ["Chuyển đổi số"]
    assert titles("state=open") == ["An toàn thông tin"]
    assert titles("q=L%25") == []
    assert titles("year=99999999999999&page=-3") == ["An toàn thông tin", "Chuyển đổi số"]
    assert titles("page=9999999999999999999999") == []


def test_pages_of_the_list_hold_fifty_classes(app, cast):
    version = factories.course()
    for _number in range(51):
        a_class(version=version)
    officer = Reader(app, cast.officer)
    first, second = officer.get("/classes"), officer.get("/classes?page=2")
    assert (len(first.rows()), len(second.rows())) == (50, 1)


def test_the_list_and_a_class_cost_the_same_with_one_and_with_three(app, cast):
    officer = Reader(app, cast.officer)
    costs = []
    version = factories.course()
    for count in (1, 3):
        for _number in range(count):
            running = a_class(version=version, trainer=cast.trainer, sessions=count)
            for place in range(count):
                factories.enrolment(running, factories.person(f"Lê Thị {place}"), cast.officer)
        with counted() as statements:
            officer.get("/classes")
            in_list = len(statements)
            officer.get(f"/classes/{running.id}")
            costs.append((in_list, len(statements) - in_list))
    assert costs[0] == costs[1]


def test_a_trainer_sees_the_classes_they_teach_and_no_other(app, cast):
    mine = a_class(title="Lớp của tôi", trainer=cast.trainer)
    draft = a_class(title="Lớp nháp của tôi", trainer=cast.trainer, state=ClassState.DRAFT)
    foreign = a_class(title="Lớp của người khác", trainer=cast.other_trainer)
    trainer = Reader(app, cast.trainer)
    assert {row[0] for row in trainer.get("/classes").rows()} == {mine.title, draft.title}
    assert trainer.get(f"/classes/{mine.id}").h1 == "Lớp của tôi"
    trainer.get(f"/classes/{foreign.id}", status=404)
    assert trainer.fetch("/classes/new").status_code == 403


def test_a_contact_sees_every_class_but_drafts(app, cast):
    announced = a_class(title="Lớp đã mở")
    draft = a_class(title="Lớp nháp", state=ClassState.DRAFT)
    contact = Reader(app, cast.contact)
    assert [row[0] for row in contact.get("/classes").rows()] == ["Lớp đã mở"]
    assert contact.get(f"/classes/{announced.id}").h1 == "Lớp đã mở"
    contact.get(f"/classes/{draft.id}", status=404)


def test_no_filter_of_the_list_shows_a_class_out_of_scope(app, cast):
    in_2024 = clock.at(date(2024, 5, 6), 8)
    a_class(title="Lớp nháp", state=ClassState.DRAFT, starts_at=in_2024)
    taught = a_class(title="Lớp của cô Ánh", trainer=cast.other_trainer)
    narrowed = ("q=Lớp", "q=nhap", "year=2024", "state=draft", "q=Anh", "state=open")

    def seen(account) -> list[set[str]]:
        reader = Reader(app, account)
        return [{row[0] for row in reader.get(f"/classes?{how}").rows()} for how in narrowed]

    draft, other = {"Lớp nháp"}, {taught.title}
    assert seen(cast.officer) == [draft | other, draft, draft, draft, other, other]
    # a year that is not offered is no filter
    assert seen(cast.contact) == [other, set(), other, set(), other, other]
    assert seen(cast.trainer) == [set()] * len(narrowed)
    assert "2024" in Reader(app, cast.officer).get("/classes").text
    assert "2024" not in Reader(app, cast.contact).get("/classes").text


def test_the_first_page_shows_a_trainer_today_and_the_next_session(app, cast):
    noon = clock.at(clock.today(), 12)
    a_class(title="Lớp hôm nay", trainer=cast.trainer, starts_at=noon - timedelta(hours=1))
    a_class(title="Lớp tuần sau", trainer=cast.trainer, starts_at=noon + timedelta(days=7))
    a_class(title="Lớp người khác", trainer=cast.other_trainer, starts_at=noon)
    with clock.travelled_to(noon):
        page = Reader(app, cast.trainer).get("/")
    assert "Lớp hôm nay" in page.text
    assert page.links["Điểm danh"].endswith("/attendance")
    assert page.links["Lớp tuần sau"].startswith("/classes/")
    assert "Lớp người khác" not in page.text


def test_the_first_page_tells_an_officer_which_classes_wait(app, cast):
    ago = clock.now() - timedelta(days=3)
    a_class(title="Cần mở", state=ClassState.DRAFT)
    a_class(title="Cần chốt")
    a_class(title="Cần kết thúc", state=ClassState.LISTED, starts_at=ago)
    a_class(title="Chưa đến ngày", starts_at=clock.now() + timedelta(days=3))
    a_class(title="Đã xong", state=ClassState.ENDED, starts_at=ago)
    links = Reader(app, cast.officer).get("/").links
    assert {name for name in links if name.startswith(("Cần", "Chưa", "Đã xong"))} == {
        "Cần mở",
        "Cần chốt",
        "Cần kết thúc",
    }
