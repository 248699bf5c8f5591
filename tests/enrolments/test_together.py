"""Many at once: the last seat, the quota and the hour are given once, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, EnrolmentState, WayIn
from lms.enrolments.places import Quota, places_of
from lms.enrolments.quotas import set_quota
from lms.extensions import db
from lms.registry.models import Organisation, Person
from tests import factories
from tests.people import Cast
from tests.together import REFUSED, run_together

SHORTLY = 0.02


def enrolling(
    class_id: int, person_id: int, by_id: int, way: WayIn = WayIn.OFFICE, may_wait: bool = False
) -> Callable[[], str]:
    """A work that enrols somebody and answers the state of the place."""

    def work() -> str:
        by = actor_of(db.session.get_one(Account, by_id))
        training_class = db.session.get_one(TrainingClass, class_id)
        person = db.session.get_one(Person, person_id)
        return enrol(training_class, person, by, way=way, may_wait=may_wait).state

    return work


def people(count: int, organisation: Organisation | None = None) -> list[int]:
    return [factories.person(organisation=organisation).id for _number in range(count)]


def waiting() -> list[Enrolment]:
    return (
        db.session.query(Enrolment)
        .filter_by(state=EnrolmentState.WAITING)
        .order_by(Enrolment.waiting_number)
        .all()
    )


@pytest.mark.slow
def test_of_twenty_people_and_one_seat_one_is_in_and_the_others_wait_as_they_came(
    app: Flask, cast: Cast
) -> None:
    class_id, officer_id = factories.training_class(capacity=1).id, cast.officer.id
    works = [enrolling(class_id, who, officer_id, may_wait=True) for who in people(20)]
    answers = run_together(app, *works, open_seconds=SHORTLY)
    assert answers == [EnrolmentState.CONFIRMED, *[EnrolmentState.WAITING] * 19]
    queue = waiting()
    assert [place.waiting_number for place in queue] == list(range(1, 20))
    assert queue == sorted(queue, key=lambda place: place.enrolled_at)


def test_of_twenty_people_who_would_not_wait_one_is_in(app: Flask, cast: Cast) -> None:
    class_id, officer_id = factories.training_class(capacity=1).id, cast.officer.id
    works = [enrolling(class_id, who, officer_id) for who in people(20)]
    answers = run_together(app, *works, open_seconds=SHORTLY)
    assert answers == [EnrolmentState.CONFIRMED, *[REFUSED] * 19]
    assert db.session.query(Enrolment).count() == 1


def test_nominations_at_once_never_pass_the_quota(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=10)
    set_quota(training_class, cast.cooperative, Quota(2, 1), actor_of(cast.officer))
    contact_id, class_id = cast.contact.id, training_class.id
    works = [
        enrolling(class_id, who, contact_id, WayIn.NOMINATION, may_wait=True)
        for who in people(6, cast.cooperative)
    ]
    answers = run_together(app, *works, open_seconds=SHORTLY)
    assert answers == [*[EnrolmentState.CONFIRMED] * 2, *[REFUSED] * 4]


def test_a_held_seat_is_kept_for_its_organisation_in_a_rush(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=3)
    set_quota(training_class, cast.cooperative, Quota(2, 2), actor_of(cast.officer))
    class_id, officer_id = training_class.id, cast.officer.id
    strangers, own = people(5, cast.other_cooperative), people(2, cast.cooperative)
    answers = run_together(
        app,
        *(enrolling(class_id, who, officer_id) for who in [*strangers, *own]),
        open_seconds=SHORTLY,
    )
    assert answers == [*[EnrolmentState.CONFIRMED] * 3, *[REFUSED] * 4]
    places = places_of(training_class)
    assert places.confirmed == {cast.cooperative.id: 2, cast.other_cooperative.id: 1}


def test_reserving_and_enrolling_at_once_give_a_seat_once(app: Flask, cast: Cast) -> None:
    class_id, officer_id = factories.training_class(capacity=1).id, cast.officer.id
    organisation_id = cast.cooperative.id

    def reserve() -> str:
        by = actor_of(db.session.get_one(Account, officer_id))
        organisation = db.session.get_one(Organisation, organisation_id)
        set_quota(db.session.get_one(TrainingClass, class_id), organisation, Quota(1, 1), by)
        return "reserved"

    [stranger] = people(1, cast.other_cooperative)
    answers = run_together(app, reserve, enrolling(class_id, stranger, officer_id))
    assert answers in ([REFUSED, "reserved"], [EnrolmentState.CONFIRMED, REFUSED])


def test_fewer_places_and_one_more_person_at_once_agree(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=2)
    factories.enrolment(training_class, cast.learner, cast.officer)
    class_id, officer_id = training_class.id, cast.officer.id

    def lower() -> str:
        by = actor_of(db.session.get_one(Account, officer_id))
        db.session.get_one(TrainingClass, class_id).change_capacity(1, by)
        return "lowered"

    answers = run_together(app, lower, enrolling(class_id, people(1)[0], officer_id))
    assert answers in (["lowered", REFUSED], [EnrolmentState.CONFIRMED, REFUSED])
    assert places_of(training_class).left >= 0


def test_a_place_that_falls_free_goes_to_who_waits_and_not_to_who_comes(
    app: Flask, cast: Cast
) -> None:
    training_class = factories.training_class(capacity=1)
    class_id, officer_id = training_class.id, cast.officer.id
    place = factories.enrolment(training_class, cast.learner, cast.officer)
    first, late = people(2)
    place_id = place.id
    enrolling(class_id, first, officer_id, may_wait=True)()
    db.session.commit()

    def leave() -> str:
        by = actor_of(db.session.get_one(Account, officer_id))
        withdraw(db.session.get_one(Enrolment, place_id), by, "Bận")
        return "withdrawn"

    newcomer = enrolling(class_id, late, officer_id, may_wait=True)
    assert run_together(app, leave, newcomer) == [EnrolmentState.WAITING, "withdrawn"]
    assert [row.person_id for row in waiting()] == [late]


def test_nobody_is_sent_to_two_classes_at_one_hour_from_two_sides(app: Flask, cast: Cast) -> None:
    [person_id] = people(1, cast.cooperative)
    contact_id = cast.contact.id
    works = [
        enrolling(factories.training_class().id, person_id, contact_id, WayIn.NOMINATION)
        for _class in range(2)
    ]
    assert run_together(app, *works) == [EnrolmentState.CONFIRMED, REFUSED]


def test_nobody_is_promoted_into_one_class_and_sent_to_another_at_that_hour(
    app: Flask, cast: Cast
) -> None:
    first, second = factories.training_class(capacity=1), factories.training_class()
    place = factories.enrolment(first, cast.other_learner, cast.officer)
    [person_id] = people(1, cast.cooperative)
    first_id, second_id, place_id = first.id, second.id, place.id
    contact_id, officer_id = cast.contact.id, cast.officer.id
    enrolling(first_id, person_id, officer_id, may_wait=True)()
    db.session.commit()

    def leave() -> str:
        by = actor_of(db.session.get_one(Account, officer_id))
        withdraw(db.session.get_one(Enrolment, place_id), by, "Bận")
        return "withdrawn"

    run_together(app, leave, enrolling(second_id, person_id, contact_id, WayIn.NOMINATION))
    held = db.session.query(Enrolment).filter_by(person_id=person_id, state="confirmed")
    assert held.count() == 1
