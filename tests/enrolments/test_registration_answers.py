"""Registrations as organisations and the office answer them: from words to a person with a place."""

from __future__ import annotations

import pytest

from lms.audit import AuditEntry
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.places import Quota
from lms.enrolments.quotas import set_quota
from lms.enrolments.registrations.models import Registration
from lms.extensions import db
from lms.registry.models import Person
from tests import factories
from tests.enrolments.registering import link, member, registration
from tests.queries import counted
from tests.reader import Reader


def people_named(name: str) -> list[Person]:
    return db.session.query(Person).filter(Person.full_name == name).order_by(Person.id).all()


def places() -> list[tuple[str, str, str, str]]:
    rows = db.session.query(Enrolment).order_by(Enrolment.id)
    return [(row.full_name, row.organisation_name, row.state, row.way) for row in rows]


def confirm(app, account, row, **answer):
    reader = Reader(app, account)
    page = reader.get(f"/registrations/{row.id}")
    return reader.submit(page, answer, action="/confirmation")


def test_the_contact_sends_somebody_new(app, cast):
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    home = Reader(app, cast.contact).get("/registrations")
    assert "Nguyễn Thị Lan" in home.links
    after = confirm(app, cast.contact, row)
    assert after.path == "/registrations" and "đã có chỗ trong lớp" in after.text
    (person,) = people_named("Nguyễn Thị Lan")
    held = person.current_position
    assert (held.organisation_id, held.title) == (cast.cooperative.id, "Kế toán")
    assert [phone.digits for phone in person.phones] == ["0912345678"]
    assert places() == [("Nguyễn Thị Lan", cast.cooperative.name, "confirmed", "link")]
    assert (row.state, row.decided_by_id, row.enrolment.person_id) == (
        "confirmed",
        cast.contact.id,
        person.id,
    )
    actions = [e.action for e in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions[-3:] == ["person registered", "person enrolled", "registration confirmed"]


@pytest.mark.parametrize("agreeing", [{"year": 1975}, {"phone": "0912345678"}])
def test_somebody_known_is_not_entered_twice(app, cast, agreeing):
    known = member(cast.cooperative, **agreeing)
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    page = Reader(app, cast.contact).get(f"/registrations/{row.id}")
    assert "đã có trong danh sách cán bộ của đơn vị" in page.text
    confirm(app, cast.contact, row)
    assert [p.id for p in people_named("Nguyễn Thị Lan")] == [known.id]
    assert row.enrolment.person_id == known.id


def test_of_several_people_of_one_name_the_contact_says_who(app, cast):
    known = [member(cast.cooperative, year=1975) for _number in range(2)]
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/registrations/{row.id}")
    unsaid = contact.submit(page, action="/confirmation", status=422)
    assert unsaid.errors == ["Hãy chọn đúng người trong danh sách."] and row.is_waiting
    contact.submit(unsaid, {"person": str(known[1].id)}, action="/confirmation")
    assert row.enrolment.person_id == known[1].id
    assert len(people_named("Nguyễn Thị Lan")) == 2


def test_a_namesake_of_another_year_is_asked_about(app, cast):
    member(cast.cooperative, year=1950)
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    confirm(app, cast.contact, row, person="new")
    assert len(people_named("Nguyễn Thị Lan")) == 2


def test_a_contact_is_not_told_of_people_elsewhere(app, cast):
    member(cast.other_cooperative, year=1975, phone="0912345678")
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/registrations/{row.id}")
    assert cast.other_cooperative.name not in page.text
    refused = contact.submit(page, action="/confirmation", status=422)
    assert refused.errors == [
        "Đăng ký này cần cán bộ của Liên minh xem trước. Hãy gọi điện cho cán bộ."
    ]
    assert row.is_waiting and places() == []


def test_the_office_sees_namesakes_elsewhere_and_gives_them_the_position(app, cast):
    known = member(cast.other_cooperative, year=1975, phone="0912345678")
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    page = Reader(app, cast.officer).get(f"/registrations/{row.id}")
    assert cast.other_cooperative.name in page.text
    confirm(app, cast.officer, row, person=str(known.id))
    assert places() == [("Nguyễn Thị Lan", cast.cooperative.name, "confirmed", "link")]
    assert [p.organisation_id for p in known.positions] == [
        cast.other_cooperative.id,
        cast.cooperative.id,
    ]


def test_a_full_class_puts_whoever_is_sent_on_the_waiting_list(app, cast):
    running = factories.training_class(capacity=1)
    factories.enrolment(running, cast.other_learner, cast.officer)
    row = registration(running, cast.cooperative, cast.officer)
    assert "danh sách chờ" in confirm(app, cast.contact, row).text
    assert row.enrolment.waiting_number == 1 and row.state == "confirmed"


def test_a_used_quota_is_said_in_a_sentence_and_the_registration_stays(app, cast):
    running = factories.training_class()
    set_quota(running, cast.cooperative, Quota(1), cast.officer)
    factories.enrolment(running, cast.learner, cast.officer)
    row = registration(running, cast.cooperative, cast.officer)
    contact = Reader(app, cast.contact)
    refused = contact.submit(
        contact.get(f"/registrations/{row.id}"), action="/confirmation", status=422
    )
    assert len(refused.errors) == 1 and "đã dùng hết 1 suất" in refused.errors[0]
    assert row.is_waiting and people_named("Nguyễn Thị Lan") == []


def test_somebody_who_has_a_place_already_is_only_confirmed(app, cast):
    running = factories.training_class()
    known = member(cast.cooperative, year=1975)
    place = factories.enrolment(running, known, cast.officer)
    row = registration(running, cast.cooperative, cast.officer)
    confirm(app, cast.contact, row)
    assert row.enrolment_id == place.id and len(places()) == 1


def test_declining_needs_a_reason_and_happens_once(app, cast):
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/registrations/{row.id}/refusal")
    assert contact.submit(page, {"reason": " "}, status=422).errors == ["Hãy điền mục “Lý do”."]
    contact.submit(page, {"reason": "Không phải người của đơn vị"})
    assert (row.state, row.reason) == ("declined", "Không phải người của đơn vị")
    page = contact.get(f"/registrations/{row.id}/refusal")
    late = contact.submit(page, {"reason": "Lần nữa"}, status=422)
    assert "Đã có người trả lời đăng ký này trước." in late.text
    assert contact.post(f"/registrations/{row.id}/confirmation").status_code == 422
    assert places() == []
    shown = contact.get(f"/registrations/{row.id}")
    assert "Không phải người của đơn vị" in shown.text and "Xác nhận cử đi học" not in shown.text


def test_each_contact_sees_their_own_only(app, cast):
    running = factories.training_class()
    found = link(running, cast.officer)
    own = registration(found, cast.cooperative)
    other = registration(found, cast.other_cooperative, full_name="Trần Văn Hùng")
    unknown = registration(found, None, full_name="Lê Thị Cúc")
    contact = Reader(app, cast.contact)
    for address in ("/registrations", f"/classes/{running.id}/registrations"):
        page = contact.get(address)
        assert "Nguyễn Thị Lan" in page.text
        assert "Trần Văn Hùng" not in page.text and "Lê Thị Cúc" not in page.text
        office = Reader(app, cast.officer).get(address)
        assert "Trần Văn Hùng" in office.text and "Lê Thị Cúc" in office.text
    contact.get(f"/registrations/{own.id}")
    for hidden in (other, unknown):
        contact.get(f"/registrations/{hidden.id}", status=404)
        assert contact.post(f"/registrations/{hidden.id}/confirmation").status_code == 404
        assert contact.post(f"/registrations/{hidden.id}/refusal").status_code == 404


def test_the_office_says_which_organisation_is_meant(app, cast):
    row = registration(factories.training_class(), None, cast.officer, organisation="minh tan dvnn")
    contact, officer = Reader(app, cast.contact), Reader(app, cast.officer)
    contact.get(f"/registrations/{row.id}", status=404)
    assert officer.post(f"/registrations/{row.id}/confirmation").status_code == 422
    page = officer.get(f"/registrations/{row.id}/organisation?q=minh+tan")
    page = officer.submit(page, {"organisation": str(cast.cooperative.id)}, action="/organisation")
    assert cast.cooperative.name in page.text
    assert "Nguyễn Thị Lan" in contact.get("/registrations").text
    confirm(app, cast.contact, row)
    assert places() == [("Nguyễn Thị Lan", cast.cooperative.name, "confirmed", "link")]


def test_an_organisation_that_was_not_offered_is_not_assigned(app, cast):
    row = registration(factories.training_class(), None, cast.officer)
    officer = Reader(app, cast.officer)
    address = f"/registrations/{row.id}/organisation"
    for forged in (str(cast.cooperative.id), "", "x"):
        assert officer.post(address, {"organisation": forged}).status_code == 422
    assert row.organisation_id is None


def test_one_or_three_registrations_cost_the_same(app, cast):
    running = factories.training_class()
    found, contact = link(running, cast.officer), Reader(app, cast.contact)
    costs = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            registration(found, cast.cooperative, phone=f"091234567{number}")
        contact.get("/registrations")
        with counted() as statements:
            contact.get("/registrations")
            contact.get(f"/classes/{running.id}/registrations")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_way_in_is_kept(app, cast):
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    confirm(app, cast.contact, row)
    assert row.enrolment.way == WayIn.LINK and row.enrolment.steps[0].by_id == cast.contact.id
    assert db.session.query(Registration).count() == 1


def test_what_was_thrown_away_meanwhile_is_missing(app, cast):
    row = registration(factories.training_class(), cast.cooperative, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/registrations/{row.id}")
    db.session.delete(row)
    db.session.commit()
    contact.submit(page, action="/confirmation", status=404)


def test_an_officer_is_reminded_of_registrations_that_wait(app, cast):
    officer = Reader(app, cast.officer)
    assert "Đăng ký chờ xác nhận" not in officer.get("/").text
    registration(factories.training_class(), None, cast.officer)
    assert "Đăng ký chờ xác nhận" in officer.get("/").links
