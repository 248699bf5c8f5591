"""Pages that change who somebody is and how they are called."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.registry.forms.person_changes import ParticularsForm, PhoneForm
from lms.registry.models import Person, PersonPhone, Sex
from lms.registry.people import changing, phones
from lms.registry.scope import load_person
from lms.registry.views.blueprint import blueprint
from lms.registry.views.changing import back_to, carried_out, change_page


@blueprint.route("/people/<int:person_id>/particulars", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def change_particulars(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    form = ParticularsForm.of(someone)
    if carried_out(someone, form, lambda: _change(someone, form)):
        return back_to(someone, _("The particulars were saved."))
    return change_page("registry/particulars.html", someone, form)


@blueprint.route("/people/<int:person_id>/phones", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def change_phones(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    form = PhoneForm()
    if carried_out(someone, form, lambda: _add_phone(someone, form)):
        return back_to(someone, _("The telephone number was added."))
    return change_page("registry/phones.html", someone, form)


@blueprint.post("/people/<int:person_id>/phones/<int:phone_id>/precedence")
@requires(Right.MANAGE_PEOPLE)
def put_phone_first(person_id: int, phone_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    phones.put_phone_first(_phone(someone, phone_id), current_user)
    return back_to(someone, _("This number is called first now."))


@blueprint.post("/people/<int:person_id>/phones/<int:phone_id>/removal")
@requires(Right.MANAGE_PEOPLE)
def remove_phone(person_id: int, phone_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    phones.remove_phone(_phone(someone, phone_id), current_user)
    return back_to(someone, _("The telephone number was removed."))


def _change(someone: Person, form: ParticularsForm) -> None:
    changing.change_particulars(
        someone,
        current_user,
        full_name=form.full_name.data,
        birth=form.birth.birth,
        sex=Sex(form.sex.data),
    )


def _add_phone(someone: Person, form: PhoneForm) -> None:
    phones.add_phone(someone, form.phone.data, current_user, note=form.note.data or "")


def _phone(someone: Person, phone_id: int) -> PersonPhone:
    """A number of this person; else 404."""
    return next((phone for phone in someone.phones if phone.id == phone_id), None) or abort(404)
