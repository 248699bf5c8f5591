"""Recording a citizen number, and reading it whole for a reason."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.registry.forms.citizen_numbers import CitizenNumberForm, DisclosureForm
from lms.registry.people import citizen_number
from lms.registry.scope import load_person
from lms.registry.views.blueprint import blueprint
from lms.registry.views.changing import back_to, carried_out, change_page


@blueprint.route("/people/<int:person_id>/citizen-number", methods=["GET", "POST"])
@requires(Right.SEE_CITIZEN_NUMBERS)
def change_citizen_number(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    form = CitizenNumberForm()
    if carried_out(
        someone,
        form,
        lambda: citizen_number.set_citizen_number(someone, form.chosen, current_user),
    ):
        return back_to(someone, _("The citizen number was recorded."))
    return change_page("registry/citizen_number.html", someone, form)


@blueprint.post("/people/<int:person_id>/citizen-number/removal")
@requires(Right.SEE_CITIZEN_NUMBERS)
def remove_citizen_number(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    citizen_number.remove_citizen_number(someone, current_user)
    return back_to(someone, _("The citizen number was removed."))


@blueprint.route("/people/<int:person_id>/citizen-number/disclosure", methods=["GET", "POST"])
@requires(Right.SEE_CITIZEN_NUMBERS)
def disclose_citizen_number(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    form = DisclosureForm()
    if form.validate_on_submit():
        try:
            number = citizen_number.disclose_citizen_number(someone, form.reason.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            # sent a second time, the form leads to the person, not to the number
            page = render_template("registry/disclosed.html", person=someone, number=number)
            return page, 200, {"Location": url_for("registry.person", person_id=someone.id)}
    return render_template(
        "registry/disclosure.html", person=someone, form=form
    ), form.answer_status
