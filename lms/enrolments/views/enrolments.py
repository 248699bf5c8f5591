"""Adding people to a class and withdrawing them; the list itself is a part of the class page."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.access import Right, requires
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.enrolments import queries
from lms.enrolments.enrol import enrol
from lms.enrolments.enrol import withdraw as take_back
from lms.enrolments.forms.enrolments import EnrolForm, WithdrawalForm
from lms.enrolments.models import WayIn
from lms.enrolments.places import places_of
from lms.enrolments.scope import load_enrolment
from lms.enrolments.views.blueprint import blueprint
from lms.errors import DomainError
from lms.extensions import db
from lms.lists import asked_words


@blueprint.route("/classes/<int:class_id>/enrolments/new", methods=["GET", "POST"])
@requires(Right.ENROL)
def new(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    q = asked_words()
    found = queries.find_people(q)
    inside = queries.people_in(training_class.id, found)
    form = EnrolForm(found[: queries.FOUND_SHOWN], inside)
    if form.validate_on_submit():
        try:
            chosen = form.chosen()
            with db.session.begin_nested():  # all or nobody, and the page below sees nobody
                for person in chosen:
                    enrol(training_class, person, current_user, way=WayIn.OFFICE)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_added(len(chosen)), "success")
            return redirect(url_for("enrolments.new", class_id=training_class.id, q=q), 303)
    return render_template(
        "enrolments/new.html",
        form=form,
        q=q,
        training_class=training_class,
        left=places_of(training_class).left,
        inside=[person.full_name for person in found if person.id in inside],
        has_more=len(found) > queries.FOUND_SHOWN,
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
    """The people of the class, on its page."""
    people = queries.people_of(training_class.id, current_user)
    return "enrolments/people.html", {
        "people": people,
        "training_class": training_class,
        "shows_particulars": current_user.can(Right.SEE_PEOPLE),
        "sees_all": current_user.sees_whole_programme,
    }


def _added(count: int) -> str:
    return ngettext("%(num)s person was enrolled.", "%(num)s people were enrolled.", count)
