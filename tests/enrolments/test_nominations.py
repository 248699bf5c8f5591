"""A contact on the phone: own quota, sending people, holding seats, withdrawing, and nobody else's people."""

from __future__ import annotations

import pytest

from lms import clock
from lms.access import Role
from lms.accounts.actors import actor_of
from lms.accounts.models import Account, AccountRole
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.nominations.nominating import hold_seats, nominate
from lms.enrolments.places import Quota, places_of
from lms.enrolments.quotas import set_quota
from lms.extensions import db
from lms.registry.models import Organisation, Person
from lms.registry.people.positions import begin_position
from tests import factories
from tests.enrolments.registering import member, registration
from tests.queries import counted
from tests.reader import Reader
from tests.together import run_together


def quota(training_class, organisation, seats, reserved, by):
    set_quota(training_class, organisation, Quota(seats, reserved), by)
    db.session.commit()


def states() -> dict[str, str]:
    return {row.full_name: row.state for row in db.session.query(Enrolment)}


def test_open_classes_tell_the_own_quota_in_words(app, cast):
    running = factories.training_class("Chuyển đổi số")
    quota(running, cast.cooperative, 5, 4, cast.officer)
    for name in ("Lê An", "Lê Bình"):
        factories.enrolment(running, member(cast.cooperative, name), cast.officer)
    factories.training_class("Lớp đang soạn", state=ClassState.DRAFT)
    factories.training_class("Lớp đã chốt", state=ClassState.LISTED)
    page = Reader(app, cast.contact).get("/nominations")
    assert "Đơn vị được cử 5 người: đã cử 2, giữ chỗ 2. Còn cử được 3 người." in page.text
    assert "Lớp đang soạn" not in page.text and "Lớp đã chốt" not in page.text
    assert "Đơn vị được cử 5 người" in Reader(app, cast.contact).get("/").text
    assert "Đơn vị đã cử 0 người." in Reader(app, cast.other_contact).get("/nominations").text


def test_a_contact_sends_own_people(app, cast):
    running = factories.training_class()
    people = [member(cast.cooperative, name) for name in ("Lê An", "Trần Bình", "Đỗ Cúc")]
    contact = Reader(app, cast.contact)
    page = contact.get(f"/classes/{running.id}/nominations/new")
    chosen = [str(person.id) for person in people[:2]]
    after = contact.submit(page, {"people": chosen})
    assert after.path == f"/classes/{running.id}/nominations" and "Đã cử 2 người." in after.text
    rows = db.session.query(Enrolment).order_by(Enrolment.id).all()
    assert [(r.full_name, r.way, r.enrolled_by_id, r.organisation_id) for r in rows] == [
        ("Lê An", WayIn.NOMINATION, cast.contact.id, cast.cooperative.id),
        ("Trần Bình", WayIn.NOMINATION, cast.contact.id, cast.cooperative.id),
    ]
    again = contact.get(f"/classes/{running.id}/nominations/new")
    assert "Đỗ Cúc" in again.text and "Lê An" not in again.text


def test_nobody_is_sent_when_one_cannot_be(app, cast):
    running = factories.training_class()
    quota(running, cast.cooperative, 1, 0, cast.officer)
    people = [member(cast.cooperative, name) for name in ("Lê An", "Trần Bình")]
    contact = Reader(app, cast.contact)
    page = contact.get(f"/classes/{running.id}/nominations/new")
    refused = contact.submit(page, {"people": [str(p.id) for p in people]}, status=422)
    assert len(refused.errors) == 1 and "suất" in refused.errors[0]
    assert states() == {}


def test_a_full_class_gives_numbers_on_the_waiting_list(app, cast):
    running = factories.training_class(capacity=1)
    people = [member(cast.cooperative, name) for name in ("Lê An", "Trần Bình", "Đỗ Cúc")]
    contact = Reader(app, cast.contact)
    page = contact.get(f"/classes/{running.id}/nominations/new")
    after = contact.submit(page, {"people": [str(p.id) for p in people]})
    assert "Trong đó 2 người ở danh sách chờ." in after.text
    assert "Số 1 trong danh sách chờ" in after.text and "Số 2 trong danh sách chờ" in after.text
    assert sorted(states().values()) == ["confirmed", "waiting", "waiting"]


