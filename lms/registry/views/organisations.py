"""Pages of organisations: the list, one of them, entering and changing."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.extensions import db
from lms.lists import asked_page, asked_words
from lms.registry.forms.organisations import OrganisationChangeForm, OrganisationForm
from lms.registry.labels import KINDS, STATUSES
from lms.registry.models import Organisation
from lms.registry.organisations.changes import (
    described_organisation_changes,
    organisation_changes_since,
)
from lms.registry.organisations.contacts import contacts_of
from lms.registry.organisations.lineage import lineage, successions_of
from lms.registry.organisations.parts import drawn_parts
from lms.registry.organisations.queries import OrganisationFilter, organisations_page
from lms.registry.organisations.register import change_organisation, enter
from lms.registry.people import queries
from lms.registry.people.changing import values_before
from lms.registry.scope import load_organisation
from lms.registry.units.geography import former_district_names
from lms.registry.units.history import present_units_of
from lms.registry.views.blueprint import blueprint


@blueprint.get("/organisations")
@requires(Right.SEE_PEOPLE)
def organisations() -> ResponseReturnValue:
    districts = former_district_names()
    asked = OrganisationFilter(
        asked_words(),
        _asked("kind", KINDS),
        _asked("district", districts),
        _asked("status", STATUSES),
    )
    page = asked_page()
    rows, has_next = organisations_page(current_user, asked, page)
    return render_template(
        "registry/organisations.html",
        rows=rows,
        asked=asked,
        kinds=KINDS,
        statuses=STATUSES,
        districts=districts,
        district=asked.district,
        page=page,
        has_next=has_next,
    )


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Right.SEE_PEOPLE)
def organisation(organisation_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    page = asked_page()
    predecessors = lineage(body.id).predecessors
    rows, has_next = queries.people_page(
        current_user, "", page, organisation_ids=frozenset({body.id, *predecessors})
    )
    return render_template(
        "registry/organisation.html",
        organisation=body,
        present_units=present_units_of(body.unit) if body.unit else [],
        successions=successions_of(body.id),
        contacts=contacts_of(body.id),
        parts=drawn_parts(body),
        has_predecessors=bool(predecessors),
        rows=rows,
        page=page,
        has_next=has_next,
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def new_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            body = enter(form.particulars, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s is in the register now.", name=body.name), "success")
            return redirect(url_for("registry.organisation", organisation_id=body.id), 303)
    return render_template("registry/new_organisation.html", form=form), form.answer_status


@blueprint.route(
    "/organisations/<int:organisation_id>/particulars",
    methods=["GET", "POST"],
    endpoint="change_organisation",
)
@requires(Right.MANAGE_PEOPLE)
def organisation_particulars(organisation_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    form = OrganisationChangeForm(body)
    if form.validate_on_submit() and _carried_out(body, form):
        flash(_("The particulars were saved."), "success")
        return redirect(url_for("registry.organisation", organisation_id=body.id), 303)
    return _change_page(body, form)


def _carried_out(body: Organisation, form: OrganisationChangeForm) -> bool:
    try:
        with db.session.begin_nested():  # all or nothing, and the page below shows what is stored
            change_organisation(
                body,
                form.particulars,
                current_user,
                seen_revision=form.seen_revision or 0,
                corrects_name=form.corrects_name.data,
            )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _change_page(body: Organisation, form: OrganisationChangeForm) -> ResponseReturnValue:
    """The form, drawn from the newest revision, with what was changed since the one that was sent.

    What the sender had left as it was drawn follows those changes, so that sending again undoes none.
    """
    meanwhile = []
    if form.is_submitted() and form.seen_revision != body.revision:
        meanwhile = organisation_changes_since(body, form.seen_revision)
        form.follow(body, values_before(meanwhile))
    form.revision.data = str(body.revision)
    page = render_template(
        "registry/organisation_particulars.html",
        organisation=body,
        form=form,
        meanwhile=described_organisation_changes(meanwhile),
    )
    return page, form.answer_status


def _asked(name: str, known: Iterable[str]) -> str:
    """A word of the address that narrows the list; one that is not known narrows nothing."""
    value = request.args.get(name, "")
    return value if value in set(known) else ""
