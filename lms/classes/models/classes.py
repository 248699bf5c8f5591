"""Training classes and the steps of their lives."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms import audit, clock
from lms.access import Viewer
from lms.catalogue.models import CourseVersion
from lms.classes import agreement
from lms.classes.models.sessions import ClassSession
from lms.classes.models.states import LIST_NOT_FINAL, OVER, TAUGHT, ClassState
from lms.database import UtcDateTime, sort_key_type
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.plans.models import PlanLine
from lms.registry.models import AdministrativeUnit
from lms.vietnamese import normal_text, search_key, sort_key


class TrainingClass(Model):
    """A course given to a group of people."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(sort_key_type())
    search_key: Mapped[str] = mapped_column(String(250))
    state: Mapped[str] = mapped_column(String(20), default=ClassState.DRAFT)
    capacity: Mapped[int]
    venue: Mapped[str] = mapped_column(String(200))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), index=True)
    plan_line_id: Mapped[int | None] = mapped_column(ForeignKey("plan_line.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    course_version: Mapped[CourseVersion] = relationship()
    plan_line: Mapped[PlanLine | None] = relationship()
    unit: Mapped[AdministrativeUnit | None] = relationship()
    sessions: Mapped[list[ClassSession]] = relationship(
        back_populates="training_class", order_by="ClassSession.starts_at"
    )
    steps: Mapped[list[ClassStep]] = relationship(
        back_populates="training_class", order_by="ClassStep.id"
    )

    @validates("title")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key = sort_key(value)
        self.search_key = search_key(value)
        return value

    @property
    def takes_enrolments(self) -> bool:
        return self.state == ClassState.OPEN

    @property
    def is_taught(self) -> bool:
        """Whether its roll can be called: the list is open or closed, the class not ended."""
        return self.state in TAUGHT

    @property
    def is_list_final(self) -> bool:
        return self.state not in LIST_NOT_FINAL

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    def lock(self) -> None:
        """Hold the row to the end of the transaction, and see the class as it stands now."""
        db.session.flush()
        db.session.refresh(self, with_for_update=True)
        db.session.expire(self, ["sessions", "steps"])

    def open_enrolment(self, by: Viewer) -> None:
        """Draft -> open. A class without a session cannot open."""
        self.lock()
        if not self.sessions:
            raise DomainError(_l("Add at least one session before opening the class."))
        self._step(ClassState.DRAFT, ClassState.OPEN, by)

    def close_list(self, by: Viewer) -> None:
        """Open -> listed: the list of the decision is final. A feature above may forbid it."""
        self.lock()
        self._step(ClassState.OPEN, ClassState.LISTED, by)
        agreement.after(agreement.LIST_CLOSED, self, by)

    def change_capacity(self, capacity: int, by: Viewer) -> None:
        """More or fewer places. Raises DomainError when the class has ended or they are not enough."""
        self.lock()
        if self.is_over:
            raise DomainError(_l("The class has ended; its list can no longer change."))
        if capacity == self.capacity:
            return
        former, self.capacity = self.capacity, capacity
        agreement.after(agreement.CAPACITY_CHANGED, self, by)
        audit.record("class capacity changed", self, by, capacity=[former, capacity])

    def end(self, by: Viewer) -> None:
        """Listed -> ended, once the last session has begun."""
        self.lock()
        if self.sessions and self.sessions[-1].starts_at > clock.now():
            raise DomainError(
                _l("The last session has not begun yet, so the class cannot be ended.")
            )
        self._step(ClassState.LISTED, ClassState.ENDED, by)

    def add_session(self, session: ClassSession, by: Viewer) -> None:
        """Put a session on the timetable.

        Raises DomainError when it ends before it starts, overlaps another session of the class, or
        the class has ended.
        """
        self.lock()
        if self.is_over:
            raise DomainError(_l("The class has ended; its timetable can no longer change."))
        if session.ends_at <= session.starts_at:
            raise DomainError(_l("The session must end after it starts."), field="end_time")
        if any(other.overlaps(session) for other in self.sessions):
            raise DomainError(
                _l("Another session of this class is at that time."), field="start_time"
            )
        self.sessions.append(session)
        self.sessions.sort(key=lambda one: one.starts_at)
        self.starts_on = clock.local(self.sessions[0].starts_at).date()
        self.ends_on = clock.local(self.sessions[-1].starts_at).date()
        audit.record("session added", self, by, starts_at=session.starts_at, topic=session.topic)

    def _step(self, origin: ClassState, target: ClassState, by: Viewer) -> None:
        if self.state != origin:
            raise DomainError(
                _l("Somebody was faster: the class is in another state now. Open its page anew.")
            )
        self.steps.append(ClassStep(state=target, at=clock.now(), by_id=by.id))
        self.state = target
        audit.record("class " + target, self, by, state=[origin, target])


class ClassStep(Model):
    """When a class reached a state, and through whom."""

    __table_args__ = (UniqueConstraint("class_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    training_class: Mapped[TrainingClass] = relationship(back_populates="steps")
