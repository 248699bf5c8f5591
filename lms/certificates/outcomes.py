"""Who got a certificate, told to the pages that ask what came of places: the number, never the file."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates.models import Certificate, CertificateRevocation
from lms.extensions import db


def certificate_words(enrolment_ids: Collection[int]) -> dict[int, str]:
    """For each of these enrolments with a certificate its number, and whether it was revoked."""
    rows = db.session.execute(
        select(Certificate.enrolment_id, Certificate.register_number, CertificateRevocation.at)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .where(
            Certificate.enrolment_id.in_(enrolment_ids),
            Certificate.is_current.is_(True),
            Certificate.sha256.is_not(None),
        )
    )
    return {
        row.enrolment_id: _("no. %(number)s, revoked", number=row.register_number)
        if row.at
        else _("no. %(number)s", number=row.register_number)
        for row in rows
    }
