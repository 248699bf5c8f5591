"""The objects whose addresses the access matrix tries: each in three places, made when asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from lms import clock
from lms.access import Role
from lms.accounts import sessions
from lms.accounts.models import Account
from lms.certificates.models import Certificate
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.jobs import Job
from lms.plans.models import AnnualPlan, PlanVersion
from lms.quizzes.models import Attempt, AttemptQuestion
from lms.registry.models import Person
from tests import factories
from tests.people import Cast

PLACES = ("own", "same scope", "other scope")


class World:
    """The cast and what belongs to them. Every method gives the variables of one object's address."""

    def __init__(self) -> None:
        self.cast = Cast()
        self._class = cache(self._make_class)
        self._enrolment = cache(self._make_enrolment)

    def viewer(self, role: Role) -> Account:
        """The account of this role for whom "own" is meant."""
        return getattr(self.cast, role.value)

    def account(self, place: str, role: Role) -> dict[str, Any]:
        accounts = (self.viewer(role), self.cast.learner, self.cast.other_learner)
        return {"account_id": accounts[PLACES.index(place)].id}

    def sign_in_session(self, place: str, role: Role) -> dict[str, Any]:
        somebody = self.cast.other_trainer if role != Role.TRAINER else self.cast.learner
        owner = self.viewer(role) if place == "own" else somebody
        row, _token = sessions.open_session(owner, device="another", address="127.0.0.1")
        db.session.commit()
        return {"session_id": row.id}

    def job(self, place: str, role: Role) -> dict[str, Any]:
        somebody = self.cast.leader if role != Role.LEADER else self.cast.officer
        owner = self.viewer(role) if place == "own" else somebody
        row = Job(
            kind="test", title="Thử", params={}, back_url="/", total=0,
            created_by_id=owner.id, created_at=clock.now(),
        )  # fmt: skip
        return {"job_id": _saved(row).id}

    def training_class(self, place: str, _role: Role) -> dict[str, Any]:
        return {"class_id": self._class(place).id}

    def class_session(self, place: str, _role: Role) -> dict[str, Any]:
        return {"session_id": self._class(place).sessions[0].id}

    def enrolment(self, place: str, _role: Role) -> dict[str, Any]:
        row = self._enrolment(place)
        version = row.training_class.course_version
        return {"enrolment_id": row.id, "slug": version.lessons[0].slug}

    def quiz(self, place: str, _role: Role) -> dict[str, Any]:
        """The address of a quiz within an enrolment."""
        row = self._enrolment(place)
        return {"enrolment_id": row.id, "slug": row.training_class.course_version.quizzes[0].slug}

    def person(self, place: str, _role: Role) -> dict[str, Any]:
        return {"person_id": self._enrolment(place).person_id}

    def organisation(self, place: str, _role: Role) -> dict[str, Any]:
        return {"organisation_id": self._enrolment(place).organisation_id}

    def course(self, place: str, _role: Role) -> dict[str, Any]:
        version = self._class(place).course_version
        return {
            "code": version.course.code,
            "slug": version.lessons[0].slug,
            "version_id": version.id,
        }

    def plan(self, place: str, _role: Role) -> dict[str, Any]:
        year = 2030 + PLACES.index(place)
        found = db.session.query(AnnualPlan).filter_by(year=year).first()
        if found is None:
            _saved(AnnualPlan(year=year, versions=[PlanVersion(number=1)]))
        return {"year": year}

    def attempt(self, place: str, _role: Role) -> dict[str, Any]:
        held = self._enrolment(place)
        quiz = held.training_class.course_version.quizzes[0]
        found = db.session.query(Attempt).filter_by(enrolment_id=held.id).first()
        row = found or _saved(
            Attempt(
                enrolment=held,
                quiz=quiz,
                number=1,
                started_at=clock.now(),
                questions=[
                    AttemptQuestion(
                        position=asked.position,
                        question_version=asked.question_version,
                        choice_order=["a", "b", "c"],
                    )
                    for asked in quiz.questions
                ],
            )
        )
        return {"attempt_id": row.id, "number": 1}

    def certificate(self, place: str, _role: Role) -> dict[str, Any]:
        held = self._enrolment(place)
        number = PLACES.index(place) + 1
        found = db.session.query(Certificate).filter_by(enrolment_id=held.id).first()
        row = found or _saved(
            Certificate(
                year=2026, number=number, register_number=f"{number:03d}/2026", code=f"AAAA{number:04d}",
                enrolment=held, issued_on=clock.today(), recorded_at=clock.now(),
                issued_by_id=self.cast.officer.id, words={}, template="standard", sha256="0" * 64,
            )
        )  # fmt: skip
        return {"certificate_id": row.id, "code": row.code}

    def _make_class(self, place: str) -> TrainingClass:
        if place == "same scope":
            return self._class("own")
        trainer = self.cast.trainer if place == "own" else self.cast.other_trainer
        return factories.training_class(trainer=trainer)

    def _make_enrolment(self, place: str) -> Enrolment:
        who: Account | Person = {
            "own": lambda: self.cast.learner,
            "same scope": lambda: factories.person(organisation=self.cast.cooperative),
            "other scope": lambda: self.cast.other_learner,
        }[place]()
        return factories.enrolment(self._class(place), who, by=self.cast.officer)


def _saved(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
