"""The contact's own people: entering, correcting a telephone number, and what each has learnt."""

from __future__ import annotations

from datetime import timedelta

from lms import clock
from lms.access import Role
from lms.accounts.models import AccountRole
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.certificates.models import Certificate
from lms.classes.models import ClassState
from lms.codes import new_code
from lms.enrolments.models import EnrolmentState
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.positions import begin_position
from tests import factories
from tests.access_objects import WORDS
from tests.enrolments.registering import member
from tests.reader import Reader

NEW = {
    "full_name": "Trần Thị Mới",
    "born": ["", "", "1980"],
    "phone": "0912 345 678",
    "position": "Thủ quỹ",
}


def attended(place, there: int) -> None:
    """Present at the first ``there`` sessions of the class."""
    for session in place.training_class.sessions[:there]:
        db.session.add(
            AttendanceMark(
                class_session=session, enrolment=place, presence=Presence.PRESENT,
                evidence=Evidence.ROLL_CALL, seen_at=clock.now(), received_at=clock.now(),
                marked_by_id=place.enrolled_by_id,
            )
        )  # fmt: skip
    db.session.commit()


def certified(place, number: int) -> None:
    db.session.add(
        Certificate(
            year=2026, number=number, register_number=f"{number:04d}/2026/GCN", code=new_code(),
            enrolment=place, issued_on=clock.today(), recorded_at=clock.now(),
            issued_by_id=place.enrolled_by_id, words=WORDS, template="standard", sha256="0" * 64,
        )
    )  # fmt: skip
    db.session.commit()


def test_a_contact_reads_own_people_with_masked_numbers(app, cast):
    member(cast.cooperative, "Lê An", phone="0912345678", year=1970)
    member(cast.other_cooperative, "Người Lạ")
    page = Reader(app, cast.contact).get("/own-people")
    assert "Lê An" in page.links and "1970 · •••• ••• 678" in page.text
    assert "0912" not in page.html and "Người Lạ" not in page.text
    assert "Người Lạ" not in Reader(app, cast.contact).get("/own-people?q=nguoi").text


def test_a_contact_enters_somebody_of_the_own_organisation(app, cast):
    contact = Reader(app, cast.contact)
    page = contact.get("/own-people/new")
    assert contact.submit(page, NEW).path == "/own-people"
    person = db.session.query(Person).filter_by(full_name="Trần Thị Mới").one()
    held = person.current_position
    assert (held.organisation_id, held.title) == (cast.cooperative.id, "Thủ quỹ")
    again = contact.submit(contact.get("/own-people/new"), NEW, status=422)
    assert "đã có người cùng họ tên" in again.errors[0]


def test_somebody_known_elsewhere_is_left_to_the_office(app, cast):
    member(cast.other_cooperative, "Trần Thị Mới", phone="0912345678", year=1980)
    contact = Reader(app, cast.contact)
    refused = contact.submit(contact.get("/own-people/new"), NEW, status=422)
    assert refused.errors == [
        "Người này cần cán bộ của Liên minh nhập vào sổ. Hãy gọi điện cho cán bộ."
    ]
    assert cast.other_cooperative.name not in refused.text
    assert db.session.query(Person).filter_by(full_name="Trần Thị Mới").count() == 1


def test_a_contact_of_two_organisations_says_which(app, cast):
    other_id, contact = cast.other_cooperative.id, cast.contact
    contact.role_rows.append(AccountRole(role=Role.CONTACT, organisation_id=other_id))
    db.session.commit()
    reader = Reader(app, contact)
    page = reader.get("/own-people/new")
    assert reader.submit(page, NEW, status=422).errors != []
    page = reader.get("/own-people/new")
    reader.submit(page, {**NEW, "organisation": str(other_id)})
    person = db.session.query(Person).filter_by(full_name="Trần Thị Mới").one()
    assert person.current_position.organisation_id == cast.other_cooperative.id


def test_nobody_is_entered_into_another_organisation(app, cast):
    foreign = {**NEW, "organisation": str(cast.other_cooperative.id), "form_key": "k"}
    Reader(app, cast.contact).post("/own-people/new", foreign)
    for person in db.session.query(Person).filter_by(full_name="Trần Thị Mới"):
        assert person.current_position.organisation_id == cast.cooperative.id


