"""Erasing: nothing of the person is left but what the law keeps, and nobody brings it back."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select, update

from lms import audit, clock, jobs
from lms.accounts import sessions
from lms.accounts.actors import actor_of
from lms.accounts.models import Account, AccountRole, SignInSession
from lms.certificates.models import Certificate
from lms.enrolments.enrol import withdraw
from lms.extensions import db
from lms.learning.models import LessonCompletion
from lms.privacy.consents import REMINDERS, has_consent
from lms.privacy.ethnicity import ethnicity_of
from lms.privacy.models import ConsentDecision, DataRequest
from lms.quizzes.models import Answer, Attempt
from lms.registry.models import Person
from tests import factories
from tests.people import Cast
from tests.privacy.leftovers import places_of
from tests.privacy.story import NAME, TRACES, ended_class, erased, learnt
from tests.privacy.test_consents import choose, person_of
from tests.reader import Reader


def test_the_traces_are_there_before(cast: Cast, someone: Account) -> None:
    """Or their absence would prove nothing."""
    learnt(cast, someone, ended_class(cast))
    assert places_of(*TRACES) >= {
        "account.display_name", "account.phone", "account.username", "account.search_key",
        "attendance_mark.reason", "audit_entry.actor", "audit_entry.changes", "certificate.words",
        "data_request.details", "enrolment.birth_date", "enrolment.full_name",
        "enrolment.position_title", "job_item.label", "person.birth_date", "person.full_name",
        "person.search_key",
        "person_phone.digits", "position.title",
    }  # fmt: skip


def test_of_somebody_who_never_came_to_a_class_nothing_is_left(
    cast: Cast, someone: Account
) -> None:
    erased(cast, someone)
    assert places_of(*TRACES) == set()
    person = person_of(someone)
    assert person.full_name == f"Người đã xóa dữ liệu #{person.id}" and person.is_erased
    assert person.citizen_number_encrypted is None and person.citizen_number_hash is None


def test_only_the_list_of_the_class_and_the_register_book_keep_the_name(
    cast: Cast, someone: Account
) -> None:
    taught = ended_class(cast)
    learnt(cast, someone, taught)
    made = erased(cast, someone)
    assert places_of(*TRACES) == {
        "certificate.words",
        "enrolment.birth_date",
        "enrolment.full_name",
        "enrolment.position_title",
    }
    until = f"31/12/{clock.today().year + 10}"
    assert any(until in sentence and taught.title in sentence for sentence in made.kept)
    assert any("sổ gốc" in sentence for sentence in made.kept)


def test_lessons_read_and_answers_go_and_points_stay(cast: Cast, someone: Account) -> None:
    learnt(cast, someone, ended_class(cast))
    erased(cast, someone)
    assert db.session.scalars(select(LessonCompletion)).all() == []
    assert db.session.scalars(select(Answer)).all() == []
    assert db.session.scalars(select(Attempt.points)).all() == [1]


def test_a_list_whose_years_are_over_keeps_no_name(cast: Cast, someone: Account) -> None:
    taught = ended_class(cast, ended_on=date(clock.today().year - 11, 5, 5))
    held = factories.enrolment(taught, someone, by=cast.officer)
    erased(cast, someone)
    assert places_of(*TRACES) == set()
    assert (held.organisation_id, held.sex) == (cast.cooperative.id, "unknown")


def test_a_withdrawn_place_without_papers_keeps_no_name(cast: Cast, someone: Account) -> None:
    taught = factories.training_class(trainer=cast.trainer)
    held = factories.enrolment(taught, someone, by=cast.officer)
    withdraw(held, actor_of(cast.officer), f"{NAME} bận việc")
    db.session.commit()
    erased(cast, someone)
    assert places_of(*TRACES) == set()


def test_a_withdrawn_place_of_somebody_who_was_there_is_on_the_signed_list(
    cast: Cast, someone: Account
) -> None:
    held = learnt(cast, someone, ended_class(cast))
    held.state = "withdrawn"
    db.session.delete(db.session.scalars(select(Certificate)).one())
    db.session.commit()
    erased(cast, someone)
    assert "enrolment.full_name" in places_of(NAME)


def test_the_chore_takes_the_name_out_once_the_years_are_over(
    app: Flask, cast: Cast, someone: Account
) -> None:
    held = factories.enrolment(ended_class(cast), someone, by=cast.officer)
    other = factories.enrolment(ended_class(cast), cast.learner, by=cast.officer)
    erased(cast, someone)
    jobs.do_chores(app)
    db.session.refresh(held)
    assert held.full_name == NAME
    with clock.travelled_to(clock.now() + timedelta(days=366 * 11)):
        jobs.do_chores(app)
    db.session.expire_all()
    assert held.full_name == person_of(someone).full_name
    assert held.birth_date is None and held.position_title == ""
    assert other.full_name == "Nguyễn Thị Đặng"


def test_nobody_signs_in_as_the_person_again(app: Flask, cast: Cast, someone: Account) -> None:
    reader = Reader(app, someone)
    reader.get("/my-data")
    erased(cast, someone)
    assert someone.disabled_at is not None and someone.password_hash is None
    assert (
        db.session.scalars(select(AccountRole).where(AccountRole.account_id == someone.id)).all()
        == []
    )
    assert db.session.scalars(select(SignInSession)).all() == []
    assert reader.fetch("/my-data").status_code == 302


def test_no_search_finds_the_person(app: Flask, cast: Cast, someone: Account) -> None:
    officer = Reader(app, cast.officer)
    assert NAME in officer.get("/people?q=doc+nhat").text
    person_id = someone.person_id
    erased(cast, someone)
    for path in ("/people?q=doc+nhat", "/people?q=xoa+du+lieu", "/people"):
        page = officer.get(path).text
        assert NAME not in page and "Người đã xóa" not in page
    officer.get(f"/people/{person_id}", status=404)
    taught = factories.training_class(trainer=cast.trainer)
    found = officer.get(f"/classes/{taught.id}/enrolments/new?q=nguoi+da+xoa").text
    assert "Người đã xóa" not in found


def test_consents_are_withdrawn_and_stay_as_proof(cast: Cast, someone: Account) -> None:
    person_id = someone.person_id or 0
    erased(cast, someone)
    assert not has_consent(person_id, REMINDERS) and ethnicity_of(person_id) is None
    newest = db.session.scalars(select(ConsentDecision).order_by(ConsentDecision.id)).all()[-2:]
    assert [(row.decision, row.way) for row in newest] == [("withdrawn", "erasure")] * 2


def test_the_chain_of_acts_holds_and_tells_no_name(cast: Cast, someone: Account) -> None:
    learnt(cast, someone, ended_class(cast))
    erased(cast, someone)
    assert audit.first_broken_entry()[0] is None
    assert {place for place in places_of(*TRACES) if place.startswith("audit_entry")} == set()


def test_the_request_is_closed_with_an_answer_that_says_what_and_why(
    cast: Cast, someone: Account
) -> None:
    learnt(cast, someone, ended_class(cast))
    made = erased(cast, someone)
    request = db.session.get_one(DataRequest, made.request_id)
    words = request.steps[-1].words
    assert request.state == "fulfilled" and not request.is_open
    assert all(sentence in words for sentence in (*made.removed, *made.kept))
    assert NAME not in words


def test_others_keep_everything(cast: Cast, someone: Account) -> None:
    taught = ended_class(cast)
    learnt(cast, someone, taught)
    factories.enrolment(taught, cast.learner, by=cast.officer)
    session_row, _token = sessions.open_session(cast.learner, device="x", address="")
    choose(cast.learner, REMINDERS, True)
    before = places_of("Nguyễn Thị Đặng", cast.learner.phone or "")
    erased(cast, someone)
    assert places_of("Nguyễn Thị Đặng", cast.learner.phone or "") == before
    assert has_consent(cast.learner.person_id or 0, REMINDERS)
    assert db.session.get(SignInSession, session_row.id) is not None


def test_an_account_without_a_person_is_erased_too(cast: Cast) -> None:
    account = cast.contact
    account.person_id, account.display_name = None, NAME
    db.session.execute(
        update(Person).where(Person.full_name == "Hoàng Thị Mỹ").values(full_name="Người khác")
    )
    db.session.commit()
    erased(cast, account)
    assert places_of(NAME) == set()
    assert account.display_name == f"Người đã xóa dữ liệu #{account.id}"
