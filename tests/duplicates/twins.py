"""One human being in the register twice, with whatever a test gives to either record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, select

from lms import clock
from lms.access import Role
from lms.accounts.models import Account, AccountRole
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.certificates.models import Certificate, CertificateRevocation
from lms.classes.models import ClassState, SessionTrainer, TrainingClass
from lms.codes import new_code
from lms.duplicates.merging import merge_people
from lms.duplicates.models import Merge
from lms.duplicates.rules import Choice
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.waiting import next_number
from lms.extensions import db
from lms.learning.models import LessonCompletion
from lms.quizzes.models import Attempt, AttemptState
from lms.registry.models import Organisation, Person, PersonPhone, Position
from tests import factories

#: What a merge and its reversal write beside what they change.
RECORDS = frozenset(
    {"audit_entry", "merge", "merge_change", "merge_reversal", "alembic_version", "office"}
)


def person(
    name: str = "Nguyễn Thị Hoà",
    organisation: Organisation | None = None,
    phone: str = "",
    **particulars: Any,
) -> Person:
    someone = Person(full_name=name, **particulars)
    if phone:
        someone.phones.append(PersonPhone(digits=phone))
    if organisation:
        someone.positions.append(Position(organisation=organisation, title="Giám đốc"))
    return added(someone)


def born(year: int) -> dict[str, Any]:
    return {"birth_date": date(year, 1, 1), "birth_precision": "year"}


def merged(
    survivor: Person, other: Person, by: Account, *, account: Account | None = None, **choice: Any
) -> Merge:
    """Merge and commit."""
    chosen = Choice(
        from_merged=frozenset(choice.get("fields", ())),
        account_id=account.id if account else None,
    )
    merge = merge_people(survivor, other, by, "Trùng hồ sơ", chosen)
    db.session.commit()
    return merge


def ended_class(sessions: int = 3) -> TrainingClass:
    return factories.training_class(
        state=ClassState.ENDED,
        sessions=sessions,
        starts_at=clock.now() - timedelta(days=sessions + 1),
    )


def place(
    training_class: TrainingClass,
    someone: Person,
    by: Account,
    state: str = EnrolmentState.CONFIRMED,
) -> Enrolment:
    return added(
        Enrolment(
            training_class=training_class, person=someone, state=state, enrolled_at=clock.now(),
            waiting_number=next_number(training_class) if state == EnrolmentState.WAITING else None,
            enrolled_by_id=by.id, full_name=someone.full_name, sort_key=someone.sort_key,
            birth_precision="unknown", sex=someone.sex, position_title="", organisation_name="",
            organisation_kind="", unit_name="",
        )
    )  # fmt: skip


def mark(
    held: Enrolment,
    session: int,
    presence: Presence,
    by: Account,
    evidence: Evidence = Evidence.ROLL_CALL,
) -> AttendanceMark:
    called = held.training_class.sessions[session]
    return added(
        AttendanceMark(
            session_id=called.id, enrolment=held, presence=presence, evidence=evidence,
            seen_at=called.starts_at, received_at=clock.now(), marked_by_id=by.id,
        )
    )  # fmt: skip


def marks(place: Enrolment) -> list[str | None]:
    """The current mark of each session of the place's class, in order."""
    found = {
        row.session_id: row.presence
        for row in db.session.execute(
            select(AttendanceMark.session_id, AttendanceMark.presence).where(
                AttendanceMark.enrolment_id == place.id, AttendanceMark.is_current
            )
        )
    }
    return [found.get(session.id) for session in place.training_class.sessions]


def certificate(
    place: Enrolment, by: Account, *, number: int = 1, revoked: bool = False
) -> Certificate:
    row = Certificate(
        year=2026, number=number, register_number=f"{number:04d}/2026/GCN", code=new_code(),
        enrolment=place, issued_on=clock.today(), recorded_at=clock.now(), issued_by_id=by.id,
        words={"full_name": place.full_name, "course_title": "Chuyên đề"},
        template="standard", sha256="0" * 64,
    )  # fmt: skip
    if revoked:
        row.revocation = CertificateRevocation(reason="Sai", at=clock.now(), by_id=by.id)
    return added(row)


def attempt(place: Enrolment, number: int, points: int | None) -> Attempt:
    """A submitted attempt with points of 2, or an open one."""
    is_open = points is None
    return added(
        Attempt(
            enrolment=place, quiz=place.training_class.course_version.quizzes[0], number=number,
            state=AttemptState.OPEN if is_open else AttemptState.SUBMITTED,
            started_at=clock.now(), submitted_at=None if is_open else clock.now(),
            points=points, points_possible=None if is_open else 2,
            passed=None if points is None else points >= 1,
        )
    )  # fmt: skip


def lesson_read(place: Enrolment, number: int) -> LessonCompletion:
    lesson = place.training_class.course_version.lessons[number]
    return added(
        LessonCompletion(enrolment_id=place.id, lesson_id=lesson.id, completed_at=clock.now())
    )


def account(someone: Person, *roles: Role, **values: Any) -> Account:
    made = Account(
        person=someone,
        display_name=someone.full_name,
        username=f"{roles[0]}.{someone.id}",
        role_rows=[AccountRole(role=role) for role in roles],
        **values,
    )
    return added(made)


def teaches(someone: Person, training_class: TrainingClass, session: int = 0) -> SessionTrainer:
    return added(
        SessionTrainer(session_id=training_class.sessions[session].id, person_id=someone.id)
    )


def content() -> dict[str, dict[int, dict[str, Any]]]:
    """Everything that the database holds, but for records of acts and the revisions of people."""
    db.session.flush()
    return {
        table.name: _rows(table) for table in db.metadata.sorted_tables if table.name not in RECORDS
    }


def _rows(table: Table) -> dict[int, dict[str, Any]]:
    rows = [dict(row._mapping) for row in db.session.execute(select(table))]
    for row in rows:
        row.pop("revision", None)
    return {row["id"]: row for row in rows}


def added(row: Any) -> Any:
    """Not committed: a test may roll back, and a request commits before it reads."""
    db.session.add(row)
    db.session.flush()
    return row
