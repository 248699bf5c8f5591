"""The objects whose addresses the access matrix tries: each in several places, made when asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from lms import clock, files
from lms.access import Role
from lms.accounts import sessions
from lms.accounts.models import Account
from lms.catalogue.models import PackFile
from lms.certificates.models import Certificate
from lms.classes.models import ClassState, TrainingClass
from lms.codes import new_code
from lms.enrolments.models import (
    ClassQuota,
    Enrolment,
    EnrolmentNotice,
    EnrolmentState,
    NoticeKind,
)
from lms.enrolments.registrations.models import CODE_LENGTH, Registration, RegistrationLink
from lms.extensions import db
from lms.jobs import Job
from lms.plans.models import AnnualPlan, PlanLine, PlanTarget, PlanVersion
from lms.quizzes.models import Attempt, AttemptQuestion
from lms.registry.models import (
    Person,
)
from lms.rosters.models import Roster
from tests import factories
from tests.access_registry import GONE, OTHER, OWN, PLACES, SAME, UNREADY, RegistryObjects, saved
from tests.people import Cast
from tests.rosters.files import workbook
from tests.rosters.lists import uploaded_list

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
#: What the pages about a certificate read of its words.
WORDS = {
    "full_name": "Nguyễn Thị Đặng",
    "course_title": "Chuyên đề",
    "class_title": "Lớp số 1",
    "dates_line": "từ ngày 02/3/2026 đến ngày 06/3/2026",
    "issued_on": "2026-03-10",
    "illustrative": False,
}


class World(RegistryObjects):
    """The cast and what belongs to them. Every method gives the variables of one object's address."""

    def __init__(self) -> None:
        self.cast = Cast()
        self._class = cache(self._make_class)
        self._enrolment = cache(self._make_enrolment)
        self._notice = cache(self._make_notice)
        self._quota = cache(self._make_quota)
        self._link = cache(self._make_link)
        self._registration = cache(self._make_registration)
        self._plan = cache(self._make_plan)
        self._attempt = cache(self._make_attempt)
        self._certificate = cache(self._make_certificate)
        self._contact = cache(self._make_contact)
        self._succession = cache(self._make_succession)
        self._roster = cache(self._make_roster)

    def viewer(self, role: Role) -> Account:
        """The account of this role for whom "own" is meant."""
        return getattr(self.cast, role.value)

    def account(self, place: str, role: Role) -> dict[str, Any]:
        accounts = {OWN: self.viewer(role), SAME: self.cast.contact, OTHER: self.cast.other_learner}
        return {"account_id": accounts[place].id}

    def sign_in_session(self, place: str, role: Role) -> dict[str, Any]:
        somebody = self.cast.other_trainer
        owner = self.viewer(role) if place == OWN else somebody
        row, _token = sessions.open_session(owner, device="another", address="127.0.0.1")
        db.session.commit()
        return {"session_id": row.id}

    def job(self, place: str, role: Role) -> dict[str, Any]:
        owner = self.viewer(role) if place == OWN else self.cast.other_trainer
        row = Job(
            kind="test", title="Thử", params={}, back_url="/", total=0,
            created_by_id=owner.id, created_at=clock.now(),
        )  # fmt: skip
        return {"job_id": saved(row).id}

    def training_class(self, place: str, _role: Role) -> dict[str, Any]:
        return {"class_id": self._class(place).id}

    def class_session(self, place: str, _role: Role) -> dict[str, Any]:
        return {"session_id": self._class(place).sessions[0].id}

    def enrolment(self, place: str, _role: Role) -> dict[str, Any]:
        """A place in a class, with the address of a lesson."""
        row = self._enrolment(place)
        return {
            "enrolment_id": row.id,
            "slug": row.training_class.course_version.lessons[0].slug,
        }

    def notice(self, place: str, _role: Role) -> dict[str, Any]:
        return {"notice_id": self._notice(place).id}

    def link(self, place: str, _role: Role) -> dict[str, Any]:
        row = self._link(place)
        return {"class_id": row.class_id, "code": row.code}

    def registration(self, place: str, _role: Role) -> dict[str, Any]:
        return {"registration_id": self._registration(place).id}

    def organisation_in_class(self, place: str, _role: Role) -> dict[str, Any]:
        return {
            "class_id": self._class(OWN).id,
            "organisation_id": self._enrolment(place).organisation_id,
        }

    def quota(self, place: str, _role: Role) -> dict[str, Any]:
        """A quota in the own class; in the other scope an organisation's that has one elsewhere."""
        quota = self._quota(place)
        training_class = self._class(OWN if place == OTHER else place)
        return {"class_id": training_class.id, "organisation_id": quota.organisation_id}

    def quiz(self, place: str, _role: Role) -> dict[str, Any]:
        row = self._enrolment(place)
        return {"enrolment_id": row.id, "slug": row.training_class.course_version.quizzes[0].slug}

    def attempt(self, place: str, _role: Role) -> dict[str, Any]:
        return {"attempt_id": self._attempt(place).id, "number": 1}

    def course(self, place: str, _role: Role) -> dict[str, Any]:
        """A course with a lesson and a picture."""
        version = self._class(place).course_version
        return {
            "code": version.course.code,
            "slug": version.lessons[0].slug,
            "version_id": version.id,
            "name": "hinh.svg",
        }

    def plan(self, place: str, _role: Role) -> dict[str, Any]:
        return {"year": self._plan(place).year}

    def plan_line(self, place: str, _role: Role) -> dict[str, Any]:
        """A line under the year of the own plan; the other one belongs to another year's plan."""
        plan = self._plan(OTHER if place == OTHER else OWN)
        return {
            "year": self._plan(OWN).year,
            "line_id": plan.lines[1 if place == SAME else 0].id,
        }

    def roster(self, place: str, role: Role) -> dict[str, Any]:
        """A list with its file and its preview; row 4 is its first person."""
        mine = place == OWN and role == Role.OFFICER
        return {"roster_id": self._roster(mine).id, "number": 4}

    def certificate(self, place: str, _role: Role) -> dict[str, Any]:
        row = self._certificate(place)
        return {"certificate_id": row.id, "code": row.code}

    def _make_class(self, place: str) -> TrainingClass:
        if place == SAME:
            return self._class(OWN)
        trainer = self.cast.other_trainer if place == OTHER else self.cast.trainer
        version = factories.course()
        picture = PackFile(
            version_id=version.id, name="hinh.svg", media_type="image/svg+xml",
            size=len(PICTURE), sha256=files.store(PICTURE),
        )  # fmt: skip
        saved(picture)
        state = ClassState.DRAFT if place == UNREADY else ClassState.OPEN
        return factories.training_class(trainer=trainer, version=version, state=state)

    def _make_enrolment(self, place: str) -> Enrolment:
        who: Account | Person = self.cast.learner
        if place == SAME:
            who = factories.person(organisation=self.cast.cooperative)
        elif place == OTHER:
            who = self.cast.other_learner
        row = factories.enrolment(self._class(place), who, by=self.cast.officer)
        if place == GONE:
            row.state = EnrolmentState.WITHDRAWN
        return saved(row)

    def _make_notice(self, place: str) -> EnrolmentNotice:
        held = self._enrolment(place)
        return saved(EnrolmentNotice(enrolment=held, kind=NoticeKind.PROMOTED, at=clock.now()))

    def _make_link(self, place: str) -> RegistrationLink:
        if place == SAME:
            return self._link(OWN)
        return saved(
            RegistrationLink(
                class_id=self._class(place).id, code=new_code(CODE_LENGTH), made_at=clock.now(),
                made_by_id=self.cast.officer.id,
            )
        )  # fmt: skip

    def _make_registration(self, place: str) -> Registration:
        own = place in (OWN, SAME)
        sender = self.cast.cooperative if own else self.cast.other_cooperative
        return saved(
            Registration(
                class_id=self._class(place).id, full_name=f"Nguyễn Văn {place}", phone="0912345678",
                position_title="Kế toán", organisation_text=sender.name, organisation=sender,
            )
        )  # fmt: skip

    def _make_quota(self, place: str) -> ClassQuota:
        organisation = factories.organisation()
        return saved(
            ClassQuota(
                class_id=self._class(place).id, organisation=organisation, seats=3, reserved=1,
                set_at=clock.now(), set_by_id=self.cast.officer.id,
            )
        )  # fmt: skip

    def _make_roster(self, mine: bool) -> Roster:
        by = self.cast.officer if mine else factories.account("Cán bộ khác", Role.OFFICER)
        return uploaded_list(by, workbook((1, "Lê Văn Hai", 1980), (2, "Hoàng")))

    def _make_plan(self, place: str) -> AnnualPlan:
        lines = [PlanLine(position=n, title=f"Nội dung {n}") for n in (1, 2)]
        targets = [
            PlanTarget(line=line, topic="Chủ đề", audience="Cán bộ", classes=1, turns=40)
            for line in lines
        ]
        versions = [PlanVersion(number=1, targets=targets)]
        return saved(AnnualPlan(year=2030 + PLACES.index(place), lines=lines, versions=versions))

    def _make_attempt(self, place: str) -> Attempt:
        held = self._enrolment(place)
        quiz = held.training_class.course_version.quizzes[0]
        asked = [
            AttemptQuestion(
                position=question.position,
                question_version=question.question_version,
                choice_order=["a", "b", "c"],
            )
            for question in quiz.questions
        ]
        return saved(
            Attempt(enrolment=held, quiz=quiz, number=1, started_at=clock.now(), questions=asked)
        )

    def _make_certificate(self, place: str) -> Certificate:
        number = PLACES.index(place) + 1
        sha256 = None if place == UNREADY else files.store(f"%PDF {number}".encode())
        return saved(
            Certificate(
                year=2026, number=number, register_number=f"{number:03d}/2026", code=new_code(),
                enrolment=self._enrolment(place), issued_on=clock.today(), recorded_at=clock.now(),
                issued_by_id=self.cast.officer.id, words=WORDS, template="standard", sha256=sha256,
            )
        )  # fmt: skip
