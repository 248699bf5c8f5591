"""A person's registrations are shown to them, and go when the person is erased."""

from __future__ import annotations

import pytest

from lms.accounts.models import Account
from lms.enrolments.registrations.models import Registration, RegistrationState
from lms.enrolments.registrations.personal_data import part
from lms.extensions import db
from lms.personal_data import Subject
from lms.registry.models import BirthPrecision
from lms.registry.people.register import Birth
from tests import factories
from tests.enrolments.registering import registration
from tests.people import Cast
from tests.privacy.leftovers import places_of
from tests.privacy.story import BORN, NAME, OTHER_PHONE, TRACES, ended_class, erased, make_someone


@pytest.fixture
def someone(cast: Cast) -> Account:
    return make_someone(cast)


def own_registration(cast: Cast) -> Registration:
    return registration(
        factories.training_class(), None, cast.officer, full_name=NAME, phone=OTHER_PHONE,
        birth=Birth(BORN, BirthPrecision.DAY), position="Trưởng phòng độc nhất",
    )  # fmt: skip


def test_a_person_sees_what_they_registered_for(app, cast, someone):
    own_registration(cast)
    registration(factories.training_class(), cast.cooperative, cast.officer)
    (section,) = part.gather(Subject((someone.person_id,), (someone.id,)))
    assert [(row["full_name"], row["phone"]) for row in section.rows] == [(NAME, "0976 543 210")]


def test_an_unanswered_registration_goes_with_the_person(app, cast, someone):
    own_registration(cast)
    stranger = registration(factories.training_class(), cast.cooperative, cast.officer)
    assert "registration.full_name" in places_of(*TRACES)
    erased(cast, someone)
    assert places_of(*TRACES) == set()
    assert [row.id for row in db.session.query(Registration)] == [stranger.id]


def test_of_an_answered_one_only_the_answer_stays(app, cast, someone):
    row = own_registration(cast)
    taught = ended_class(cast)
    row.class_id, row.state = taught.id, RegistrationState.CONFIRMED
    row.enrolment = factories.enrolment(taught, someone, by=cast.officer)
    db.session.commit()
    erased(cast, someone)
    assert "registration" not in {place.partition(".")[0] for place in places_of(*TRACES)}
    assert (row.state, row.full_name, row.phone) == ("confirmed", "", "")
