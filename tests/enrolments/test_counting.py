"""Who waits or has left counts nowhere: not on rolls, lists, reports, in learning or certificates."""

from __future__ import annotations

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.attendance.models import AttendanceMark
from lms.attendance.queries import attended_counts, roll_of, session_sums, uncalled_sessions
from lms.certificates.completion import eligibility
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.queries import places_taken
from lms.enrolments.slips import accounts_of
from lms.errors import DomainError
from lms.extensions import db
from lms.learning.queries import course_rows, next_lessons
from lms.quizzes.queries import quiz_results
from lms.registry.models import Person
from lms.reports.actuals import NOTHING, actuals
from tests import factories
from tests.people import Cast
from tests.reader import Reader


@pytest.fixture(params=["waiting", "withdrawn"])
def place(request: pytest.FixtureRequest, app: Flask, cast: Cast) -> Enrolment:
    """The learner's hope for a place, or a place given up, in a class with nobody else."""
    running, by = factories.training_class(capacity=1), actor_of(cast.officer)
    person = db.session.get_one(Person, cast.learner.person_id)
    if request.param == "withdrawn":
        held = enrol(running, person, by, way=WayIn.OFFICE)
        withdraw(held, by, "Bận")
    else:
        other = enrol(running, factories.person(), by, way=WayIn.OFFICE)
        held = enrol(running, person, by, way=WayIn.OFFICE, may_wait=True)
        running.state = ClassState.LISTED  # nobody moves up
        withdraw(other, by, "Ốm")
    db.session.add(
        AttendanceMark(
            session_id=running.sessions[0].id, enrolment_id=held.id, presence="present",
            seen_at=clock.now(), received_at=clock.now(), marked_by_id=cast.officer.id,
            evidence="trainer",
        )
    )  # fmt: skip
    db.session.commit()
    assert held.state == request.param
    return held


def test_lists_rolls_and_reports_count_nobody(app: Flask, cast: Cast, place: Enrolment) -> None:
    running, by = place.training_class, actor_of(cast.officer)
    year = clock.today().year
    assert places_taken([running.id]) == {}
    assert roll_of(running.sessions[0]) == []
    assert [row.enrolled for row in session_sums(running.id, by)] == [0]
    assert attended_counts(running.id) == {}
    assert uncalled_sessions(by, running.sessions[0].ends_at) == []
    assert quiz_results(running.id) == {}
    assert eligibility(running) == []
    assert accounts_of(running).without == []
    assert actuals(year, year) == {year: NOTHING._replace(classes=1)}


def test_the_person_learns_nothing_there(app: Flask, cast: Cast, place: Enrolment) -> None:
    learner = actor_of(cast.learner)
    assert list(course_rows(learner, 1)) == []
    assert next_lessons(learner) == []
    reader = Reader(app, cast.learner)
    version = place.training_class.course_version
    for address in (
        f"/learning/{place.id}",
        f"/learning/{place.id}/lessons/{version.lessons[0].slug}",
        f"/learning/{place.id}/quizzes/{version.quizzes[0].slug}",
    ):
        assert reader.fetch(address).status_code == 404


def test_a_list_without_a_place_on_it_is_not_closed(app: Flask, cast: Cast) -> None:
    running: TrainingClass = factories.training_class(capacity=1)
    held = factories.enrolment(running, cast.learner, cast.officer)
    withdraw(held, actor_of(cast.officer), "Bận")
    db.session.commit()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/list-closing")
    officer.submit(page, action="/list-closing", status=409)
    with pytest.raises(DomainError, match="không thể chốt một danh sách trống"):
        running.close_list(actor_of(cast.officer))
    db.session.rollback()
    db.session.expire_all()
    assert running.state == ClassState.OPEN
