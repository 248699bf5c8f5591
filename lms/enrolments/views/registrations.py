"""Registrations as the office and the organisations answer them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectChoice

from lms.access import Right, requires
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.enrolments.forms.registrations import (
    AssignForm,
    ConfirmationForm,
    DeclineForm,
    RemovalForm,
)
from lms.enrolments.models import Enrolment
from lms.enrolments.registrations import labels, queries
from lms.enrolments.registrations.confirming import confirm as send
from lms.enrolments.registrations.matching import Fit, Meant, people_meant
from lms.enrolments.registrations.models import Registration
from lms.enrolments.registrations.receiving import organisations_holding
from lms.enrolments.registrations.scope import load_registration
from lms.enrolments.registrations.tidying import remove_registrations
from lms.errors import DomainError
from lms.extensions import db
from lms.lists import PAGE_SIZE, asked_page, asked_words
from lms.registry.labels import sex_label
from lms.registry.models import Organisation

blueprint = Blueprint("registrations", __name__)


@blueprint.get("/registrations")
@requires(Right.CONFIRM_REGISTRATIONS)
def index() -> ResponseReturnValue:
    page = asked_page()
    rows = queries.waiting_registrations(current_user, page)
    return render_template(
        "enrolments/registrations/index.html",
        rows=rows[:PAGE_SIZE],
        page=page,
        has_next=len(rows) > PAGE_SIZE,
    )


@blueprint.get("/classes/<int:class_id>/registrations")
@requires(Right.CONFIRM_REGISTRATIONS)
def of_class(class_id: int) -> ResponseReturnValue:
    training_class, page = load_class(class_id), asked_page()
    rows = queries.registrations_of(training_class.id, current_user, page)
    return render_template(
        "enrolments/registrations/of_class.html",
        training_class=training_class,
        rows=rows[:PAGE_SIZE],
        labels=labels,
        page=page,
        has_next=len(rows) > PAGE_SIZE,
    )


@blueprint.get("/registrations/<int:registration_id>")
@requires(Right.CONFIRM_REGISTRATIONS)
def show(registration_id: int) -> ResponseReturnValue:
    registration = load_registration(registration_id)
    meant = people_meant(registration, current_user)
    return _page(registration, meant, _confirmation_form(meant))


@blueprint.post("/registrations/<int:registration_id>/confirmation")
@requires(Right.CONFIRM_REGISTRATIONS)
def confirm(registration_id: int) -> ResponseReturnValue:
    registration = load_registration(registration_id)
    meant = people_meant(registration, current_user)
    form = _confirmation_form(meant)
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():  # a refusal leaves no half-entered person on the page
                enrolment = send(registration, current_user, form.person.data or "")
        except DomainError as error:
            registration = load_registration(registration_id)  # as it stands now, if it still does
            form.refuse(error)
        else:
            flash(_confirmed(enrolment), "success")
            return redirect(url_for("registrations.index"), 303)
    return _page(registration, meant, form)


@blueprint.route("/registrations/<int:registration_id>/refusal", methods=["GET", "POST"])
@requires(Right.CONFIRM_REGISTRATIONS)
def decline(registration_id: int) -> ResponseReturnValue:
    registration = load_registration(registration_id)
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            registration.decline(current_user, form.reason.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s is not sent.", name=registration.full_name), "success")
            return redirect(url_for("registrations.index"), 303)
    return render_template(
        "enrolments/registrations/decline.html", form=form, registration=registration
    ), form.answer_status


@blueprint.route("/registrations/<int:registration_id>/organisation", methods=["GET", "POST"])
@requires(Right.ENROL)
def assign(registration_id: int) -> ResponseReturnValue:
    registration = load_registration(registration_id)
    q = asked_words() or registration.organisation_text
    form = AssignForm(organisations_holding(q))
    if form.validate_on_submit():
        try:
            organisation = db.session.get_one(Organisation, form.chosen_id())
            registration.assign(organisation, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The organisation is set."), "success")
            return redirect(url_for("registrations.show", registration_id=registration.id), 303)
    return render_template(
        "enrolments/registrations/assign.html", form=form, registration=registration, q=q
    ), form.answer_status


@blueprint.route("/classes/<int:class_id>/registrations/removal", methods=["GET", "POST"])
@requires(Right.ENROL)
def remove(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = RemovalForm(queries.removable(training_class.id))
    if form.validate_on_submit():
        try:
            count = remove_registrations(
                training_class, form.chosen(), current_user, form.reason.data
            )
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_removed(count), "success")
            return redirect(url_for("registrations.of_class", class_id=training_class.id), 303)
    return render_template(
        "enrolments/registrations/remove.html", form=form, training_class=training_class
    ), form.answer_status


def home_part() -> tuple[str, dict[str, Any]] | None:
    """How many registrations wait: the office answers where an organisation cannot."""
    count = queries.count_waiting(current_user)
    return ("enrolments/registrations/home_part.html", {"count": count}) if count else None


def class_part(training_class: TrainingClass) -> tuple[str, dict[str, Any]]:
    """The ways into a class and its list, on its page."""
    asks = current_user.can(Right.CONFIRM_REGISTRATIONS)
    return "enrolments/ways_in.html", {
        "training_class": training_class,
        "link": queries.open_link(training_class.id) if current_user.can(Right.ENROL) else None,
        "waiting": queries.count_waiting(current_user, training_class.id) if asks else 0,
    }


def _page(registration: Registration, meant: Meant, form: ConfirmationForm) -> ResponseReturnValue:
    return render_template(
        "enrolments/registrations/show.html",
        registration=registration,
        meant=meant,
        form=form,
        labels=labels,
        sex=sex_label(registration.sex),
    ), form.answer_status


def _confirmation_form(meant: Meant) -> ConfirmationForm:
    return ConfirmationForm([_choice(fit) for fit in meant.fits] if meant.has_to_be_asked else [])


def _choice(fit: Fit) -> SelectChoice:
    person, held = fit.person, fit.position or fit.person.current_position
    words = (
        _("born in %(year)s", year=fit.birth_year) if fit.birth_year else "",
        held.title if held else "",
        held.organisation.name if held else "",
    )
    hint = " · ".join(word for word in words if word)
    return SelectChoice(str(person.id), person.full_name, {"hint": hint} if hint else {})


def _confirmed(enrolment: Enrolment) -> str:
    if enrolment.is_waiting:
        return _(
            "%(name)s is sent, and waits for a place: the class is full.",
            name=enrolment.full_name,
        )
    return _("%(name)s is sent, and has a place in the class.", name=enrolment.full_name)


def _removed(count: int) -> str:
    return ngettext(
        "%(num)s registration was deleted.", "%(num)s registrations were deleted.", count
    )
