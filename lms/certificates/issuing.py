"""Issuing a class's certificates: a job with one item for each person.

An item is two short transactions with the printing between them: the line of the register book with
its frozen words, then the file's hash. Whatever stops it in between, the next run finds the line and
goes on with it, so nobody gets a second number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from lms import audit, clock, database, files, jobs
from lms.access import Right, Viewer
from lms.accounts.models import Account
from lms.certificates import printing, register
from lms.certificates.completion import Completion, eligibility
from lms.certificates.models import Certificate
from lms.certificates.wording import Entry, certificate_words
from lms.certificates.words import CertificateWords
from lms.classes.models import TrainingClass
from lms.codes import new_code
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.extensions import db
from lms.jobs import Job, JobItem, JobState
from lms.office import load_office
from lms.security import public_address

KIND = "certificates.issue"


@dataclass(frozen=True, slots=True)
class Line:
    """A recorded line, without the database: what is printed, and whether it was filed before."""

    certificate_id: int
    words: CertificateWords
    is_filed: bool


def issue_certificates(training_class: TrainingClass, by: Viewer) -> Job:
    """File the job that issues to everybody who is eligible and has none yet.

    While a job of the class is unfinished, that one is returned. Raises DomainError when ``by`` may not
    issue, the class has not ended, nobody is waiting, or the signer is unknown.
    """
    if not by.can(Right.ISSUE_CERTIFICATES):
        raise DomainError(_l("Only an officer can issue certificates."))
    locked = db.session.get_one(
        TrainingClass, training_class.id, with_for_update=True, populate_existing=True
    )
    if not locked.is_over:
        raise DomainError(_l("Certificates can be issued once the class has ended."))
    unfinished = unfinished_job(locked)
    if unfinished is not None:
        return unfinished
    if not load_office().signer_name:
        raise DomainError(_l("The name of the signer is not set. Please tell the administrator."))
    waiting = waiting_for_certificate(locked)
    if not waiting:
        raise DomainError(_l("Nobody in this class is waiting for a certificate."))
    return jobs.submit(
        KIND,
        _("Issuing certificates: %(title)s", title=locked.title)[:200],
        [(str(person.enrolment_id), person.full_name) for person in waiting],
        by=by,
        back_url=f"/classes/{locked.id}/certificates",
        params={"class_id": locked.id, "issued_on": clock.today().isoformat()},
    )


def waiting_for_certificate(training_class: TrainingClass) -> list[Completion]:
    """Those who are eligible and whose certificate is not filed; a revoked one stays revoked."""
    served = set(
        db.session.scalars(
            select(Certificate.enrolment_id)
            .join(Enrolment)
            .where(
                Enrolment.class_id == training_class.id,
                Certificate.is_current,
                Certificate.sha256.is_not(None),
            )
        )
    )
    return [
        person
        for person in eligibility(training_class)
        if person.eligible and person.enrolment_id not in served
    ]


def unfinished_job(training_class: TrainingClass) -> Job | None:
    """The job that is issuing this class's certificates now."""
    return db.session.scalar(
        select(Job)
        .where(
            Job.kind == KIND,
            Job.state.in_((JobState.QUEUED, JobState.RUNNING)),
            Job.params["class_id"].as_integer() == training_class.id,
        )
        .order_by(Job.id)
        .limit(1)
    )


@jobs.handler(KIND)
def issue_one(job: Job, item: JobItem) -> None:
    """Record, print and file one certificate; the runner's commit ends the second transaction."""
    enrolment_id, by_id, params = int(item.key), job.created_by_id, job.params
    database.commit()  # nothing is locked while the printer starts or works
    template = printing.printer().template
    with database.transaction():
        line = record(enrolment_id, by_id, date.fromisoformat(params["issued_on"]), template)
    if line.is_filed:
        return
    pdf = printing.printed(line.words.to_json())
    file(line.certificate_id, files.store(pdf), printing.printer().template)


def record(enrolment_id: int, by_id: int | None, issued_on: date, template: str) -> Line:
    """The person's line in the register book: the present one, or a new one with the next number.

    Raises DomainError when the person has left the class or the words cannot be printed; the
    transaction is then to be undone, and the number with it.
    """
    enrolment = db.session.get_one(
        Enrolment, enrolment_id, with_for_update=True, populate_existing=True
    )
    known = db.session.scalar(
        select(Certificate).where(Certificate.enrolment_id == enrolment.id, Certificate.is_current)
    )
    if known is not None:
        return _line(known)
    if not enrolment.is_confirmed:
        raise DomainError(_l("This person has left the class."))
    by = db.session.get_one(Account, by_id)
    certificate = _new_line(enrolment, by, issued_on, template)
    db.session.add(certificate)
    audit.record("certificate numbered", certificate, by, number=certificate.register_number)
    return _line(certificate)


def file(certificate_id: int, sha256: str, template: str) -> None:
    """Set the hash of the stored file, once: from now on the certificate counts as issued."""
    filed = db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.sha256.is_(None))
        .values(sha256=sha256, template=template)
        .returning(Certificate.id)
    ).first()
    if filed is None:
        return
    certificate = db.session.get_one(Certificate, certificate_id, populate_existing=True)
    issuer = db.session.get_one(Account, certificate.issued_by_id)
    audit.record("certificate issued", certificate, issuer, sha256=[None, sha256])


def verify_url(code: str) -> str:
    """The address in the QR code. It is printed on paper: it must answer for ever."""
    return public_address(f"/verify/{code}")


def _new_line(enrolment: Enrolment, by: Account, issued_on: date, template: str) -> Certificate:
    office, code = load_office(), new_code()
    number = register.take_number(issued_on.year)
    printed_number = register.register_number(number, issued_on.year, office.abbreviation)
    entry = Entry(printed_number, code, issued_on, verify_url(code))
    return Certificate(
        year=issued_on.year,
        number=number,
        register_number=printed_number,
        code=code,
        enrolment_id=enrolment.id,
        issued_on=issued_on,
        recorded_at=clock.now(),
        issued_by_id=by.id,
        words=frozen(certificate_words(enrolment, office, entry)),
        template=template,
    )


def frozen(words: CertificateWords) -> dict[str, Any]:
    """The words as the register keeps them."""
    return {name: getattr(words, name) for name in words.__dataclass_fields__} | {
        "signer_title": list(words.signer_title)
    }


def _line(certificate: Certificate) -> Line:
    return Line(certificate.id, CertificateWords(**certificate.words), certificate.is_filed)
