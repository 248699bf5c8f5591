"""What happens in the demo, through the same functions that people's pages call."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from lms import clock, database
from lms.access import Role
from lms.accounts.actors import Actor, actor_of
from lms.accounts.models import Account
from lms.attendance.models import Presence
from lms.attendance.roll import call_roll
from lms.catalogue.models import Course, QuestionVersion
from lms.certificates.issuing import issue_certificates
from lms.classes.creation import ClassDraft, create_class, make_session, span_of
from lms.classes.models import ClassSession, TrainingClass
from lms.demo.cast import Cast
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, WayIn
from lms.extensions import db
from lms.jobs import runner
from lms.learning.progress import mark_read
from lms.plans.models import PlanLine
from lms.quizzes import attempts
from lms.quizzes.scope import load_questions
from lms.registry.models import Person

MORNING = time(8, 0), time(11, 30)
AFTERNOON = time(13, 30), time(17, 0)
PERIODS = 4
#: How often somebody of each kind is at a session, and how often a question is answered rightly.
DILIGENT, WAVERING, NEVER_CAME = 0.98, 0.70, 0.0
KINDS = (DILIGENT, WAVERING, NEVER_CAME)
SHARES = (90, 6, 4)
RIGHT_ANSWERS = {DILIGENT: 0.95, WAVERING: 0.75}


@dataclass
class Storyteller:
    """The cast, the dice (the same every time) and a word for whoever waits."""

    cast: Cast
    say: Callable[[str], None]
    dice: random.Random = field(default_factory=lambda: random.Random(2024))  # noqa: S311

    def prepare_class(self, draft: ClassDraft, days: Sequence[date]) -> TrainingClass:
        """A class with two half-days on each day, open for enrolment."""
        by = self.cast.actor(Role.OFFICER)
        created = create_class(draft, by)
        for day in days:
            for start, end in (MORNING, AFTERNOON):
                topic = f"{draft.title}: buổi {'sáng' if start.hour < 12 else 'chiều'}"
                session = make_session(
                    span_of(day, start, end), topic[:200], PERIODS, [self.cast.trainer]
                )
                created.add_session(session, by)
        created.open_enrolment(by)
        return created

    def enrol_all(self, training_class: TrainingClass, people: Sequence[Person]) -> None:
        by = self.cast.actor(Role.OFFICER)
        for person in people:
            enrol(training_class, person, by, way=WayIn.OFFICE)
        training_class.close_list(by)

    def call_rolls(self, class_id: int, kinds: dict[int, float]) -> None:
        """Every session is marked at its end, by the trainer."""
        with database.transaction():
            sessions = db.session.get_one(TrainingClass, class_id).sessions
            ends = [(session.id, session.ends_at) for session in sessions]
        for session_id, ends_at in ends:
            self.call_roll(session_id, kinds, ends_at)

    def call_roll(self, session_id: int, kinds: dict[int, float], at: datetime) -> None:
        """One session is marked by the trainer."""
        marks = {enrolment: self._presence(kind) for enrolment, kind in kinds.items()}
        with clock.travelled_to(at), database.transaction():
            session = db.session.get_one(ClassSession, session_id)
            call_roll(session, marks, self.cast.actor(Role.TRAINER))

    def study(self, enrolment_id: int, kind: float, at: datetime) -> None:
        """Somebody reads every lesson and takes the quiz; those who never came do neither."""
        if kind == NEVER_CAME:
            return
        with clock.travelled_to(at), database.transaction():
            enrolment = db.session.get_one(Enrolment, enrolment_id)
            learner = self._account_of(enrolment.person_id)
            version = enrolment.training_class.course_version
            for lesson in version.lessons:
                mark_read(enrolment, lesson)
            for quiz in version.quizzes:
                attempt = attempts.start(enrolment, quiz, learner)
                for question in load_questions(attempt):
                    names = self._answer(question.question_version, RIGHT_ANSWERS[kind])
                    attempts.save(question, attempts.GivenAnswer(names))
                attempts.submit(attempt, learner)

    def end_and_certify(self, class_id: int, at: datetime) -> None:
        """The officer ends the class and issues its certificates."""
        officer = self.cast.actor(Role.OFFICER)
        with clock.travelled_to(at):
            with database.transaction():
                db.session.get_one(TrainingClass, class_id).end(officer)
            with database.transaction():
                job_id = issue_certificates(db.session.get_one(TrainingClass, class_id), officer).id
            runner.run(job_id)

    def whole_class(
        self, draft: Callable[[], ClassDraft], days: Sequence[date], people: Sequence[int]
    ) -> None:
        """From an open class to issued certificates, at the days when it happened."""
        with clock.travelled_to(clock.at(days[0], 8) - timedelta(days=30)), database.transaction():
            training_class = self.prepare_class(draft(), days)
            class_id, title = training_class.id, training_class.title
        with clock.travelled_to(clock.at(days[0], 8) - timedelta(days=7)), database.transaction():
            training_class = db.session.get_one(TrainingClass, class_id)
            self.enrol_all(training_class, [db.session.get_one(Person, i) for i in people])
        self.say(f"{title}: {len(people)} học viên ghi danh")
        kinds = self.kinds_of(class_id)
        self.call_rolls(class_id, kinds)
        last = clock.at(days[-1], 19)
        for number, (enrolment_id, kind) in enumerate(kinds.items()):
            self.study(enrolment_id, kind, last + timedelta(minutes=number))
        self.say(f"{title}: đã điểm danh và làm bài kiểm tra")
        self.end_and_certify(class_id, clock.at(days[-1] + timedelta(days=3), 9))
        self.say(f"{title}: đã cấp giấy chứng nhận")

    def kinds_of(self, class_id: int) -> dict[int, float]:
        """How diligent each enrolled person is."""
        ids = db.session.scalars(
            select(Enrolment.id).where(Enrolment.class_id == class_id).order_by(Enrolment.id)
        ).all()
        kinds = self.dice.choices(KINDS, SHARES, k=len(ids))
        database.rollback()
        return dict(zip(ids, kinds, strict=True))

    def _presence(self, kind: float) -> Presence:
        if self.dice.random() < kind:
            return Presence.LATE if self.dice.random() < 0.05 else Presence.PRESENT
        return Presence.EXCUSED if self.dice.random() < 0.3 else Presence.ABSENT

    def _answer(self, asked: QuestionVersion, right: float) -> list[str]:
        if self.dice.random() < right:
            return sorted(asked.key)
        wrong = [choice.name for choice in asked.choices if choice.name not in asked.key]
        return [self.dice.choice(wrong)]

    def _account_of(self, person_id: int) -> Actor:
        account = db.session.scalars(select(Account).where(Account.person_id == person_id)).one()
        return actor_of(account)


def course(code: str) -> Course:
    """A course of the packs."""
    return db.session.scalars(select(Course).where(Course.code == code)).one()


def title_of(taught: Course) -> str:
    """What the course is called today."""
    version = taught.current_version
    return version.title if version else taught.code


def line_of(year: int, position: int = 0) -> PlanLine:
    """A line of a year's plan."""
    lines = db.session.scalars(
        select(PlanLine).where(PlanLine.plan.has(year=year)).order_by(PlanLine.position)
    ).all()
    return lines[position]
