"""The notice, and what everybody can see and choose of their own data."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Response, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import terms
from lms.access import public, signed_in
from lms.errors import DomainError
from lms.extensions import db, limiter
from lms.privacy import queries
from lms.privacy.consents import ETHNICITY, decide, newest_decisions
from lms.privacy.ethnicity import ethnicity_of, record_ethnicity, remove_ethnicity
from lms.privacy.forms import ConsentForm, EthnicityConsentForm
from lms.privacy.models import ConsentPurpose
from lms.privacy.notice import has_read_notice, note_reading
from lms.privacy.own_copy import copy_of, in_words, sections_about
from lms.privacy.purposes import load_purpose, purposes_asked_for
from lms.privacy.subjects import subject_of_viewer
from lms.privacy.views.blueprint import blueprint
from lms.registry.models import Person

COPIES = "20 per hour"
FILE_NAME = "du-lieu-cua-toi.zip"


@blueprint.get("/privacy")
@public("what is kept and why; people read it before they have an account")
def notice() -> ResponseReturnValue:
    values = {term.name: value for term, value in terms.all_terms().items()}
    return render_template("privacy/notice.html", purposes=purposes_asked_for(), terms=values)


@blueprint.post("/my-data/notice-reading")
@signed_in
def read_notice() -> ResponseReturnValue:
    note_reading(current_user)
    return redirect(url_for("privacy.my_data"), 303)


@blueprint.get("/my-data")
@signed_in
def my_data() -> ResponseReturnValue:
    person_id = current_user.person_id
    return render_template(
        "privacy/my_data.html",
        purposes=purposes_asked_for() if person_id else [],
        decisions=newest_decisions([person_id]) if person_id else {},
        sections=sections_about(subject_of_viewer(current_user)),
        requests=queries.requests_of(current_user),
        in_words=in_words,
    )


@blueprint.get("/my-data/copy")
@limiter.limit(COPIES, key_func=lambda: f"copy {current_user.id}")
@signed_in
def my_copy() -> Response:
    content = copy_of(subject_of_viewer(current_user), current_user.display_name)
    return zip_file(content)


@blueprint.route("/my-data/consents/<code>", methods=["GET", "POST"])
@signed_in
def consent(code: str) -> ResponseReturnValue:
    person, purpose = _own_person(), load_purpose(code)
    form = _consent_form(person, purpose)
    if form.validate_on_submit():
        try:
            _decide(person, purpose, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Your choice was saved."), "success")
            return redirect(url_for("privacy.my_data"), 303)
    newest = newest_decisions([person.id]).get(purpose.id)
    form.wording.data = str(purpose.wording.number)
    page = render_template("privacy/consent.html", form=form, purpose=purpose, newest=newest)
    return page, form.answer_status


def home_part() -> tuple[str, dict[str, Any]] | None:
    """Until the notice was read, on the first page."""
    return None if has_read_notice(current_user) else ("privacy/notice_part.html", {})


def zip_file(content: bytes) -> Response:
    """The copy, to be kept in no cache."""
    return send_file(
        BytesIO(content),
        mimetype="application/zip",
        as_attachment=True,
        download_name=FILE_NAME,
        etag=False,
    )


def _own_person() -> Person:
    """The signed-in person's row; an account without one has nothing to consent to."""
    if current_user.person_id is None:
        abort(404)
    return db.session.get_one(Person, current_user.person_id)


def _consent_form(person: Person, purpose: ConsentPurpose) -> ConsentForm:
    if purpose.code != ETHNICITY:
        return ConsentForm()
    stated = ethnicity_of(person.id)
    return EthnicityConsentForm(data={"ethnicity": stated.group_code if stated else ""})


def _decide(person: Person, purpose: ConsentPurpose, form: ConsentForm) -> None:
    shown = [one for one in purpose.wordings if str(one.number) == form.wording.data]
    if not shown:
        raise DomainError(_("The words have changed meanwhile. Read them again, then choose."))
    decide(person, shown[0], form.wants, current_user)
    if not isinstance(form, EthnicityConsentForm) or not form.wants:
        return
    if form.ethnicity.data:
        record_ethnicity(person, form.ethnicity.data, current_user)
    else:
        remove_ethnicity(person, current_user)
