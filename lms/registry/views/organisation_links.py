"""Pages of whom the office calls about an organisation, of what became of it, and choosing one in a form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.forms.choices import NOTHING_CHOSEN
from lms.registry.forms.organisation_field import MOST_OFFERED
from lms.registry.forms.organisations import ContactForm, SuccessionForm
from lms.registry.models import (
    Organisation,
    OrganisationContact,
    OrganisationSuccession,
    SuccessionKind,
)
from lms.registry.organisations import contacts
from lms.registry.organisations.lineage import record_succession, remove_succession, successions_of
from lms.registry.organisations.search import FoundOrganisation, find_organisations
from lms.registry.scope import load_organisation, load_person
from lms.registry.views.blueprint import blueprint
from lms.vietnamese import normal_text, search_key

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}", re.ASCII)


@dataclass(frozen=True)
class Offer:
    """What an OrganisationField offers, apart from its form."""

    name: str
    typed: str
    offered: list[FoundOrganisation]
    has_more: bool
    data: None = None

    @property
    def id(self) -> str:
        return self.name


@blueprint.get("/organisations/choices")
@requires(Right.SEE_PEOPLE)
def organisation_choices() -> ResponseReturnValue:
    """A fragment of a page for js/picker.js."""
    name = request.args.get("field", "organisation")
    typed = normal_text(request.args.get("q", ""))
    if not _FIELD_NAME.fullmatch(name):
        abort(404)
    found = []
    if search_key(typed):
        found = find_organisations(current_user, typed, MOST_OFFERED + 1)
    field = Offer(name, typed, found[:MOST_OFFERED], len(found) > MOST_OFFERED)
    return render_template("registry/organisation_choices.html", field=field)


@blueprint.route("/organisations/<int:organisation_id>/contacts", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def organisation_contacts(organisation_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    form = ContactForm()
    form.person.choices = [NOTHING_CHOSEN, *contacts.people_to_choose(body.id)]
    if form.validate_on_submit():
        person = load_person(int(form.person.data))
        contacts.add_contact(body, person, form.role.data, current_user)
        return _back_to(body, _("The contact person was noted."))
    return render_template(
        "registry/organisation_contacts.html",
        organisation=body,
        form=form,
        contacts=contacts.contacts_of(body.id),
    ), form.answer_status


@blueprint.post("/organisations/<int:organisation_id>/contacts/<int:contact_id>/removal")
@requires(Right.MANAGE_PEOPLE)
def remove_contact(organisation_id: int, contact_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    row = db.session.get(OrganisationContact, contact_id)
    if row is None or row.organisation_id != body.id:
        abort(404)
    contacts.remove_contact(row, current_user)
    return _back_to(body, _("The person is no longer a contact person."))


@blueprint.route("/organisations/<int:organisation_id>/successions", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def successions(organisation_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    form = SuccessionForm()
    if form.validate_on_submit() and _recorded(body, form):
        return _back_to(body, _("The succession was recorded."))
    return render_template(
        "registry/successions.html",
        organisation=body,
        form=form,
        successions=successions_of(body.id),
    ), form.answer_status


@blueprint.post("/organisations/<int:organisation_id>/successions/<int:succession_id>/removal")
@requires(Right.MANAGE_PEOPLE)
def remove_organisation_succession(organisation_id: int, succession_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    row = db.session.get(OrganisationSuccession, succession_id)
    if row is None or row.predecessor_id != body.id:
        abort(404)
    remove_succession(row, current_user)
    return _back_to(body, _("The succession was removed."))


def _recorded(body: Organisation, form: SuccessionForm) -> bool:
    try:
        with db.session.begin_nested():
            record_succession(
                body,
                form.successor.chosen,
                SuccessionKind(form.kind.data),
                form.effective_on.data,
                current_user,
                legal_basis=form.legal_basis.data or "",
            )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _back_to(body: Organisation, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("registry.organisation", organisation_id=body.id), 303)