def test_a_number_is_corrected_and_the_old_one_goes(app, cast):
    person = member(cast.cooperative, "Lê An", phone="0912345678")
    contact = Reader(app, cast.contact)
    page = contact.get(f"/own-people/{person.id}/phone")
    assert contact.submit(page, {"phone": "12"}, status=422).errors != []
    page = contact.get(f"/own-people/{person.id}/phone")
    after = contact.submit(page, {"phone": "0987 654 321"})
    assert "0987 654 321" in after.text
    assert [phone.digits for phone in person.phones] == ["0987654321"]


def test_strangers_and_those_who_moved_away_are_missing(app, cast):
    stranger = member(cast.other_cooperative, "Người Lạ")
    moved = member(cast.cooperative, "Đã Chuyển")
    moved.positions[0].ended_on = clock.today()
    db.session.commit()
    contact = Reader(app, cast.contact)
    for person in (stranger, moved):
        contact.get(f"/own-people/{person.id}", status=404)
        assert contact.post(f"/own-people/{person.id}/phone", {"phone": "0"}).status_code == 404


def test_who_came_and_who_is_certified(app, cast):
    ended = factories.training_class(
        "Lớp đã xong",
        state=ClassState.ENDED,
        sessions=3,
        starts_at=clock.now() - timedelta(days=5),
    )
    diligent, lazy = (member(cast.cooperative, name) for name in ("Lê Chăm", "Lê Vắng"))
    places = [factories.enrolment(ended, who, cast.officer) for who in (diligent, lazy)]
    foreign = factories.enrolment(ended, cast.other_learner, cast.officer)
    attended(places[0], 3)
    attended(foreign, 3)
    certified(places[0], 7)
    certified(foreign, 8)
    contact = Reader(app, cast.contact)
    for address in ("/nomination-results", f"/classes/{ended.id}/nominations"):
        text = contact.get(address).text
        assert "Có mặt: 3/3 buổi" in text and "Có mặt: 0/3 buổi" in text
        assert "Giấy chứng nhận: số 0007/2026/GCN" in text
        assert cast.other_learner.display_name not in text and "0008" not in text
    person = contact.get(f"/own-people/{diligent.id}")
    assert "Lớp đã xong" in person.text and "số 0007/2026/GCN" in person.text


def test_what_the_organisation_sent_stays_when_somebody_moves_away(app, cast):
    """The other organisation sees the person, and not what the first one did."""
    ended = factories.training_class("Lớp đã xong", state=ClassState.ENDED)
    person = member(cast.cooperative, "Lê Chuyển Đi")
    factories.enrolment(ended, person, cast.officer)
    person.positions[0].ended_on = clock.today()
    begin_position(person, cast.other_cooperative, "Giám đốc", None)
    db.session.commit()
    first, second = Reader(app, cast.contact), Reader(app, cast.other_contact)
    assert "Lê Chuyển Đi" in first.get("/nomination-results").text
    assert "Lê Chuyển Đi" not in first.get("/own-people").text
    assert "Lê Chuyển Đi" in second.get("/own-people").text
    assert "Lê Chuyển Đi" not in second.get("/nomination-results").text
    assert "Lớp đã xong" not in second.get(f"/own-people/{person.id}").text


def test_a_contact_with_nobody_in_a_class_reads_no_roll_called_for_nobody(app, cast):
    running = factories.training_class()
    factories.enrolment(running, cast.other_learner, cast.officer)
    assert "Điểm danh" not in Reader(app, cast.contact).get(f"/classes/{running.id}").text
    assert "Điểm danh" in Reader(app, cast.other_contact).get(f"/classes/{running.id}").text
    empty = factories.training_class(trainer=cast.trainer)
    for account in (cast.officer, cast.trainer):
        text = Reader(app, account).get(f"/classes/{empty.id}").text
        assert "Đã điểm danh" not in text and "Lớp chưa có học viên" in text


def test_of_two_places_of_one_person_one_is_told(app, cast):
    """The register had the person twice; the place that counts is the other one."""
    running = factories.training_class("Lớp đang học")
    twice = [member(cast.cooperative, "Lê Hai Lần") for _number in range(2)]
    places = [factories.enrolment(running, who, cast.officer) for who in twice]
    places[1].state = EnrolmentState.MERGED
    db.session.commit()
    text = Reader(app, cast.contact).get(f"/classes/{running.id}/nominations").text
    assert text.count("Lê Hai Lần") == 1
