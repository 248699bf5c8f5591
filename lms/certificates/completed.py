"""Who completed which course: what features below ask for prerequisites."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from lms.catalogue.models import Course, CourseVersion
from lms.certificates.models import Certificate, CertificateRevocation
from lms.classes.models import TrainingClass
from lms.enrolments.models import Enrolment
from lms.extensions import db


def completions(person_ids: Collection[int], codes: Collection[str]) -> dict[tuple[int, str], date]:
    """The last day of the latest class of each course (by code) for which each person (by id) holds a
    certificate that is valid."""
    revoked = select(CertificateRevocation.id).where(
        CertificateRevocation.certificate_id == Certificate.id
    )
    rows = db.session.execute(
        select(Enrolment.person_id, Course.code, func.max(TrainingClass.ends_on))
        .join(Certificate, Certificate.enrolment_id == Enrolment.id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(CourseVersion, CourseVersion.id == TrainingClass.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            Enrolment.person_id.in_(person_ids),
            Course.code.in_(codes),
            Certificate.sha256.is_not(None),
            TrainingClass.ends_on.is_not(None),
            ~revoked.exists(),
        )
        .group_by(Enrolment.person_id, Course.code)
    )
    return {(person_id, code): day for person_id, code, day in rows if day is not None}
