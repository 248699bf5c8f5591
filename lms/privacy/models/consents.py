"""The ledger of consents: for what, in which words, and what each person decided when.

Law 91/2025/QH15, article 9 (as quoted by the papers): a consent is voluntary, express and can be proved,
the person knows which data are used for what and by whom, there is one consent for each purpose, and
silence or a box ticked beforehand is none.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.database import UtcDateTime
from lms.extensions import Model
from lms.registry.models import Person

EVIDENCE_LENGTH = 200


class Decision(StrEnum):
    """What somebody decided; the newest decision of a purpose is the one that holds."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How a decision or a request reached the office."""

    WEB = "web"
    PAPER = "paper"
    TELEPHONE = "telephone"
    IN_PERSON = "in person"
    ERASURE = "erasure"


class ConsentPurpose(Model):
    """One use of personal data that needs a consent of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    wordings: Mapped[list[ConsentWording]] = relationship(
        back_populates="purpose", order_by="ConsentWording.number"
    )

    @property
    def wording(self) -> ConsentWording:
        """The words that are shown today."""
        return self.wordings[-1]


class ConsentWording(Model):
    """The exact words to which people say yes or no. Never changed: other words are a new row."""

    __table_args__ = (UniqueConstraint("purpose_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose_id: Mapped[int] = mapped_column(ForeignKey("consent_purpose.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    purpose: Mapped[ConsentPurpose] = relationship(back_populates="wordings")


class ConsentDecision(Model):
    """A person said yes or no to these words. Rows are only appended.

    ``evidence`` says where the paper or the recording is kept, ``dated_on`` the day on the paper or of
    the call; both are empty for what the person did on the web.
    """

    __table_args__ = (Index("ix_consent_decision_person_id_purpose_id", "person_id", "purpose_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose_id: Mapped[int] = mapped_column(ForeignKey("consent_purpose.id"), index=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("consent_wording.id"))
    decision: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    way: Mapped[str] = mapped_column(String(20))
    dated_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(EVIDENCE_LENGTH), default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    person: Mapped[Person] = relationship()
    purpose: Mapped[ConsentPurpose] = relationship()
    wording: Mapped[ConsentWording] = relationship()

    @property
    def is_given(self) -> bool:
        return self.decision == Decision.GIVEN

    @property
    def day(self) -> date:
        """The day on which the person decided, as far as it is known."""
        return self.dated_on or clock.local(self.at).date()


class NoticeReading(Model):
    """Somebody was shown the notice on personal data and pressed that it was read."""

    __table_args__ = (UniqueConstraint("account_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
