"""A class that has ended, with people who completed it and people who did not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms import clock, database
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.certificates import issuing
from lms.certificates.models import Certificate
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.jobs import Job, runner
from lms.quizzes.models import Attempt, AttemptState
from lms.registry.models import Person
from tests import factories


def ended_class(title: str = "Lớp số 1 năm 2026", sessions: int = 5) -> TrainingClass:
    return factories.training_class(
        title,
        state=ClassState.ENDED,
        sessions=sessions,
        starts_at=clock.now() - timedelta(days=sessions + 1),
    )


def enrolled(
    training_class: TrainingClass,
    who: Person | Account | str,
    by: Account,
    *,
    there: int = 5,
    points: int | None = 2,
) -> Enrolment:
    """A place; present at the first ``there`` sessions; a quiz with ``points`` of 2 (None: not done)."""
    person = factories.person(who) if isinstance(who, str) else who
    enrolment = factories.enrolment(training_class, person, by)
    for place, session in enumerate(training_class.sessions):
        db.session.add(
            AttendanceMark(
                session_id=session.id,
                enrolment=enrolment,
                presence=Presence.PRESENT if place < there else Presence.ABSENT,
                evidence=Evidence.ROLL_CALL,
                seen_at=session.starts_at,
                received_at=session.starts_at,
                marked_by_id=by.id,
            )
        )
    if points is not None:
        _sit_quiz(enrolment, points)
    db.session.commit()
    return enrolment


def issue(training_class: TrainingClass, by: Account) -> Job:
    """Ask for the class's certificates and work the job off."""
    job = ask(training_class, by)
    work_off(job)
    return job


def ask(training_class: TrainingClass, by: Account) -> Job:
    """Press the button; the worker has not begun."""
    db.session.commit()
    with database.transaction():
        return issuing.issue_certificates(training_class, actor_of(by))


def work_off(job: Job) -> None:
    """Do what the worker does."""
    job_id = job.id
    db.session.commit()
    runner.run(job_id)
    db.session.commit()


def certificates() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.number)))


def _sit_quiz(enrolment: Enrolment, points: int) -> None:
    quiz = enrolment.training_class.course_version.quizzes[0]
    db.session.add(
        Attempt(
            enrolment=enrolment,
            quiz=quiz,
            number=1,
            state=AttemptState.SUBMITTED,
            started_at=clock.now(),
            submitted_at=clock.now(),
            points=points,
            points_possible=2,
            passed=points * 100 >= quiz.pass_mark * 2,
        )
    )
