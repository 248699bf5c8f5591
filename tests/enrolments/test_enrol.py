"""A place in a class: who gets it, what it keeps, and who may see it."""

from __future__ import annotations

from datetime import date

import pytest

from lms import clock
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.scope import visible_enrolments
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, Person
from tests import factories
from tests.together import run_together


def test_an_enrolment_keeps_the_particulars_of_that_day(app, cast):
    cast.cooperative.unit = AdministrativeUnit(
        code="12001", name="Xã Minh Tân", former_district="", former_province=""
    )
    person = factories.person("Nguyễn Thị Hoà", cast.cooperative)
    person.birth_date, person.birth_precision, person.sex = date(1970, 1, 1), "year", "female"
    place = enrol(factories.training_class(), person, cast.officer, way=WayIn.OFFICE)
    db.session.commit()
    person.full_name = "Nguyễn Thị Khác"
    cast.cooperative.name = "HTX đổi tên"
    person.positions[0].ended_on = clock.today()
    db.session.commit()
    assert (
        place.full_name,
        place.sort_key.split()[0],
        place.birth_date,
        place.birth_precision,
        place.sex,
        place.position_title,
        place.organisation_id,
        place.organisation_name,
        place.organisation_kind,
        place.unit_name,
    ) == (
        "Nguyễn Thị Hoà",
        place.sort_key.split()[0],
        date(1970, 1, 1),
        "year",
        "female",
        "Giám đốc",
        cast.cooperative.id,
        "HTX DVNN Minh Tân (hư cấu)",
        "cooperative",
        "Xã Minh Tân",
    )
    assert place.unit_id == cast.cooperative.unit_id
    assert db.session.query(AuditEntry).one().action == "person enrolled"


def test_somebody_without_an_organisation_can_be_enrolled(app, cast):
    place = enrol(
        factories.training_class(), factories.person("Lê An"), cast.officer, way=WayIn.OFFICE
    )
    assert (place.position_title, place.organisation_id, place.unit_name) == ("", None, "")


@pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.LISTED, ClassState.ENDED])
def test_only_an_open_class_takes_enrolments(app, cast, state):
    training_class = factories.training_class(state=state)
    with pytest.raises(DomainError, match="không nhận ghi danh"):
        enrol(training_class, factories.person(), cast.officer, way=WayIn.OFFICE)
    assert db.session.query(Enrolment).count() == 0


def test_a_full_class_takes_nobody_until_somebody_is_withdrawn(app, cast):
    training_class = factories.training_class(capacity=1)
    first = enrol(training_class, factories.person(), cast.officer, way=WayIn.OFFICE)
    late = factories.person()
    with pytest.raises(DomainError, match="đã đủ 1 chỗ"):
        enrol(training_class, late, cast.officer, way=WayIn.OFFICE)
    withdraw(first, cast.officer, "Bận việc gia đình")
    assert enrol(training_class, late, cast.officer, way=WayIn.OFFICE).is_confirmed


def test_a_person_is_in_a_class_once_and_can_come_back(app, cast):
    training_class = factories.training_class()
    person = factories.person("Lê Văn Ân")
    place = enrol(training_class, person, cast.officer, way=WayIn.OFFICE)
    with pytest.raises(DomainError, match="Lê Văn Ân đã có trong lớp này"):
        enrol(training_class, person, cast.officer, way=WayIn.OFFICE)
    withdraw(place, cast.officer, "Ốm")
    person.full_name = "Lê Văn Ấn"
    again = enrol(training_class, person, cast.officer, way=WayIn.OFFICE)
    assert (again.id, again.is_confirmed, again.full_name) == (place.id, True, "Lê Văn Ấn")
    assert [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)] == [
        "person enrolled",
        "person withdrawn",
        "person enrolled",
    ]


def test_a_withdrawal_needs_a_reason_and_happens_once(app, cast):
    place = factories.enrolment(factories.training_class(), factories.person(), cast.officer)
    with pytest.raises(DomainError, match="lý do"):
        withdraw(place, cast.officer, "")
    withdraw(place, cast.officer, "Nhầm người")
    with pytest.raises(DomainError, match="đã được rút tên"):
        withdraw(place, cast.officer, "Nhầm người")


def test_nobody_is_withdrawn_from_a_class_that_has_ended(app, cast):
    ended = factories.training_class(state=ClassState.ENDED)
    place = factories.enrolment(ended, factories.person(), cast.officer)
    with pytest.raises(DomainError, match="đã kết thúc"):
        withdraw(place, cast.officer, "Muộn")


def test_of_two_people_and_one_last_seat_exactly_one_wins(app, cast):
    class_id = factories.training_class(capacity=1).id
    officer_id = cast.officer.id
    people = [factories.person().id, factories.person().id]

    def attempt(person_id: int) -> str:
        officer = actor_of(db.session.get_one(Account, officer_id))
        training_class = db.session.get_one(TrainingClass, class_id)
        enrol(training_class, db.session.get_one(Person, person_id), officer, way=WayIn.OFFICE)
        return "enrolled"

    answers = run_together(app, *(lambda one=one: attempt(one) for one in people))
    assert answers == ["enrolled", "refused"]
    assert db.session.query(Enrolment).count() == 1


def test_one_person_enrolled_by_two_at_once_has_one_place(app, cast):
    class_id = factories.training_class().id
    officer_id, person_id = cast.officer.id, factories.person().id

    def attempt() -> str:
        officer = actor_of(db.session.get_one(Account, officer_id))
        training_class = db.session.get_one(TrainingClass, class_id)
        enrol(training_class, db.session.get_one(Person, person_id), officer, way=WayIn.OFFICE)
        return "enrolled"

    assert run_together(app, attempt, attempt) == ["enrolled", "refused"]
    assert db.session.query(Enrolment).count() == 1


def test_each_sees_the_enrolments_of_their_scope(app, cast):
    taught = factories.training_class(trainer=cast.trainer)
    foreign = factories.training_class(trainer=cast.other_trainer)
    own = factories.enrolment(taught, cast.learner, cast.officer)
    other = factories.enrolment(taught, cast.other_learner, cast.officer)
    abroad = factories.enrolment(foreign, cast.learner, cast.officer)

    def seen(account: Account) -> set[int]:
        scope = visible_enrolments(actor_of(account))
        return {row.id for row in db.session.query(Enrolment).filter(scope)}

    assert seen(cast.officer) == seen(cast.leader) == {own.id, other.id, abroad.id}
    assert seen(cast.trainer) == {own.id, other.id}
    assert seen(cast.contact) == {own.id, abroad.id}
    assert seen(cast.other_contact) == {other.id}
    assert seen(cast.learner) == {own.id, abroad.id}
    assert seen(cast.administrator) == set()
