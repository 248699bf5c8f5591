"""Adding people to a class, one's place in it, and leaving it; the list is a part of the class page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.access import Right, requires
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.enrolments import labels, queries
from lms.enrolments.eligibility import objections_to
from lms.enrolments.enrol import enrol_all
from lms.enrolments.enrol import withdraw as take_back
from lms.enrolments.forms.enrolments import EnrolForm, PromotionForm, WithdrawalForm
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.places import places_of
from lms.enrolments.scope import load_enrolment, load_enrolment_in_full
from lms.enrolments.snapshot import snapshot_of_today, update_snapshot
from lms.enrolments.views.blueprint import blueprint
from lms.enrolments.waiting import obstacles_of, promote
from lms.errors import DomainError
from lms.extensions import db
from lms.lists import asked_words


@blueprint.route("/classes/<int:class_id>/enrolments/new", methods=["GET", "POST"])
@requires(Right.ENROL)
def new(class_id: int) -> ResponseReturnValue:
    training_class, q = load_class(class_id), asked_words()
    found = queries.find_people(q)
    states = queries.states_in(training_class.id, found)
    places = places_of(training_class)
    positions = {person.id: person.current_position for person in found}
    objections = objections_to(training_class, positions, places)
    form = EnrolForm(found[: queries.FOUND_SHOWN], states, objections)
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():  # all or nobody, and the page below sees nobody
                enrolled = enrol_all(
                    training_class, form.chosen(), current_user, form.terms(WayIn.OFFICE)
                )
        except DomainError as error:
            form.refuse_each(error)
        else:
            flash(_added(enrolled), "success")
            return redirect(url_for("enrolments.new", class_id=training_class.id, q=q), 303)
    return render_template(
        "enrolments/new.html",
        form=form,
        q=q,
        training_class=training_class,
        places=places,
        inside=form.inside,
        has_more=len(found) > queries.FOUND_SHOWN,
    ), form.answer_status


@blueprint.get("/enrolments/<int:enrolment_id>")
@requires(Right.SEE_PEOPLE)
def show(enrolment_id: int) -> ResponseReturnValue:
    enrolment = load_enrolment_in_full(enrolment_id)
    may_change = current_user.can(Right.ENROL) and enrolment.training_class.takes_enrolments
    has_place, obstacles = obstacles_of(enrolment) if may_change else (False, [])
    return render_template(
        "enrolments/show.html",
        enrolment=enrolment,
        training_class=enrolment.training_class,
        place=queries.place_in_queue(enrolment) if enrolment.is_waiting else None,
        has_place=has_place,
        obstacles=obstacles,
        kept=labels.shown_snapshot(enrolment),
        today=labels.shown_snapshot(snapshot_of_today(enrolment)) if may_change else {},
        steps=queries.steps_of(enrolment.id),
        labels=labels,
        form_key=uuid.uuid4().hex,
    )


@blueprint.post("/enrolments/<int:enrolment_id>/snapshot")
@requires(Right.ENROL)
def update(enrolment_id: int) -> ResponseReturnValue:
    enrolment = load_enrolment(enrolment_id)
    update_snapshot(enrolment, current_user)
    flash(_("The list now says what the registry says."), "success")
    return redirect(url_for("enrolments.show", enrolment_id=enrolment.id), 303)


@blueprint.route("/enrolments/<int:enrolment_id>/promotion", methods=["GET", "POST"])
@requires(Right.ENROL)
def give_place(enrolment_id: int) -> ResponseReturnValue:
    enrolment = load_enrolment(enrolment_id)
    form = PromotionForm()
    if form.validate_on_submit():
        try:
            promote(enrolment, current_user, form.despite.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s now has a place.", name=enrolment.full_name), "success")
            return redirect(url_for("enrolments.show", enrolment_id=enrolment.id), 303)
    return render_template(
        "enrolments/promotion.html",
        form=form,
        enrolment=enrolment,
        training_class=enrolment.training_class,
        obstacles=obstacles_of(enrolment)[1],
    ), form.answer_status


@blueprint.route("/enrolments/<int:enrolment_id>/withdrawal", methods=["GET", "POST"])
@requires(Right.ENROL)
def withdraw(enrolment_id: int) -> ResponseReturnValue:
    enrolment = load_enrolment(enrolment_id)
    form = WithdrawalForm()
    if form.validate_on_submit():
        try:
            take_back(enrolment, current_user, form.reason.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s was withdrawn.", name=enrolment.full_name), "success")
            return redirect(url_for("classes.show", class_id=enrolment.class_id), 303)
    return render_template(
        "enrolments/withdraw.html",
        form=form,
        enrolment=enrolment,
        training_class=enrolment.training_class,
    ), form.answer_status


def people_part(training_class: TrainingClass) -> tuple[str, dict[str, Any]]:
    """The people of the class and its waiting list, on its page."""
    sees_all = current_user.sees_whole_programme
    return "enrolments/people.html", {
        "people": queries.people_of(training_class.id, current_user),
        "waiting": queries.waiting_people(training_class.id, current_user),
        "training_class": training_class,
        "shows_particulars": current_user.can(Right.SEE_PEOPLE),
        "places": places_of(training_class) if sees_all else None,
    }


def places_part(training_class: TrainingClass) -> tuple[str, dict[str, Any]]:
    """How many places are taken and held, and who waits: to be read before a step of the class."""
    return "enrolments/places.html", {
        "training_class": training_class,
        "places": places_of(training_class),
    }


def _added(enrolled: Sequence[Enrolment]) -> str:
    waiting = sum(one.is_waiting for one in enrolled)
    confirmed = len(enrolled) - waiting
    words = [
        ngettext("%(num)s person was enrolled.", "%(num)s people were enrolled.", confirmed)
        if confirmed
        else "",
        ngettext("%(num)s person waits for a place.", "%(num)s people wait for a place.", waiting)
        if waiting
        else "",
    ]
    return " ".join(word for word in words if word)
