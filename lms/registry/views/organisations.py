"""Pages of organisations."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import asked_page, asked_words
from lms.registry import queries
from lms.registry.forms.choices import NOTHING_CHOSEN
from lms.registry.forms.organisations import OrganisationForm
from lms.registry.labels import kind_label
from lms.registry.models import Organisation, OrganisationKind
from lms.registry.register import register_organisation
from lms.registry.scope import load_organisation
from lms.registry.units import present_units
from lms.registry.views.blueprint import blueprint


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
    return render_template("registry/new_organisation.html", form=form), form.answer_status


def _register_organisation(form: OrganisationForm) -> Organisation:
    return register_organisation(
        form.name.data,
        OrganisationKind(form.kind.data),
        current_user,
        tax_code=form.tax_code.data or "",
        unit_id=int(form.unit.data) if form.unit.data else None,
    )
