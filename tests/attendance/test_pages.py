"""The roll on a trainer's phone, and attendance on other pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms import clock
from lms.attendance.models import AttendanceMark, Evidence
from lms.classes.models import ClassState
from lms.enrolments.parts import drawn_parts
from lms.extensions import db
from tests import factories
from tests.queries import counted
from tests.reader import Reader, form_data, words


@pytest.fixture
def running(cast):
    return factories.training_class(trainer=cast.trainer)


def enrolled(training_class, cast, *names: str):
    return [
        factories.enrolment(training_class, factories.person(name), cast.officer) for name in names
    ]


def roll_of(training_class) -> str:
    return f"/sessions/{training_class.sessions[0].id}/attendance"


def current() -> dict[int, str]:
    rows = db.session.query(AttendanceMark).filter_by(is_current=True)
    return {mark.enrolment_id: mark.presence for mark in rows}


def test_nothing_is_chosen_for_people_without_a_mark(app, cast, running):
    enrolled(running, cast, "Lê Văn Ân", "Đỗ Văn An")
    page = Reader(app, cast.trainer).get(roll_of(running))
    assert "checked" not in page.html
    assert [legend.itertext().__next__() for legend in page.root.iter("legend")] == ["1.", "2."]
    assert page.text.index("Đỗ Văn An") < page.text.index("Lê Văn Ân")
    assert "2 chưa điểm danh" in page.text


def test_a_trainer_calls_the_roll_and_reads_the_sums(app, cast, running):
    an, binh = enrolled(running, cast, "Đỗ Văn An", "Lê Thị Bình")
    trainer = Reader(app, cast.trainer)
    page = trainer.submit(
        trainer.get(roll_of(running)), {f"mark-{an.id}": "present", f"mark-{binh.id}": "absent"}
    )
    assert "1 có mặt · 1 vắng" in page.text
    assert "Điểm danh tại lớp" in page.text
    assert current() == {an.id: "present", binh.id: "absent"}
    assert form_data(page.form())[f"mark-{binh.id}"] == ["absent"]


def test_all_others_are_present_at_one_press(app, cast, running):
    an, binh, chi = enrolled(running, cast, "An", "Bình", "Chi")
    trainer = Reader(app, cast.trainer)
    page = trainer.submit(trainer.get(roll_of(running)), {f"mark-{an.id}": "absent"})
    page = trainer.submit(page, {f"mark-{binh.id}": "late", "action": "rest-present"})
    assert current() == {an.id: "absent", binh.id: "late", chi.id: "present"}
    assert "1 có mặt · 1 đến muộn · 1 vắng" in page.text


def test_an_older_page_does_not_undo_what_another_marked_since(app, cast, running):
    an, binh = enrolled(running, cast, "An", "Bình")
    trainer, officer = Reader(app, cast.trainer), Reader(app, cast.officer)
    drawn = trainer.submit(trainer.get(roll_of(running)), {f"mark-{an.id}": "present"})
    officer.submit(officer.get(roll_of(running)), {f"mark-{an.id}": "late"})
    trainer.submit(drawn, {f"mark-{binh.id}": "present"})
    assert current() == {an.id: "late", binh.id: "present"}


def test_pressing_twice_marks_once(app, cast, running):
    (an,) = enrolled(running, cast, "An")
    trainer = Reader(app, cast.trainer)
    page = trainer.get(roll_of(running))
    for _press in range(2):
        trainer.submit(page, {f"mark-{an.id}": "present"})
    assert db.session.query(AttendanceMark).count() == 1


def test_forged_marks_are_refused_and_what_was_chosen_is_kept(app, cast, running):
    (an,) = enrolled(running, cast, "An")
    (foreign,) = enrolled(factories.training_class(trainer=cast.trainer), cast, "Ba")
    trainer = Reader(app, cast.trainer)
    for forged in (
        {f"mark-{foreign.id}": "present"},
        {"mark-x": "present"},
        {f"mark-{'9' * 30}": "present"},
        {f"mark-{an.id}": "asleep"},
    ):
        answer = trainer.post(
            roll_of(running), {f"mark-{an.id}": "late", "last_mark": "z"} | forged
        )
        assert answer.status_code == 422
    kept = trainer.post(roll_of(running), {f"mark-{an.id}": "late", "mark-0": "late"})
    assert f'id="mark-{an.id}-late" name="mark-{an.id}" value="late" checked' in kept.text
    assert db.session.query(AttendanceMark).count() == 0


def test_the_roll_is_for_the_classes_trainers_and_for_the_office(app, cast, running):
    (an,) = enrolled(running, cast, "An")
    address, marks = roll_of(running), {f"mark-{an.id}": "present"}
    stranger = Reader(app, cast.other_trainer)
    assert stranger.fetch(address).status_code == 404
    assert stranger.post(address, marks).status_code == 404
    for account in (cast.contact, cast.learner, cast.leader, cast.administrator):
        other = Reader(app, account)
        assert other.fetch(address).status_code == 403
        assert other.post(address, marks).status_code == 403
    assert db.session.query(AttendanceMark).count() == 0
    assert Reader(app, cast.officer).get(address).status == 200


def test_a_roll_that_cannot_be_called_yet_can_be_read(app, cast):
    later = factories.training_class(
        trainer=cast.trainer, starts_at=clock.now() + timedelta(hours=1)
    )
    (an,) = enrolled(later, cast, "Đỗ Văn An")
    trainer = Reader(app, cast.trainer)
    page = trainer.get(roll_of(later))
    assert "Có thể điểm danh từ" in page.text
    assert "Đỗ Văn An" in page.text
    assert 'type="radio"' not in page.html
    assert trainer.post(roll_of(later), {f"mark-{an.id}": "present"}).status_code == 422


def test_an_officer_says_that_the_marks_are_from_the_signed_list(app, cast, running):
    (an,) = enrolled(running, cast, "An")
    officer = Reader(app, cast.officer)
    officer.submit(
        officer.get(roll_of(running)), {f"mark-{an.id}": "present", "evidence": "signed_paper"}
    )
    assert db.session.query(AttendanceMark).one().evidence == Evidence.SIGNED_PAPER
    for forged in ("correction", "code_scanned", "x"):
        body = {f"mark-{an.id}": "late", "evidence": forged}
        assert officer.post(roll_of(running), body).status_code == 422


def test_a_correction_after_the_end_asks_for_the_reason(app, cast):
    ended = factories.training_class(state=ClassState.ENDED, trainer=cast.trainer)
    (an,) = enrolled(ended, cast, "An")
    officer = Reader(app, cast.officer)
    page = officer.get(roll_of(ended))
    refused = officer.submit(page, {f"mark-{an.id}": "present"}, status=422)
    assert refused.errors == ["Hãy ghi lý do đính chính."]
    assert form_data(refused.form())[f"mark-{an.id}"] == ["present"]
    officer.submit(refused, {"reason": "Ký nhầm dòng"})
    mark = db.session.query(AttendanceMark).one()
    assert (mark.evidence, mark.reason) == ("correction", "Ký nhầm dòng")
    trainer = Reader(app, cast.trainer)
    assert 'type="radio"' not in trainer.get(roll_of(ended)).html
    assert trainer.post(roll_of(ended), {f"mark-{an.id}": "late"}).status_code == 422


def test_a_hall_of_three_hundred_fits_one_form(app, cast):
    large = factories.training_class(trainer=cast.trainer, capacity=400)
    people = enrolled(large, cast, *(f"Lê Thị {number}" for number in range(300)))
    trainer = Reader(app, cast.trainer)
    page = trainer.get(roll_of(large))
    after = trainer.submit(page, {f"mark-{person.id}": "present" for person in people})
    assert "300 có mặt" in after.text


def test_the_class_page_sums_each_session_within_the_viewers_scope(app, cast, running):
    mine = factories.enrolment(running, cast.learner, cast.officer)
    factories.enrolment(running, cast.other_learner, cast.officer)
    trainer = Reader(app, cast.trainer)
    trainer.submit(trainer.get(roll_of(running)), {f"mark-{mine.id}": "present"})

    def sums(account) -> tuple[str, bool]:
        page = Reader(app, account).get(f"/classes/{running.id}")
        hint = page.find("div", "govuk-task-list__hint")
        return words(hint), any(link.endswith("/attendance") for link in page.links.values())

    assert sums(cast.trainer) == ("Đã điểm danh 1/2 người, có mặt 1 người", True)
    assert sums(cast.leader) == ("Đã điểm danh 1/2 người, có mặt 1 người", False)
    assert sums(cast.contact) == ("Đã điểm danh 1/1 người, có mặt 1 người", False)
    assert sums(cast.other_contact) == ("Đã điểm danh 0/1 người, có mặt 0 người", False)


def test_a_learner_reads_their_own_attendance(app, cast):
    course = factories.training_class(
        trainer=cast.trainer, sessions=3, starts_at=clock.now() - timedelta(days=1, hours=1)
    )
    mine = factories.enrolment(course, cast.learner, cast.officer)
    trainer = Reader(app, cast.trainer)
    trainer.submit(trainer.get(roll_of(course)), {f"mark-{mine.id}": "late"})
    with app.test_request_context():
        (template, context), *_others = drawn_parts(mine)
    assert template == "attendance/enrolment_part.html"
    assert (context["there"], context["held"]) == (1, 2)
    assert [row.presence for row in context["rows"]] == ["late", None, None]
    page = Reader(app, cast.learner).get(f"/learning/{mine.id}")
    assert "Có mặt 1/2 buổi đã học" in page.text
    assert "Buổi học Đến muộn" in page.text


def test_the_first_page_names_sessions_whose_roll_nobody_called(app, cast):
    ago = clock.now() - timedelta(days=1)
    for title, trainer in (("Chưa điểm danh", cast.trainer), ("Lớp khác", cast.other_trainer)):
        forgotten = factories.training_class(title=title, trainer=trainer, starts_at=ago)
        enrolled(forgotten, cast, "An")
    factories.training_class(title="Không có người", trainer=cast.trainer, starts_at=ago)

    def named(account) -> set[str]:
        links = Reader(app, account).get("/").links
        return {name for name, href in links.items() if href.endswith("/attendance")}

    assert named(cast.trainer) == {"Chưa điểm danh"}
    assert named(cast.officer) == {"Chưa điểm danh", "Lớp khác"}


def test_a_roll_of_one_and_of_three_costs_the_same(app, cast, running):
    trainer = Reader(app, cast.trainer)
    costs = []
    for names in (("An",), ("Bình", "Chi")):
        enrolled(running, cast, *names)
        trainer.get(roll_of(running))
        with counted() as statements:
            page = trainer.get(roll_of(running))
            trainer.submit(page, {"action": "rest-present"})
        costs.append(len(statements))
    assert costs[0] == costs[1]
