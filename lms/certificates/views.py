"""The office's pages of certificates, and the file for those it belongs to."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock, files
from lms.access import Right, requires, signed_in
from lms.certificates import issuing, listing, scope
from lms.certificates.forms import IssueForm, RevocationForm
from lms.certificates.models import Certificate
from lms.errors import DomainError
from lms.extensions import db
from lms.forms import INVALID_STATUS
from lms.lists import asked_page

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/classes/<int:class_id>/certificates")
@requires(Right.SEE_CERTIFICATES)
def index(class_id: int) -> ResponseReturnValue:
    training_class = scope.load_class(class_id)
    return render_template(
        "certificates/index.html",
        training_class=training_class,
        listing=listing.certificates_of(training_class, asked_page()),
        job=issuing.unfinished_job(training_class),
        issue_form=IssueForm(),
        today=clock.today(),
    )


@blueprint.post("/classes/<int:class_id>/certificates")
@requires(Right.ISSUE_CERTIFICATES)
def issue(class_id: int) -> ResponseReturnValue:
    job = issuing.issue_certificates(scope.load_class(class_id), current_user)
    if job.created_by_id != current_user.id:
        raise DomainError(_("A colleague is issuing the certificates of this class right now."))
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@blueprint.get("/certificates/<int:certificate_id>/file")
@signed_in
def file(certificate_id: int) -> Response:
    certificate = scope.load_certificate(certificate_id)
    assert certificate.sha256 is not None  # noqa: S101
    response = send_file(
        BytesIO(files.read(certificate.sha256)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=_file_name(certificate),
        etag=False,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/certificates/<int:certificate_id>/revocation")
@requires(Right.ISSUE_CERTIFICATES)
def revoke(certificate_id: int) -> ResponseReturnValue:
    return _revocation_page(scope.load_certificate(certificate_id), RevocationForm())


@blueprint.post("/certificates/<int:certificate_id>/revocation")
@requires(Right.ISSUE_CERTIFICATES)
def revoke_now(certificate_id: int) -> ResponseReturnValue:
    certificate = scope.load_certificate(certificate_id)
    db.session.refresh(certificate, with_for_update=True)
    form = RevocationForm()
    if not form.validate():
        return _revocation_page(certificate, form), INVALID_STATUS
    try:
        certificate.revoke(form.reason.data, current_user)
    except DomainError as error:
        form.refuse(error)
        return _revocation_page(certificate, form), INVALID_STATUS
    flash(_("Certificate %(number)s was revoked.", number=certificate.register_number), "success")
    return redirect(url_for("certificates.index", class_id=certificate.enrolment.class_id), 303)


def _revocation_page(certificate: Certificate, form: RevocationForm) -> str:
    return render_template("certificates/revocation.html", certificate=certificate, form=form)


def _file_name(certificate: Certificate) -> str:
    number = certificate.register_number.replace("/", "-")
    return f"{number} {certificate.words['full_name']}.pdf"
