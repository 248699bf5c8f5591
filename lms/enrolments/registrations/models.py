"""Registrations: what somebody wrote behind a class's link, or at its door, until their organisation
sends them ("cử đi học").

A registration is not a person of the registry: nobody has looked at it yet. Decree 113/2024/NĐ-CP supports
people who are sent by their organisation, so the organisation's word comes before the place.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms import audit, clock
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.database import UtcDateTime, sort_key_type
from lms.enrolments.models import Enrolment, WayIn
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.registry.models import BirthPrecision, Organisation, Sex
from lms.vietnamese import name_sort_key, normal_text, search_key

#: Twelve signs of Crockford's base 32: 60 bits, and short enough to type from a poster.
CODE_LENGTH = 12
REASON_LENGTH = 400


class RegistrationLink(Model):
    """An address behind which everybody can register for a class; one of a class is open at a time."""

    __table_args__ = (
        Index(
            "uq_registration_link_open",
            "class_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    last_day: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    training_class: Mapped[TrainingClass] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether somebody may register now: not closed, its last day not over, the class open."""
        in_time = self.last_day is None or clock.today() <= self.last_day
        return self.closed_at is None and in_time and self.training_class.takes_enrolments

    def close(self, by: Viewer) -> None:
        """Take no registrations any more; what was received stays."""
        db.session.refresh(self, with_for_update=True)
        if self.closed_at is not None:
            raise DomainError(_l("This link is closed already."))
        self.closed_at, self.closed_by_id = clock.now(), by.id
        audit.record("registration link closed", self, by, class_id=self.class_id)


class RegistrationState(StrEnum):
    """What the organisation said."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Registration(Model):
    """Somebody who wants to learn, in their own words, and what their organisation said to it.

    ``organisation_text`` is what was typed; ``organisation_id`` the body that is meant, once it is known.
    Of those who came through a link there is one for each name and number in a class. Who came to the
    door has a place already (``enrolment_id``), and the organisation's word follows.
    """

    __table_args__ = (
        Index(
            "uq_registration_sender",
            "class_id",
            "phone",
            "search_key",
            unique=True,
            sqlite_where=text("way = 'link'"),
            postgresql_where=text("way = 'link'"),
        ),
        Index("ix_registration_organisation_id_state", "organisation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    way: Mapped[str] = mapped_column(String(20), default=WayIn.LINK)
    state: Mapped[str] = mapped_column(String(20), default=RegistrationState.WAITING)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    full_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(sort_key_type())
    search_key: Mapped[str] = mapped_column(String(250))
    birth_date: Mapped[date | None]
    birth_precision: Mapped[str] = mapped_column(String(10), default=BirthPrecision.UNKNOWN)
    sex: Mapped[str] = mapped_column(String(10), default=Sex.UNKNOWN)
    phone: Mapped[str] = mapped_column(String(15))
    position_title: Mapped[str] = mapped_column(String(120))
    organisation_text: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    training_class: Mapped[TrainingClass] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()

    @validates("full_name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key, self.search_key = name_sort_key(value), search_key(value)
        return value

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITING

    @property
    def birth_year(self) -> int | None:
        known = self.birth_date and self.birth_precision != BirthPrecision.UNKNOWN
        return self.birth_date.year if known and self.birth_date else None

    @property
    def came_to_the_door(self) -> bool:
        return self.way == WayIn.WALK_IN

    def lock(self) -> None:
        """Hold the row to the end of the transaction. Raises DomainError when it was decided or deleted."""
        db.session.flush()
        found = db.session.scalar(
            select(Registration)
            .where(Registration.id == self.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if found is None or not found.is_waiting:
            raise DomainError(_l("Somebody was faster: this registration was answered already."))

    def assign(self, organisation: Organisation, by: Viewer) -> None:
        """Say which organisation is meant: its contact sees the registration from now on."""
        self.lock()
        old, self.organisation = self.organisation_id, organisation
        db.session.flush()
        audit.record("registration assigned", self, by, organisation_id=[old, self.organisation_id])

    def decline(self, by: Viewer, reason: str) -> None:
        """The organisation does not send them. A place that was given at the door stays."""
        self.lock()
        if not reason:
            raise DomainError(_l("Write why the person is not sent."), field="reason")
        self._decide(RegistrationState.DECLINED, by)
        self.reason = reason
        audit.record("registration declined", self, by, reason=reason)

    def confirm(self, enrolment: Enrolment, by: Viewer) -> None:
        """The organisation sends them, and this is their place in the class."""
        self._decide(RegistrationState.CONFIRMED, by)
        self.enrolment = enrolment
        db.session.flush()
        audit.record("registration confirmed", self, by, enrolment_id=enrolment.id)

    def _decide(self, state: RegistrationState, by: Viewer) -> None:
        self.state, self.decided_at, self.decided_by_id = state, clock.now(), by.id