def test_nobody_elses_people_can_be_sent_or_found(app, cast):
    running = factories.training_class()
    stranger = member(cast.other_cooperative, "Người Lạ")
    moved = member(cast.cooperative, "Đã Chuyển")
    moved.positions[0].ended_on = clock.today()
    db.session.commit()
    contact = Reader(app, cast.contact)
    address = f"/classes/{running.id}/nominations/new"
    for q in ("", "?q=nguoi", "?q=chuyen"):
        assert "Người Lạ" not in contact.get(address + q).text
        assert "Đã Chuyển" not in contact.get(address + q).text
    for forged in (stranger, moved):
        assert contact.post(address, {"people": str(forged.id)}).status_code == 422
    assert states() == {}


def test_somebody_in_two_organisations_is_sent_for_the_contacts_own(app, cast):
    running = factories.training_class()
    person = member(cast.other_cooperative, "Lê Hai Nơi")
    begin_position(person, cast.cooperative, "Kế toán", None)
    db.session.commit()
    contact = Reader(app, cast.contact)
    page = contact.get(f"/classes/{running.id}/nominations/new")
    contact.submit(page, {"people": [str(person.id)]})
    row = db.session.query(Enrolment).one()
    assert (row.organisation_id, row.position_title) == (cast.cooperative.id, "Kế toán")


