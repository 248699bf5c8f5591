"""Who has completed a class, with the figures and the reasons.

The default rule: absent from at most a fifth of the sessions, and every quiz of the course passed.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from lms.attendance.queries import Attended, attended_counts
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db
from lms.formatting import as_percent
from lms.quizzes.queries import QuizResult, quiz_results

#: Share of the sessions at which a person must have been, in percent.
PRESENCE_WANTED = 80
NO_ATTENDANCE = Attended(0, 0)
NO_RESULT = QuizResult(None, False)


@dataclass(frozen=True, slots=True)
class Completion:
    """How far one enrolment is: sessions counted, best quiz result in percent."""

    enrolment_id: int
    full_name: str
    organisation_name: str
    sessions_held: int
    sessions_there: int
    quiz_percent: float | None
    quiz_passed: bool

    @property
    def sessions_wanted(self) -> int:
        """The fewest sessions that are enough, of those held."""
        return -(-self.sessions_held * PRESENCE_WANTED // 100)

    @property
    def attended_enough(self) -> bool:
        return self.sessions_held > 0 and self.sessions_wanted <= self.sessions_there

    @property
    def has_quiz(self) -> bool:
        """Whether the course asks for a quiz; one without it counts as passed."""
        return not self.quiz_passed or self.quiz_percent is not None

    @property
    def eligible(self) -> bool:
        return self.attended_enough and self.quiz_passed

    @property
    def reasons(self) -> list[str]:
        """Why there is no certificate yet, as sentences; empty when eligible."""
        return [*self._attendance_reasons(), *self._quiz_reasons()]

    def _attendance_reasons(self) -> list[str]:
        if self.attended_enough:
            return []
        if not self.sessions_held:
            return [_("No session has been held yet.")]
        return [
            _(
                "Attended %(there)s of %(held)s sessions; at least %(wanted)s are needed.",
                there=self.sessions_there,
                held=self.sessions_held,
                wanted=self.sessions_wanted,
            )
        ]

    def _quiz_reasons(self) -> list[str]:
        if self.quiz_passed:
            return []
        if self.quiz_percent is None:
            return [_("The quiz has not been done yet.")]
        return [
            _(
                "The quiz is not passed yet; the best result is %(percent)s.",
                percent=as_percent(self.quiz_percent),
            )
        ]


def eligibility(training_class: TrainingClass) -> list[Completion]:
    """Everybody who holds a place in the class, in the order of class lists."""
    people = db.session.execute(
        select(Enrolment.id, Enrolment.full_name, Enrolment.organisation_name)
        .where(Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.CONFIRMED)
        .order_by(Enrolment.sort_key, Enrolment.id)
    ).all()
    attended, results = attended_counts(training_class.id), quiz_results(training_class.id)
    return [_completion(*person, attended, results) for person in people]


def completion_of(enrolment: Enrolment) -> Completion:
    """How far this enrolment is."""
    return _completion(
        enrolment.id,
        enrolment.full_name,
        enrolment.organisation_name,
        attended_counts(enrolment.class_id),
        quiz_results(enrolment.class_id),
    )


def _completion(
    enrolment_id: int,
    full_name: str,
    organisation_name: str,
    attended: dict[int, Attended],
    results: dict[int, QuizResult],
) -> Completion:
    sessions = attended.get(enrolment_id, NO_ATTENDANCE)
    quiz = results.get(enrolment_id, NO_RESULT)
    return Completion(
        enrolment_id,
        full_name,
        organisation_name,
        sessions.sessions_held,
        sessions.sessions_there,
        quiz.percent,
        quiz.passed,
    )
