"""The register as pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from lms.certificates.models import Certificate, CertificateRevocation, CertificateState
from lms.classes.models import OVER, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.extensions import db

#: The first page reminds of at most so many classes.
REMINDED = 10


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


def classes_without(ended_since: date) -> list[Any]:
    """Ended classes of which nobody has a certificate yet, the longest waiting first."""
    holds_a_place = and_(
        Enrolment.class_id == TrainingClass.id, Enrolment.state == EnrolmentState.CONFIRMED
    )
    issued = (
        select(Certificate.id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Enrolment.class_id == TrainingClass.id)
    )
    return list(
        db.session.execute(
            select(
                TrainingClass.id,
                TrainingClass.title,
                TrainingClass.starts_on,
                TrainingClass.ends_on,
            )
            .where(
                TrainingClass.state.in_(OVER),
                TrainingClass.ends_on >= ended_since,
                exists().where(holds_a_place),
                ~issued.exists(),
            )
            .order_by(TrainingClass.ends_on, TrainingClass.id)
            .limit(REMINDED)
        )
    )


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
