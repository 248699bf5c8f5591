"""Pages of people."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import asked_page, asked_words
from lms.registry import parts, queries
from lms.registry.forms.choices import NOTHING_CHOSEN
from lms.registry.forms.people import PersonForm
from lms.registry.labels import sex_label
from lms.registry.models import Person, Sex
from lms.registry.register import register_person
from lms.registry.scope import load_organisation, load_person
from lms.registry.views.blueprint import blueprint


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
    return render_template(
        "registry/person.html",
        person=someone,
        sex=sex_label(someone.sex),
        notices=parts.drawn_parts(someone, on_top=True),
        parts=parts.drawn_parts(someone),
    )


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
    return render_template("registry/new_person.html", form=form), form.answer_status


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
