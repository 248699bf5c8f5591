"""Erasing: nothing of the person is left but what the law keeps, and nobody brings it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms import audit, clock, files, jobs
from lms.access import Role
from lms.accounts import sessions
from lms.accounts.actors import actor_of
from lms.accounts.models import Account, AccountRole, SignInSession
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.certificates.models import Certificate
from lms.classes.models import ClassState, TrainingClass
from lms.codes import new_code
from lms.enrolments.enrol import withdraw
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import db
from lms.learning.models import LessonCompletion
from lms.privacy.consents import ETHNICITY, REMINDERS, has_consent
from lms.privacy.erasing import erase, foresee
from lms.privacy.ethnicity import ethnicity_of, record_ethnicity
from lms.privacy.models import ConsentDecision, DataRequest, Erasure, RequestKind
from lms.privacy.requests import file_own_request
from lms.privacy.subjects import subject_of_person
from lms.quizzes.models import Answer, Attempt, AttemptQuestion, AttemptState
from lms.registry.models import BirthPrecision, Person, PersonPhone
from tests import factories
from tests.access_objects import WORDS
from tests.people import Cast
from tests.privacy.leftovers import places_of
from tests.privacy.test_consents import choose, person_of
from tests.reader import Reader

NAME, PHONE, OTHER_PHONE = "Tống Duy Độc Nhất", "0987654321", "0976543210"
BORN = date(1961, 7, 29)
TRACES = (NAME, "doc nhat", PHONE, OTHER_PHONE, "1961-07-29", "Trưởng phòng độc nhất", "maymoc77")


@pytest.fixture
def someone(cast: Cast) -> Account:
    """Somebody with everything that the system keeps about people."""
    account = factories.account(NAME, Role.LEARNER, organisation=cast.cooperative)
    account.phone, account.username = PHONE, "maymoc77"
    person = person_of(account)
    person.birth_date, person.birth_precision = BORN, BirthPrecision.DAY
    person.phones.append(PersonPhone(digits=OTHER_PHONE))
    person.positions[0].title = "Trưởng phòng độc nhất"
    db.session.commit()
    choose(account, ETHNICITY, True)
    choose(account, REMINDERS, True)
    record_ethnicity(person, "02", actor_of(account))
    file_own_request(RequestKind.CORRECT, f"Tôi là {NAME}, số {PHONE}.", actor_of(account))
    audit.record("person changed", person, actor_of(cast.officer), full_name=["Tên cũ", NAME])
    audit.record("account changed", account, actor_of(cast.officer), phone=[None, PHONE])
    db.session.commit()
    return account


def ended_class(cast: Cast, ended_on: date | None = None) -> TrainingClass:
    row = factories.training_class(trainer=cast.trainer, state=ClassState.ENDED)
    row.ends_on = ended_on or clock.today()
    db.session.commit()
    return row


def learnt(cast: Cast, someone: Account, taught: TrainingClass) -> Enrolment:
    """A place with a mark, a lesson read, a quiz taken and a certificate."""
    held = factories.enrolment(taught, someone, by=cast.officer)
    version = taught.course_version
    quiz = version.quizzes[0]
    asked = AttemptQuestion(
        position=0,
        question_version=quiz.questions[0].question_version,
        choice_order=["a", "b", "c"],
        answers=[Answer(sequence=1, value=["a"], saved_at=clock.now())],
    )
    sha256 = files.store(f"%PDF {NAME}".encode())
    db.session.add_all(
        [
            LessonCompletion(
                enrolment_id=held.id, lesson_id=version.lessons[0].id, completed_at=clock.now()
            ),
            Attempt(
                enrolment=held, quiz=quiz, number=1, started_at=clock.now(), questions=[asked],
                state=AttemptState.SUBMITTED, points=1, points_possible=2, passed=True,
            ),
            AttendanceMark(
                session_id=taught.sessions[0].id, enrolment_id=held.id, presence=Presence.PRESENT,
                evidence=Evidence.CORRECTION, seen_at=clock.now(), received_at=clock.now(),
                marked_by_id=cast.officer.id, reason=f"{NAME} có mặt",
            ),
            Certificate(
                year=2026, number=1, register_number="001/2026", code=new_code(), enrolment=held,
                issued_on=clock.today(), recorded_at=clock.now(), issued_by_id=cast.officer.id,
                words=WORDS | {"full_name": NAME}, template="standard", sha256=sha256,
            ),
        ]
    )  # fmt: skip
    db.session.commit()
    return held


def asked(someone: Account) -> DataRequest:
    request = file_own_request(RequestKind.DELETE, f"Xóa giúp {NAME}", actor_of(someone))
    db.session.commit()
    return request


def erased(cast: Cast, someone: Account) -> Erasure:
    made = erase(asked(someone), NAME, actor_of(cast.officer))
    db.session.commit()
    db.session.expire_all()
    return made


def test_the_traces_are_there_before(cast: Cast, someone: Account) -> None:
    """Or their absence would prove nothing."""
    learnt(cast, someone, ended_class(cast))
    assert places_of(*TRACES) >= {
        "account.display_name", "account.phone", "account.username", "account.search_key",
        "attendance_mark.reason", "audit_entry.actor", "audit_entry.changes", "certificate.words",
        "data_request.details", "enrolment.birth_date", "enrolment.full_name",
        "enrolment.position_title", "person.birth_date", "person.full_name", "person.search_key",
        "person_phone.digits", "position.title",
    }  # fmt: skip


def test_of_somebody_who_never_came_to_a_class_nothing_is_left(
    cast: Cast, someone: Account
) -> None:
    erased(cast, someone)
    assert places_of(*TRACES) == set()
    person = person_of(someone)
    assert person.full_name == f"Người đã xóa dữ liệu #{person.id}" and person.is_erased


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


@pytest.mark.parametrize("typed", ["", "Tống Duy", "Tống Duy Độc Nhì", "tong duy doc nhat"])
def test_the_name_has_to_be_typed(cast: Cast, someone: Account, typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        erase(asked(someone), typed, actor_of(cast.officer))
    assert refused.value.field == "full_name"
    assert not person_of(someone).is_erased


def test_only_a_request_to_delete_deletes(cast: Cast, someone: Account) -> None:
    request = file_own_request(RequestKind.OBJECT, "", actor_of(someone))
    with pytest.raises(DomainError):
        erase(request, NAME, actor_of(cast.officer))
    assert not person_of(someone).is_erased


def test_somebody_in_a_class_that_goes_on_is_withdrawn_first(cast: Cast, someone: Account) -> None:
    taught = factories.training_class("Lớp đang mở", trainer=cast.trainer)
    factories.enrolment(taught, someone, by=cast.officer)
    with pytest.raises(DomainError, match="Lớp đang mở"):
        erase(asked(someone), NAME, actor_of(cast.officer))


def test_the_offices_own_accounts_are_not_erased(cast: Cast) -> None:
    subject = subject_of_person(cast.officer.person_id or 0)
    assert len(foresee(subject).obstacles) == 1


def test_a_trainer_with_sessions_to_come_is_replaced_first(cast: Cast) -> None:
    factories.training_class(trainer=cast.trainer, starts_at=clock.now() + timedelta(days=3))
    assert len(foresee(subject_of_person(cast.trainer.person_id or 0)).obstacles) == 1
    factories.training_class(trainer=cast.other_trainer, starts_at=clock.now() - timedelta(days=3))
    past = foresee(subject_of_person(cast.other_trainer.person_id or 0))
    assert past.obstacles == () and any("1 buổi dạy" in sentence for sentence in past.kept)


def test_foreseeing_changes_nothing(cast: Cast, someone: Account) -> None:
    learnt(cast, someone, ended_class(cast))
    before = places_of(*TRACES)
    foresee(subject_of_person(someone.person_id or 0))
    assert not db.session.dirty and places_of(*TRACES) == before


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


def test_the_page_says_what_will_happen_and_asks_for_the_name(
    app: Flask, cast: Cast, someone: Account
) -> None:
    taught = ended_class(cast)
    learnt(cast, someone, taught)
    number = asked(someone).id
    officer = Reader(app, cast.officer)
    page = officer.get(officer.get(f"/data-requests/{number}").links["Xóa dữ liệu"])
    assert page.h1 == f"Xóa dữ liệu của {NAME}"
    assert f"danh sách lớp “{taught.title}”" in page.text and "sổ gốc" in page.text
    refused = officer.submit(page, {"full_name": "Ai đó"}, status=422)
    assert refused.errors == [f"Hãy gõ đúng họ tên như ghi ở trên: {NAME}."]
    done = officer.submit(refused, {"full_name": NAME})
    assert "Đã xóa dữ liệu. Hãy báo cho người yêu cầu" in done.text
    assert f"Người đã xóa dữ liệu #{someone.person_id}" in done.text and NAME not in done.text


def test_with_an_obstacle_the_page_says_what_to_do_and_offers_no_button(
    app: Flask, cast: Cast, someone: Account
) -> None:
    taught = factories.training_class(trainer=cast.trainer)
    factories.enrolment(taught, someone, by=cast.officer)
    page = Reader(app, cast.officer).get(f"/data-requests/{asked(someone).id}/erasure")
    assert "hãy rút tên khỏi lớp trước" in page.text and "Xóa vĩnh viễn" not in page.text
