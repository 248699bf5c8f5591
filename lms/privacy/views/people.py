"""What officers enter for somebody: a consent on paper, a request that came by telephone."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.access import Right, requires
from lms.errors import DomainError
from lms.privacy import labels
from lms.privacy.consents import Proof, decide, newest_decisions
from lms.privacy.ethnicity import record_ethnicity
from lms.privacy.forms import RecordedConsentForm, RecordedRequestForm
from lms.privacy.models import RequestKind, Way
from lms.privacy.purposes import purposes_asked_for
from lms.privacy.requests import file_request_for
from lms.privacy.views.blueprint import blueprint
from lms.registry.models import Person
from lms.registry.scope import load_person


@blueprint.route("/people/<int:person_id>/consents", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def record_consent(person_id: int) -> ResponseReturnValue:
    person = load_person(person_id)
    form = RecordedConsentForm(purposes_asked_for())
    if form.validate_on_submit():
        try:
            _record(person, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The decision was recorded."), "success")
            return redirect(url_for("registry.person", person_id=person.id), 303)
    page = render_template("privacy/record_consent.html", form=form, person=person)
    return page, form.answer_status


@blueprint.route("/people/<int:person_id>/data-requests/new", methods=["GET", "POST"])
@requires(Right.HANDLE_DATA_REQUESTS)
def new_request(person_id: int) -> ResponseReturnValue:
    person = load_person(person_id)
    form = RecordedRequestForm(received_on=clock.today())
    if form.validate_on_submit():
        try:
            made = file_request_for(
                person,
                RequestKind(form.kind.data),
                form.details.data or "",
                current_user,
                Way(form.way.data),
                form.received_on.data,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("privacy.request", request_id=made.id), 303)
    page = render_template("privacy/new_request.html", form=form, person=person)
    return page, form.answer_status


def person_part(person: Person) -> tuple[str, dict[str, Any]]:
    """The consents of a person, on the person's page."""
    return "privacy/person_part.html", {
        "person": person,
        "purposes": purposes_asked_for(),
        "decisions": newest_decisions([person.id]),
        "decision_labels": labels.DECISIONS,
        "not_decided": labels.NOT_DECIDED,
    }


def _record(person: Person, form: RecordedConsentForm) -> None:
    purpose = form.purposes[form.purpose.data]
    proof = Proof(Way(form.way.data), form.dated_on.data, form.evidence.data or "")
    decide(person, purpose.wording, form.wants, current_user, proof)
    if form.ethnicity.data:
        record_ethnicity(person, form.ethnicity.data, current_user)
