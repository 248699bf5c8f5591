"""What people ask of the office about their own data, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import audit, clock, terms
from lms.access import Viewer
from lms.accounts.models import Account
from lms.database import UtcDateTime
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.privacy.request_terms import EXTENSION_DAYS
from lms.registry.models import Person
from lms.vietnamese import normal_text

DETAILS_LENGTH, WORDS_LENGTH = 1000, 2000


class RequestKind(StrEnum):
    """The rights of a data subject that the office is asked to serve (Law 91/2025/QH15)."""

    SEE = "see"
    CORRECT = "correct"
    COPY = "copy"
    WITHDRAW = "withdraw"
    RESTRICT = "restrict"
    OBJECT = "object"
    DELETE = "delete"


class RequestState(StrEnum):
    RECEIVED = "received"
    REPLIED = "replied"
    EXTENDED = "extended"
    FULFILLED = "fulfilled"
    REFUSED = "refused"


CLOSED = (RequestState.FULFILLED, RequestState.REFUSED)


class DataRequest(Model):
    """One request. Its terms are counted when it comes in and stay, whatever the settings become.

    ``reply_due_on`` is the last day for telling the person what will be done, ``due_on`` for having done
    it. Of somebody without a person in the register only the account is known.
    """

    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR account_id IS NOT NULL", name="of_somebody"),
        Index("ix_data_request_closed_at_due_on", "closed_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(20))
    details: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    reply_due_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default=RequestState.RECEIVED)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship()
    account: Mapped[Account | None] = relationship()
    steps: Mapped[list[DataRequestStep]] = relationship(
        back_populates="request", order_by="DataRequestStep.id"
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_extended(self) -> bool:
        return any(step.state == RequestState.EXTENDED for step in self.steps)

    @property
    def name(self) -> str:
        """Whose request it is."""
        if self.person is not None:
            return self.person.full_name
        return self.account.display_name if self.account else ""

    def reply(self, words: str, by: Viewer) -> None:
        """Received -> replied: the person was told that it came in and what will be done by when."""
        self.lock_open()
        if self.replied_at is not None:
            raise DomainError(_l("This request was answered before. Open its page anew."))
        if not normal_text(words):
            raise DomainError(_l("Write what the person was told."), field="words")
        self.replied_at = clock.now()
        self._step(RequestState.REPLIED, words, by)

    def extend(self, reason: str, by: Viewer) -> None:
        """Move the last day, once, with a reason; the person is told of it, which is a reply too."""
        self.lock_open()
        if self.is_extended:
            raise DomainError(_l("The term was extended before; it can be extended only once."))
        if not normal_text(reason):
            raise DomainError(_l("Write why more time is needed."), field="words")
        old, self.due_on = self.due_on, self.due_on + terms.days(EXTENSION_DAYS)
        self.replied_at = self.replied_at or clock.now()
        self._step(RequestState.EXTENDED, reason, by, due_on=[old, self.due_on])

    def fulfil(self, words: str, by: Viewer) -> None:
        """Close it: what was asked is done. ``words`` are the answer to the person."""
        self._close(RequestState.FULFILLED, words, by)

    def refuse(self, reason: str, by: Viewer) -> None:
        """Close it: what was asked is not done, and why."""
        self._close(RequestState.REFUSED, reason, by)

    def _close(self, state: RequestState, words: str, by: Viewer) -> None:
        self.lock_open()
        if not normal_text(words):
            raise DomainError(_l("Write the answer to the person."), field="words")
        self.closed_at = clock.now()
        self.replied_at = self.replied_at or self.closed_at
        self._step(state, words, by)

    def lock_open(self) -> None:
        """Hold the row to the end of the transaction; raises DomainError when it was closed before."""
        db.session.flush()
        db.session.refresh(self, with_for_update=True)
        db.session.expire(self, ["steps"])
        if not self.is_open:
            raise DomainError(_l("This request was closed before. Open its page anew."))

    def _step(self, state: RequestState, words: str, by: Viewer, **changes: list[date]) -> None:
        self.steps.append(
            DataRequestStep(state=state, words=words.strip(), at=clock.now(), by_id=by.id)
        )
        changed = {"state": [self.state, state], **changes}
        self.state = state
        audit.record("data request " + state, self, by, **changed)


class DataRequestStep(Model):
    """When a request reached a state, through whom, and what the person was told."""

    __table_args__ = (UniqueConstraint("request_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("data_request.id"))
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    request: Mapped[DataRequest] = relationship(back_populates="steps")
    by: Mapped[Account] = relationship()
