"""The contact's own people: the list, a new one, a corrected telephone number, what each has learnt."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.enrolments import labels
from lms.enrolments.forms.nominations import OwnPersonForm, PhoneForm
from lms.enrolments.nominations import queries
from lms.enrolments.nominations.own_people import correct_phone, enter_person
from lms.enrolments.nominations.scope import as_contact, load_own_organisation, load_own_person
from lms.enrolments.outcomes import outcomes_of
from lms.enrolments.positions import position_in
from lms.enrolments.views.nominations import blueprint
from lms.errors import DomainError
from lms.lists import asked_page, asked_words
from lms.registry.models import Sex
from lms.registry.people.position_titles import SUGGESTED_TITLES
from lms.registry.people.queries import people_page


@blueprint.get("/own-people")
@requires(Right.NOMINATE)
def people() -> ResponseReturnValue:
    q, page = asked_words(), asked_page()
    rows, has_next = people_page(as_contact(current_user), q, page)
    return render_template(
        "enrolments/nominations/people.html", rows=rows, q=q, page=page, has_next=has_next
    )


@blueprint.get("/own-people/<int:person_id>")
@requires(Right.NOMINATE)
def person(person_id: int) -> ResponseReturnValue:
    someone = load_own_person(person_id)
    places = queries.places_of_person(someone.id, current_user)
    return render_template(
        "enrolments/nominations/person.html",
        person=someone,
        held=position_in(someone, current_user.organisation_ids),
        places=places,
        outcomes=outcomes_of([place.id for place in places]),
        labels=labels,
    )


@blueprint.route("/own-people/new", methods=["GET", "POST"])
@requires(Right.NOMINATE)
def new_person() -> ResponseReturnValue:
    form = OwnPersonForm(queries.own_organisations(current_user))
    if form.validate_on_submit():
        try:
            someone = enter_person(
                form.full_name.data,
                current_user,
                birth=form.born.birth,
                sex=Sex(form.sex.data),
                phone=form.phone.data or "",
                organisation=load_own_organisation(form.organisation_id),
                position=form.position.data,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s is among your people now.", name=someone.full_name), "success")
            return redirect(url_for("nominations.people"), 303)
    return render_template(
        "enrolments/nominations/new_person.html", form=form, suggested_titles=SUGGESTED_TITLES
    ), form.answer_status


@blueprint.route("/own-people/<int:person_id>/phone", methods=["GET", "POST"])
@requires(Right.NOMINATE)
def phone(person_id: int) -> ResponseReturnValue:
    someone = load_own_person(person_id)
    form = PhoneForm()
    if form.validate_on_submit():
        try:
            correct_phone(someone, form.phone.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The telephone number is saved."), "success")
            return redirect(url_for("nominations.person", person_id=someone.id), 303)
    if request.method == "GET" and someone.phones:
        form.phone.data = someone.phones[0].digits
    return render_template(
        "enrolments/nominations/phone.html", form=form, person=someone
    ), form.answer_status
