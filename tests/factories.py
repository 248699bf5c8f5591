"""Rows for tests, made through the models. Every function commits, so that requests see the rows."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any, TypeVar

from lms import clock
from lms.access import Role
from lms.accounts.models import Account, AccountRole
from lms.catalogue.models import (
    Choice,
    Course,
    CourseVersion,
    Lesson,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from lms.classes.models import ClassSession, ClassState, SessionTrainer, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState, EnrolmentStep, WayIn
from lms.extensions import db
from lms.office import Office, change_office
from lms.registry.models import Organisation, OrganisationKind, Person, PersonPhone, Position
from lms.vietnamese import sort_key

T = TypeVar("T")
_numbers = itertools.count(1)


def office(**words: str) -> Office:
    """Change the words of the office; the next test finds them as new."""
    change_office(**words)
    return _saved(db.session.get_one(Office, 1))


def organisation(
    name: str = "", kind: str = OrganisationKind.COOPERATIVE, **more: Any
) -> Organisation:
    """``more`` are further columns: tax_code, unit, status, …"""
    return _saved(Organisation(name=name or f"HTX số {next(_numbers)}", kind=kind, **more))


def person(
    full_name: str = "", organisation: Organisation | None = None, phone: str = ""
) -> Person:
    row = Person(full_name=full_name or f"Nguyễn Văn {next(_numbers)}", birth_precision="unknown")
    if phone:
        row.phones.append(PersonPhone(digits=phone))
    if organisation:
        row.positions.append(Position(organisation=organisation, title="Giám đốc"))
    return _saved(row)


def account(
    full_name: str,
    role: Role,
    *,
    organisation: Organisation | None = None,
    contact_of: Organisation | None = None,
) -> Account:
    """An account that can act; it has no password (see lms.accounts.passwords to give it one)."""
    number = next(_numbers)
    row = Account(
        person=person(full_name, organisation),
        display_name=full_name,
        username=f"{role}{number}",
        phone=f"09{number:08d}",
        role_rows=[AccountRole(role=role, organisation_id=contact_of.id if contact_of else None)],
    )
    return _saved(row)


def course(
    code: str = "", *, lessons: int = 2, questions: int = 2, pass_mark: int = 50
) -> CourseVersion:
    """A course with a quiz; the first choice ("a") of every question is right."""
    code = code or f"T{next(_numbers):02d}"
    row = Course(uuid=str(uuid.uuid4()), code=code)
    db.session.add(row)
    db.session.flush()
    title = f"Chuyên đề {code}"
    version = CourseVersion(
        course=row, number=1, content_hash="0" * 64, title=title, sort_key=sort_key(title),
        summary="Tóm tắt.",
        topic="digital_safety", audience=["cooperative"], periods=4, pass_mark=pass_mark, outcomes=["Biết"],
        frameworks={}, sources=[],
    )  # fmt: skip
    for place in range(lessons):
        version.lessons.append(
            Lesson(
                position=place,
                slug=f"bai-{place + 1}",
                title=f"Bài {place + 1}",
                summary="Tóm tắt.",
                minutes=10,
                source="Nội dung.",
                html="<p>Nội dung.</p>",
            )
        )
    quiz = Quiz(
        position=0,
        slug="kiem-tra",
        title="Bài kiểm tra",
        intro="",
        pass_mark=pass_mark,
        attempts_allowed=3,
    )
    for place in range(questions):
        asked = QuestionVersion(
            question=Question(course_id=row.id, name=f"{code.lower()}-q{place + 1}"),
            number=1, content_hash="0" * 64, kind="single", prompt=f"Câu hỏi {place + 1}?",
            explanation="Vì thế.", points=1, lesson_slug=None,
            choices=[
                Choice(position=n, name=name, text=f"Phương án {name}", is_correct=name == "a")
                for n, name in enumerate("abc")
            ],
        )  # fmt: skip
        quiz.questions.append(QuizQuestion(position=place, question_version=asked))
    version.quizzes.append(quiz)
    return _saved(version)


def training_class(
    title: str = "",
    *,
    version: CourseVersion | None = None,
    trainer: Account | None = None,
    state: str = ClassState.OPEN,
    starts_at: datetime | None = None,
    sessions: int = 1,
    capacity: int = 40,
) -> TrainingClass:
    """A class whose sessions of three hours begin at ``starts_at`` (an hour ago), a day apart."""
    number = next(_numbers)
    starts_at = starts_at or clock.now() - timedelta(hours=1)
    row = TrainingClass(
        code=f"L{number:03d}",
        title=title or f"Lớp số {number}",
        state=state,
        capacity=capacity,
        venue="Hội trường Liên minh",
        course_version=version or course(),
        starts_on=clock.local(starts_at).date(),
        ends_on=clock.local(starts_at + timedelta(days=sessions - 1)).date(),
    )
    for place in range(sessions):
        begins = starts_at + timedelta(days=place)
        session = ClassSession(
            starts_at=begins, ends_at=begins + timedelta(hours=3), topic="Buổi học", periods=4
        )
        if trainer:
            session.trainers.append(SessionTrainer(person_id=trainer.person_id))
        row.sessions.append(session)
    return _saved(row)


def enrolment(training_class: TrainingClass, who: Person | Account, by: Account) -> Enrolment:
    """A confirmed place with the snapshot of that day."""
    someone = who if isinstance(who, Person) else db.session.get_one(Person, who.person_id)
    held = someone.current_position
    row = Enrolment(
        training_class=training_class,
        person=someone,
        enrolled_at=clock.now(),
        enrolled_by_id=by.id,
        full_name=someone.full_name,
        sort_key=someone.sort_key,
        birth_date=someone.birth_date,
        birth_precision=someone.birth_precision,
        sex=someone.sex,
        position_title=held.title if held else "",
        organisation_id=held.organisation_id if held else None,
        organisation_name=held.organisation.name if held else "",
        organisation_kind=held.organisation.kind if held else "",
        unit_name="",
        steps=[
            EnrolmentStep(
                state=EnrolmentState.CONFIRMED, at=clock.now(), by_id=by.id, way=WayIn.OFFICE
            )
        ],
    )
    return _saved(row)


def _saved(row: T) -> T:
    db.session.add(row)
    db.session.commit()
    return row
