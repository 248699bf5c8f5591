"""At the door: found by whole particulars only, taken in under the rules, confirmed afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms import clock
from lms.accounts.actors import actor_of
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.enrolments.official_list.rows import ListOrder, list_rows
from lms.enrolments.places import Quota
from lms.enrolments.quotas import set_quota
from lms.enrolments.registrations.models import Registration
from lms.enrolments.walk_in import admit
from lms.extensions import db
from lms.registry.models import Person
from tests import factories
from tests.enrolments.registering import member, registration
from tests.reader import Reader

NEW = {
    "full_name": "Trần Thị Mới",
    "born": ["", "", "1980"],
    "sex": "female",
    "phone": "0911 222 333",
    "organisation_name": "HTX Tự Lập",
    "position": "Thành viên",
}


@pytest.fixture
def today(app, cast):
    """A class with a session now, taught by the trainer; its list is closed."""
    assert cast.cooperative.id
    return factories.training_class(
        "Lớp hôm nay", trainer=cast.trainer, state=ClassState.LISTED, capacity=3
    )


def door(training_class) -> str:
    return f"/sessions/{training_class.sessions[0].id}/walk-in"


def places() -> list[tuple[str, str, str, int | None]]:
    rows = db.session.query(Enrolment).order_by(Enrolment.id)
    return [(r.full_name, r.state, r.organisation_name, r.organisation_id) for r in rows]


def test_a_whole_number_finds_who_has_it(app, cast, today):
    member(cast.cooperative, "Lê An", phone="0912345678")
    member(cast.cooperative, "Trần Bình", phone="0912345679")
    trainer = Reader(app, cast.trainer)
    page = trainer.get(door(today) + "?phone=0912+345+678")
    assert "Lê An" in page.text and "Trần Bình" not in page.text and "0912345" not in page.text
    for part in ("0912345", "345678", "", "%25"):
        assert "Lê An" not in trainer.get(door(today) + f"?phone={part}").text


def test_a_whole_name_with_the_year_finds_them(app, cast, today):
    member(cast.cooperative, "Lê Văn An", year=1970)
    trainer = Reader(app, cast.trainer)
    assert "Giám đốc" in trainer.get(door(today) + "?full_name=le+van+an&year=1970").text
    for query in (
        "full_name=le+van+an",
        "full_name=le+van+an&year=1971",
        "full_name=le+van&year=1970",
        "full_name=le+van+an&year=2077",
        "full_name=&year=1970",
        "year=1970",
    ):
        assert "Giám đốc" not in trainer.get(f"{door(today)}?{query}").text


def test_whoever_was_found_is_taken_in_and_the_organisation_is_asked(app, cast, today):
    person = member(cast.cooperative, "Lê An", phone="0912345678")
    trainer = Reader(app, cast.trainer)
    page = trainer.get(door(today) + "?phone=0912345678")
    after = trainer.submit(page, {"person": str(person.id)})
    assert "Lê An đã vào lớp" in after.text
    assert places() == [("Lê An", "confirmed", cast.cooperative.name, cast.cooperative.id)]
    row = db.session.query(Registration).one()
    assert (row.way, row.state, row.organisation_id) == ("walk_in", "waiting", cast.cooperative.id)
    roll = trainer.get(f"/sessions/{today.sessions[0].id}/attendance")
    assert "Lê An" in roll.text and "Thêm người chưa có trong danh sách" in roll.links
    contact = Reader(app, cast.contact)
    shown = contact.get(f"/registrations/{row.id}")
    contact.submit(shown, action="/confirmation")
    assert (row.state, row.enrolment.state, len(places())) == ("confirmed", "confirmed", 1)


def test_only_whoever_was_found_is_taken_in(app, cast, today):
    member(cast.cooperative, "Lê An", phone="0912345678")
    other = member(cast.cooperative, "Trần Bình")
    trainer = Reader(app, cast.trainer)
    for query in ("?phone=0912345678", ""):
        assert trainer.post(door(today) + query, {"person": str(other.id)}).status_code == 422
    assert places() == []


def test_somebody_new_is_entered_with_what_they_say(app, cast, today):
    trainer = Reader(app, cast.trainer)
    after = trainer.submit(trainer.get(f"{door(today)}/new"), NEW)
    assert "Trần Thị Mới đã vào lớp" in after.text
    person = db.session.query(Person).filter_by(full_name="Trần Thị Mới").one()
    assert person.positions == []
    assert places() == [("Trần Thị Mới", "confirmed", "HTX Tự Lập", None)]
    row = db.session.query(Registration).one()
    assert (row.organisation_text, row.organisation_id, row.position_title) == (
        "HTX Tự Lập",
        None,
        "Thành viên",
    )


def test_the_words_become_an_organisation_once_it_is_known(app, cast, today):
    trainer, officer = Reader(app, cast.trainer), Reader(app, cast.officer)
    trainer.submit(trainer.get(f"{door(today)}/new"), NEW)
    row = db.session.query(Registration).one()
    page = officer.get(f"/registrations/{row.id}/organisation?q=minh+tan")
    officer.submit(page, {"organisation": str(cast.cooperative.id)}, action="/organisation")
    contact = Reader(app, cast.contact)
    contact.submit(contact.get(f"/registrations/{row.id}"), action="/confirmation")
    assert places() == [("Trần Thị Mới", "confirmed", cast.cooperative.name, cast.cooperative.id)]
    assert row.enrolment.position_title == "Thành viên"
    assert row.enrolment.person.current_position.organisation_id == cast.cooperative.id


def test_a_known_organisation_is_stood_for_at_once(app, cast, today):
    trainer = Reader(app, cast.trainer)
    page = trainer.get(f"{door(today)}/new")
    trainer.submit(page, {**NEW, "organisation_name": "HTX Minh Tân (hư cấu)"})
    assert places()[0][2:] == (cast.cooperative.name, cast.cooperative.id)
    assert "Trần Thị Mới" in Reader(app, cast.contact).get("/registrations").text


def test_what_the_organisation_declines_keeps_the_place(app, cast, today):
    trainer, contact = Reader(app, cast.trainer), Reader(app, cast.contact)
    page = trainer.get(f"{door(today)}/new")
    trainer.submit(page, {**NEW, "organisation_name": "HTX Minh Tân (hư cấu)"})
    row = db.session.query(Registration).one()
    contact.submit(contact.get(f"/registrations/{row.id}/refusal"), {"reason": "Không quen"})
    assert row.state == "declined" and row.enrolment.is_confirmed


def test_who_registered_by_the_link_is_asked_about_once(app, cast):
    running = factories.training_class(trainer=cast.trainer)
    row = registration(running, cast.cooperative, cast.officer, full_name="Trần Thị Mới",
                       phone="0911222333")  # fmt: skip
    trainer = Reader(app, cast.trainer)
    trainer.submit(
        trainer.get(f"{door(running)}/new"), {**NEW, "organisation_name": "HTX Minh Tân (hư cấu)"}
    )
    assert db.session.query(Registration).one().id == row.id
    assert row.enrolment is not None and row.way == "walk_in"


def test_a_full_class_takes_nobody_and_enters_nobody(app, cast, today):
    for number in range(3):
        factories.enrolment(today, factories.person(f"Lê {number}"), cast.officer)
    trainer = Reader(app, cast.trainer)
    page = trainer.get(f"{door(today)}/new")
    assert "đã đủ 3 chỗ" in trainer.submit(page, NEW, status=422).text
    assert db.session.query(Person).filter_by(full_name="Trần Thị Mới").count() == 0
    today.change_capacity(4, cast.officer)
    db.session.commit()
    trainer.submit(trainer.get(f"{door(today)}/new"), NEW)
    assert len(places()) == 4


def test_the_office_sets_a_rule_aside_with_a_reason_and_a_trainer_cannot(app, cast):
    running = factories.training_class(trainer=cast.trainer)
    set_quota(running, cast.cooperative, Quota(0), cast.officer)
    person = member(cast.cooperative, "Lê An", phone="0912345678")
    trainer, officer = Reader(app, cast.trainer), Reader(app, cast.officer)
    address = door(running) + "?phone=0912345678"
    refused = trainer.submit(trainer.get(address), {"person": str(person.id)}, status=422)
    assert "suất" in refused.errors[0] and 'name="despite"' not in refused.html
    forged = {"person": str(person.id), "despite": "Tôi muốn"}
    assert trainer.post(address, forged).status_code == 422
    asked = officer.submit(officer.get(address), {"person": str(person.id)}, status=422)
    officer.submit(asked, {"person": str(person.id), "despite": "Thay người ốm"})
    assert db.session.query(Enrolment).one().despite == "Thay người ốm"


@pytest.mark.parametrize("days", [-1, 1])
def test_the_door_is_open_on_the_day_of_a_session_only(app, cast, days):
    other_day = factories.training_class(
        trainer=cast.trainer, starts_at=clock.now() + timedelta(days=days)
    )
    trainer = Reader(app, cast.trainer)
    assert "ngày có buổi học" in trainer.get(door(other_day)).text
    assert trainer.post(f"{door(other_day)}/new", {**NEW, "form_key": "k"}).status_code == 422
    assert places() == []


def test_each_trainer_keeps_the_own_door(app, cast, today):
    stranger = Reader(app, cast.other_trainer)
    stranger.get(door(today), status=404)
    stranger.get(f"{door(today)}/new", status=404)
    for account in (cast.contact, cast.learner, cast.leader):
        assert Reader(app, account).fetch(door(today)).status_code == 403


def test_nobody_reads_the_registry_number_by_number(app, cast, today):
    trainer = Reader(app, cast.trainer)
    answers = [trainer.fetch(f"{door(today)}?phone=09123456{n:02d}").status_code for n in range(61)]
    assert answers[0] == 200 and answers[-1] == 429


def test_the_official_list_says_whose_organisation_has_not_spoken(app, cast, today):
    for name in ("Lê An", "Trần Bình"):
        person = member(cast.cooperative, name, phone="0912345678")
        place = admit(today, person, actor_of(cast.trainer))
        db.session.commit()
    db.session.query(Registration).filter_by(enrolment_id=place.id).one().decline(
        cast.contact, "Không quen"
    )
    db.session.commit()
    rows = list_rows(today.id, actor_of(cast.officer), ListOrder.GIVEN_NAME, phones_in_full=True)
    assert [(row.full_name, row.answer) for row in rows] == [
        ("Lê An", "waiting"),
        ("Trần Bình", "declined"),
    ]


def test_what_was_looked_for_is_not_typed_again(app, cast, today):
    page = Reader(app, cast.trainer).get(door(today) + "?phone=0911222333&full_name=Le+Moi")
    page = Reader(app, cast.trainer).get(page.links["Nhập người mới"])
    assert 'value="0911222333"' in page.html and 'value="Le Moi"' in page.html


@pytest.mark.parametrize(
    ("looked_for", "said"),
    [
        ("full_name=Trần Thị Mới&year=&phone=", "Hãy nhập cả năm sinh."),
        ("full_name=&year=1980&phone=", "Hãy nhập cả họ tên."),
        ("full_name=&year=&phone=", "Hãy nhập số điện thoại, hoặc họ tên và năm sinh."),
    ],
)
def test_what_is_missing_for_looking_is_said(app, cast, today, looked_for, said):
    trainer = Reader(app, cast.trainer)
    assert said in trainer.get(f"{door(today)}?{looked_for}").text
    assert said not in trainer.get(door(today)).text
