"""Pages of people."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import LONGEST_SEARCH, asked_page, asked_words
from lms.registry.forms.people import PersonForm
from lms.registry.labels import sex_label
from lms.registry.models import Person, Sex
from lms.registry.people import parts, queries
from lms.registry.people.citizen_number import shown_citizen_number
from lms.registry.people.register import register_person
from lms.registry.people.search import hashes_asked, hashes_named
from lms.registry.scope import load_survivor
from lms.registry.views.blueprint import blueprint
from lms.vietnamese import normal_text


@blueprint.get("/people")
@requires(Right.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    q, page, numbered = asked_words(), asked_page(), _hashes_asked()
    if _hashes_of(q):
        return _led_to(q)
    rows, has_next = queries.people_page(current_user, q, page, citizen_hashes=numbered)
    return render_template(
        "registry/people.html", rows=rows, q=q, numbered=numbered, page=page, has_next=has_next
    )


@blueprint.post("/people/search")
@requires(Right.SEE_PEOPLE)
def search_people() -> ResponseReturnValue:
    return _led_to(normal_text(request.form.get("sought", ""))[:LONGEST_SEARCH])


@blueprint.get("/people/<int:person_id>")
@requires(Right.SEE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    someone = load_survivor(person_id)
    if someone.id != person_id:
        return redirect(url_for("registry.person", person_id=someone.id))
    may_see_number = current_user.can(Right.SEE_CITIZEN_NUMBERS)
    return render_template(
        "registry/person.html",
        person=someone,
        sex=sex_label(someone.sex),
        number=shown_citizen_number(someone) if may_see_number else None,
        notices=parts.drawn_parts(someone, on_top=True),
        parts=parts.drawn_parts(someone),
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    form = PersonForm(organisation=request.args.get("organisation"))
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
    return register_person(
        form.full_name.data,
        current_user,
        birth=form.born.birth,
        sex=Sex(form.sex.data),
        phone=form.phone.data or "",
        organisation=form.organisation.organisation,
        position=form.position.data or "",
    )


def _led_to(q: str) -> ResponseReturnValue:
    """To the list for these words; of a citizen number the address holds the keyed hash only."""
    numbered = ",".join(_hashes_of(q))
    asked = {"number": numbered} if numbered else {"q": q or None}
    return redirect(url_for("registry.people", **asked), 303)


def _hashes_of(q: str) -> tuple[str, ...]:
    return hashes_asked(q) if current_user.can(Right.SEE_CITIZEN_NUMBERS) else ()


def _hashes_asked() -> tuple[str, ...]:
    """The citizen number that the address asks for, for those who may see them."""
    if not current_user.can(Right.SEE_CITIZEN_NUMBERS):
        return ()
    return hashes_named(request.args.get("number", ""))
