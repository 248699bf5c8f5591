"""Certificates, the yearly register book that numbers them, and revocations."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import audit, clock
from lms.access import Viewer
from lms.database import UtcDateTime
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import Model


class CertificateState(StrEnum):
    """What a line of the register book is worth today."""

    NUMBERED = "numbered"
    VALID = "valid"
    REVOKED = "revoked"


class RegisterBook(Model):
    """The book of one year (sổ gốc): its last number is only ever raised, one line at a time."""

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    last_number: Mapped[int] = mapped_column(default=0)


class Certificate(Model):
    """A line of the register book with every printed word frozen.

    The line exists, with its number, before the file does; ``sha256`` is null until the file is stored,
    and only then does the certificate count as issued.
    """

    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index(
            "uq_certificate_current",
            "enrolment_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    register_number: Mapped[str] = mapped_column(String(60), unique=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    is_current: Mapped[bool] = mapped_column(default=True)
    issued_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    template: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str | None] = mapped_column(String(64))

    enrolment: Mapped[Enrolment] = relationship()
    revocation: Mapped[CertificateRevocation | None] = relationship(back_populates="certificate")

    @property
    def is_filed(self) -> bool:
        return self.sha256 is not None

    @property
    def state(self) -> CertificateState:
        if self.revocation is not None:
            return CertificateState.REVOKED
        return CertificateState.VALID if self.is_filed else CertificateState.NUMBERED

    def revoke(self, reason: str, by: Viewer) -> None:
        """End its validity; the line, the file and the code stay.

        Raises DomainError when it was revoked before, was never filed, or no reason is given.
        """
        if self.revocation is not None:
            raise DomainError(_l("This certificate was revoked before."))
        if not self.is_filed:
            raise DomainError(_l("This certificate is not issued yet."))
        if not reason.strip():
            raise DomainError(_l("Enter the reason."), field="reason")
        self.revocation = CertificateRevocation(reason=reason, at=clock.now(), by_id=by.id)
        audit.record("certificate revoked", self, by, reason=[None, reason])


class CertificateRevocation(Model):
    """A certificate that no longer holds: its line and its code stay."""

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    certificate: Mapped[Certificate] = relationship(back_populates="revocation")
