"""Somebody with everything that the system keeps about people, and who asks to have it erased."""

from __future__ import annotations

from datetime import date

from lms import audit, clock, files
from lms.access import Role
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.certificates.issuing import KIND
from lms.certificates.models import Certificate
from lms.classes.models import ClassState, TrainingClass
from lms.codes import new_code
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.jobs import Job, JobItem
from lms.learning.models import LessonCompletion
from lms.privacy.consents import ETHNICITY, REMINDERS
from lms.privacy.erasing import erase
from lms.privacy.ethnicity import record_ethnicity
from lms.privacy.models import DataRequest, Erasure, RequestKind
from lms.privacy.requests import file_own_request
from lms.quizzes.models import Answer, Attempt, AttemptQuestion, AttemptState
from lms.registry.models import BirthPrecision, OrganisationContact, PersonPhone
from lms.registry.people.citizen_number import set_citizen_number
from tests import factories
from tests.access_objects import WORDS
from tests.people import Cast
from tests.privacy.test_consents import choose, person_of

NAME, PHONE, OTHER_PHONE = "Tống Duy Độc Nhất", "0987654321", "0976543210"
BORN, CITIZEN_NUMBER = date(1961, 7, 29), "034061001234"
TRACES = (NAME, "doc nhat", PHONE, OTHER_PHONE, "1961-07-29", "Trưởng phòng độc nhất", "maymoc77")


def make_someone(cast: Cast) -> Account:
    """Somebody with everything that the system keeps about people."""
    account = factories.account(NAME, Role.LEARNER, organisation=cast.cooperative)
    account.phone, account.username = PHONE, "maymoc77"
    person = person_of(account)
    person.birth_date, person.birth_precision = BORN, BirthPrecision.DAY
    person.phones.append(PersonPhone(digits=OTHER_PHONE))
    set_citizen_number(person, CITIZEN_NUMBER, actor_of(cast.officer))
    person.positions[0].title = "Trưởng phòng độc nhất"
    db.session.add(
        OrganisationContact(organisation=cast.cooperative, person=person, role="Lịch học")
    )
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
            Job(
                kind=KIND, title="Cấp giấy", params={}, back_url="/", total=1, created_at=clock.now(),
                items=[JobItem(position=0, key=str(held.id), label=NAME)],
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