def test_seats_are_held_and_named_later(app, cast):
    running = factories.training_class(capacity=10)
    quota(running, cast.cooperative, 5, 0, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/classes/{running.id}/nominations")
    page = contact.get(page.links["Giữ chỗ"])
    assert contact.submit(page, {"seats": "6"}, status=422).errors == [
        "Đơn vị được cử 5 người và đã cử 0 người."
    ]
    page = contact.get(f"/classes/{running.id}/organisations/{cast.cooperative.id}/held-seats")
    after = contact.submit(page, {"seats": "3"})
    assert "đã cử 0, giữ chỗ 3" in after.text
    assert places_of(running).left == 7
    person = member(cast.cooperative)
    page = contact.get(f"/classes/{running.id}/nominations/new")
    assert "đã cử 1, giữ chỗ 2" in contact.submit(page, {"people": [str(person.id)]}).text
    page = contact.get(f"/classes/{running.id}/organisations/{cast.cooperative.id}/held-seats")
    assert "đã cử 1, giữ chỗ 0" in contact.submit(page, {"seats": "0"}).text


def test_without_a_quota_no_seat_is_held(app, cast):
    running = factories.training_class()
    contact = Reader(app, cast.contact)
    assert "Giữ chỗ" not in contact.get(f"/classes/{running.id}/nominations").links
    address = f"/classes/{running.id}/organisations/{cast.cooperative.id}/held-seats"
    assert contact.post(address, {"seats": "2"}).status_code == 422
    assert places_of(running).held == 0


def test_an_own_nomination_is_withdrawn_with_a_reason_while_the_list_is_open(app, cast):
    running = factories.training_class()
    (place,) = nominate(running, [member(cast.cooperative)], actor_of(cast.contact))
    db.session.commit()
    contact = Reader(app, cast.contact)
    page = contact.get(f"/nominations/{place.id}/withdrawal")
    assert contact.submit(page, {"reason": ""}, status=422).errors == ["Hãy điền mục “Lý do”."]
    page = contact.get(f"/nominations/{place.id}/withdrawal")
    contact.submit(page, {"reason": "Bận mùa vụ"})
    assert (place.state, place.steps[-1].reason) == ("withdrawn", "Bận mùa vụ")


def test_after_the_list_is_closed_the_office_withdraws(app, cast):
    running = factories.training_class()
    (place,) = nominate(running, [member(cast.cooperative)], actor_of(cast.contact))
    running.state = ClassState.LISTED
    db.session.commit()
    contact = Reader(app, cast.contact)
    page = contact.get(f"/nominations/{place.id}/withdrawal")
    refused = contact.submit(page, {"reason": "Ốm"}, status=422)
    assert "đã chốt" in refused.errors[0] and place.is_confirmed


def test_whom_the_office_enrolled_the_office_withdraws(app, cast):
    place = factories.enrolment(factories.training_class(), cast.learner, cast.officer)
    contact = Reader(app, cast.contact)
    page = contact.get(f"/nominations/{place.id}/withdrawal")
    assert "gọi điện cho cán bộ" in contact.submit(page, {"reason": "Ốm"}, status=422).errors[0]
    Reader(app, cast.other_contact).get(f"/nominations/{place.id}/withdrawal", status=404)


def test_a_class_page_counts_the_own_registrations_only(app, cast):
    running = factories.training_class()
    row = registration(running, cast.cooperative, cast.officer)
    page = Reader(app, cast.contact).get(f"/classes/{running.id}/nominations")
    assert "1 đăng ký chờ xác nhận" in page.links
    other = Reader(app, cast.other_contact).get(f"/classes/{running.id}/nominations")
    assert "đăng ký chờ" not in other.text and row.full_name not in other.text


def test_a_draft_is_no_class_for_contacts(app, cast):
    draft = factories.training_class(state=ClassState.DRAFT)
    contact = Reader(app, cast.contact)
    for address in ("nominations", "nominations/new"):
        contact.get(f"/classes/{draft.id}/{address}", status=404)


def test_an_officer_who_is_a_contact_too_sees_here_own_people_only(app, cast):
    both = cast.officer
    organisation_id = cast.cooperative.id
    both.role_rows.append(AccountRole(role=Role.CONTACT, organisation_id=organisation_id))
    db.session.commit()
    running = factories.training_class()
    member(cast.other_cooperative, "Người Lạ")
    factories.enrolment(running, cast.other_learner, cast.officer)
    reader = Reader(app, both)
    for address in (
        "/own-people",
        f"/classes/{running.id}/nominations",
        f"/classes/{running.id}/nominations/new",
        "/nomination-results",
    ):
        text = reader.get(address).text
        assert "Người Lạ" not in text and cast.other_learner.display_name not in text


def test_one_or_three_classes_and_people_cost_the_same(app, cast):
    contact, costs = Reader(app, cast.contact), []
    first = factories.training_class()
    for count in (1, 2):
        for _number in range(count):
            running = factories.training_class()
            factories.enrolment(first, member(cast.cooperative, f"Lê {count}"), cast.officer)
            quota(running, factories.organisation(), 2, 0, cast.officer)
        contact.get("/nominations")
        with counted() as statements:
            contact.get("/nominations")
            contact.get(f"/classes/{first.id}/nominations")
            contact.get("/nomination-results")
        costs.append(len(statements))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("ways", ["two contacts", "contact and link"])
def test_the_last_seat_of_a_quota_goes_to_exactly_one(app, cast, ways):
    """The quota holds when two send at once, through the same way or different ones."""
    running = factories.training_class()
    quota(running, cast.cooperative, 1, 0, cast.officer)
    class_id, contact_id = running.id, cast.contact.id
    ids = [member(cast.cooperative, name).id for name in ("Lê An", "Trần Bình")]
    second = WayIn.NOMINATION if ways == "two contacts" else WayIn.LINK

    def send(person_id: int, way: WayIn) -> str:
        by = actor_of(db.session.get_one(Account, contact_id))
        training_class = db.session.get_one(TrainingClass, class_id)
        person = db.session.get_one(Person, person_id)
        enrol(training_class, person, by, way=way, may_wait=True)
        return "sent"

    answers = run_together(
        app,
        lambda: send(ids[0], WayIn.NOMINATION),
        lambda: send(ids[1], second),
    )
    assert answers == ["refused", "sent"] and len(states()) == 1


def test_two_organisations_that_hold_the_last_seats_at_once(app, cast):
    running = factories.training_class(capacity=2)
    contacts = {
        cast.cooperative.id: cast.contact.id,
        cast.other_cooperative.id: cast.other_contact.id,
    }
    for organisation in (cast.cooperative, cast.other_cooperative):
        quota(running, organisation, 2, 0, cast.officer)
    class_id = running.id

    def hold(organisation_id: int) -> str:
        by = actor_of(db.session.get_one(Account, contacts[organisation_id]))
        organisation = db.session.get_one(Organisation, organisation_id)
        hold_seats(db.session.get_one(TrainingClass, class_id), organisation, 2, by)
        return "held"

    answers = run_together(app, *(lambda one=one: hold(one) for one in contacts))
    assert answers == ["held", "refused"]
    assert places_of(running).held == 2
