"""What certificates say when two people turn out to be one: papers and lines of the register never change.

A certificate hangs on a place in a class. A place moves with its certificates; of two places in one class
the one with the certificate counts. Two valid papers for one human being and one class are a decision for
the office: one of them has to be revoked first.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates.labels import STATES
from lms.certificates.models import Certificate, CertificateRevocation, CertificateState
from lms.duplicates import parts
from lms.duplicates.parts import Remark, Section, Two
from lms.enrolments.merging import classes_of_both, join_by, stay, weigh_by
from lms.enrolments.models import Enrolment
from lms.extensions import db

#: What is revoked stays revoked: a place without any paper must not be chosen instead, and get a new one.
_WORTHS = {
    CertificateState.VALID: 2,
    CertificateState.NUMBERED: 2,
    CertificateState.REVOKED: 1,
}


def init_app(app: Flask) -> None:
    join_by(app, Certificate.enrolment_id, stay)
    weigh_by(app, worths)
    parts.compare_by(app, lines)
    parts.remark_by(app, remarks)


def worths(enrolment_ids: Collection[int]) -> dict[int, int]:
    """How much the certificate of each place weighs."""
    return {
        row.enrolment_id: _WORTHS[_state(row)]
        for row in _rows(Certificate.enrolment_id.in_(enrolment_ids), Certificate.is_current)
    }


def remarks(two: Two) -> list[Remark]:
    """The classes for which both have a certificate that is not revoked: these forbid the merge."""
    return [
        remark
        for title, own, other in classes_of_both(two)
        if (remark := _remark(title, (own, other))) is not None
    ]


def lines(two: Two) -> Section:
    """The certificates of each, the newest first."""
    found: dict[int, list[str]] = {}
    for row in _rows(Enrolment.person_id.in_(two)):
        label, _kind = STATES[_state(row)]
        words = (row.register_number, row.words["course_title"], str(label))
        found.setdefault(row.person_id, []).append(", ".join(words))
    return Section(_("Certificates"), found)


def _remark(title: str, places: Two) -> Remark | None:
    current = _rows(Certificate.enrolment_id.in_(places), Certificate.is_current)
    current.sort(key=lambda row: places.index(row.enrolment_id))
    numbers = [row.register_number for row in current if _state(row) != CertificateState.REVOKED]
    if len(numbers) < 2:
        return None
    return Remark(
        _(
            "Both have a certificate for the class “%(title)s” (%(first)s and %(second)s). "
            "Revoke one of them first, then merge.",
            title=title,
            first=numbers[0],
            second=numbers[1],
        ),
        forbids=True,
    )


def _rows(*conditions: Any) -> list[Any]:
    return list(
        db.session.execute(
            select(
                Certificate.enrolment_id,
                Certificate.register_number,
                Certificate.words,
                Certificate.sha256,
                Enrolment.person_id,
                CertificateRevocation.at.label("revoked_at"),
            )
            .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
            .outerjoin(
                CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id
            )
            .where(*conditions)
            .order_by(Certificate.id.desc())
        )
    )


def _state(row: Any) -> CertificateState:
    if row.revoked_at is not None:
        return CertificateState.REVOKED
    return CertificateState.VALID if row.sha256 else CertificateState.NUMBERED
