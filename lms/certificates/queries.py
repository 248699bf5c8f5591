"""The register as pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from lms.certificates.models import Certificate, CertificateRevocation, CertificateState
from lms.enrolments.models import Enrolment
from lms.extensions import db


@dataclass(frozen=True, slots=True)
class Issued:
    """One line of the register book."""

    id: int
    enrolment_id: int
    register_number: str
    code: str
    words: dict[str, Any]
    sha256: str | None
    revoked_at: datetime | None

    @property
    def is_filed(self) -> bool:
        return self.sha256 is not None

    @property
    def state(self) -> CertificateState:
        if self.revoked_at is not None:
            return CertificateState.REVOKED
        return CertificateState.VALID if self.is_filed else CertificateState.NUMBERED


def lines_of_class(class_id: int) -> dict[int, Issued]:
    """The current line of each enrolment of a class that has one."""
    rows = _lines(Enrolment.class_id == class_id, Certificate.is_current.is_(True))
    return {row.enrolment_id: row for row in rows}


def line_of_enrolment(enrolment_id: int) -> Issued | None:
    """The current certificate of an enrolment, once it is filed."""
    return _filed(Certificate.enrolment_id == enrolment_id, Certificate.is_current.is_(True))


def line_by_code(code: str) -> Issued | None:
    """The filed certificate with this code (16 characters, as stored)."""
    return _filed(Certificate.code == code)


def line_by_digest(sha256: str) -> Issued | None:
    """The filed certificate whose file has this SHA-256 (hex)."""
    return _filed(Certificate.sha256 == sha256)


def _filed(*conditions: ColumnElement[bool]) -> Issued | None:
    return next(iter(_lines(Certificate.sha256.is_not(None), *conditions)), None)


def _lines(*conditions: ColumnElement[bool]) -> list[Issued]:
    rows = db.session.execute(
        select(
            Certificate.id,
            Certificate.enrolment_id,
            Certificate.register_number,
            Certificate.code,
            Certificate.words,
            Certificate.sha256,
            CertificateRevocation.at,
        )
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .where(*conditions)
    )
    return [Issued(*row) for row in rows]
