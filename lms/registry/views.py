"""Pages of people and organisations."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.access import Right, requires
from lms.errors import DomainError
from lms.forms import INVALID_STATUS
from lms.lists import asked_page, asked_words
from lms.registry import queries
from lms.registry.forms import NOTHING_CHOSEN, OrganisationForm, PersonForm
from lms.registry.labels import kind_label, sex_label
from lms.registry.models import Organisation, OrganisationKind, Person, Sex
from lms.registry.register import register_organisation, register_person
from lms.registry.scope import load_organisation, load_person
from lms.registry.units import present_units

blueprint = Blueprint("registry", __name__)


@blueprint.get("/people")
@requires(Right.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    q, page = asked_words(), asked_page()
    rows, has_next = queries.people_page(current_user, q, page)
    return render_template("registry/people.html", rows=rows, q=q, page=page, has_next=has_next)


@blueprint.get("/people/<int:person_id>")
@requires(Right.SEE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    return render_template("registry/person.html", person=someone, sex=sex_label(someone.sex))


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    form = PersonForm(organisation=request.args.get("organisation"))
    form.organisation.choices = [NOTHING_CHOSEN, *queries.organisation_choices(current_user)]
    if form.validate_on_submit():
        try:
            someone = _register_person(form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s is in the register now.", name=someone.full_name), "success")
            return redirect(url_for("registry.person", person_id=someone.id), 303)
    return render_template("registry/new_person.html", form=form), _status(form)


@blueprint.get("/organisations")
@requires(Right.SEE_PEOPLE)
def organisations() -> ResponseReturnValue:
    q, page = asked_words(), asked_page()
    rows, has_next = queries.organisations_page(current_user, q, page)
    return render_template(
        "registry/organisations.html", rows=rows, q=q, page=page, has_next=has_next
    )


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Right.SEE_PEOPLE)
def organisation(organisation_id: int) -> ResponseReturnValue:
    body = load_organisation(organisation_id)
    page = asked_page()
    rows, has_next = queries.people_page(current_user, "", page, organisation_id=body.id)
    return render_template(
        "registry/organisation.html",
        organisation=body,
        kind=kind_label(body.kind),
        rows=rows,
        page=page,
        has_next=has_next,
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def new_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    form.unit.choices = [
        NOTHING_CHOSEN,
        *(SelectChoice(str(id_), label) for id_, label in present_units()),
    ]
    if form.validate_on_submit():
        try:
            body = _register_organisation(form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s is in the register now.", name=body.name), "success")
            return redirect(url_for("registry.organisation", organisation_id=body.id), 303)
    return render_template("registry/new_organisation.html", form=form), _status(form)


def _register_person(form: PersonForm) -> Person:
    chosen = form.organisation.data
    return register_person(
        form.full_name.data,
        current_user,
        birth=form.born.birth,
        sex=Sex(form.sex.data),
        phone=form.phone.data or "",
        organisation=load_organisation(int(chosen)) if chosen else None,
        position=form.position.data or "",
    )


def _register_organisation(form: OrganisationForm) -> Organisation:
    return register_organisation(
        form.name.data,
        OrganisationKind(form.kind.data),
        current_user,
        tax_code=form.tax_code.data or "",
        unit_id=int(form.unit.data) if form.unit.data else None,
    )


def _status(form: PersonForm | OrganisationForm) -> int:
    return INVALID_STATUS if form.errors else 200
