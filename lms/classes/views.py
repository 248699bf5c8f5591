"""The pages about classes."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from lms import clock
from lms.access import Right, requires
from lms.catalogue.models import Course
from lms.classes import choices, labels, parts, queries
from lms.classes.creation import ClassDraft, create_class, make_session, span_of
from lms.classes.forms import CapacityForm, ClassForm, FilterForm, SessionForm
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.errors import DomainError
from lms.extensions import db
from lms.lists import PAGE_SIZE, asked_page
from lms.plans.models import PlanLine
from lms.registry.models import AdministrativeUnit, Person

blueprint = Blueprint("classes", __name__, url_prefix="/classes")


@blueprint.get("")
@requires(Right.SEE_CLASSES)
def index() -> ResponseReturnValue:
    form = FilterForm(queries.class_years(current_user), request.args)
    page = asked_page()
    rows = queries.class_rows(current_user, page=page, **form.chosen())
    return render_template(
        "classes/index.html",
        filters=form,
        rows=rows[:PAGE_SIZE],
        taken=parts.places_taken([row.id for row in rows]),
        labels=labels,
        page=page,
        has_next=len(rows) > PAGE_SIZE,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Right.MANAGE_CLASSES)
def new() -> ResponseReturnValue:
    form = _class_form()
    if form.validate_on_submit():
        try:
            created = _create(form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The class was created. Now put its sessions on the timetable."), "success")
            return redirect(url_for("classes.show", class_id=created.id), 303)
    return render_template("classes/new.html", form=form), form.answer_status


@blueprint.get("/<int:class_id>")
@requires(Right.SEE_CLASSES)
def show(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    sessions = queries.timetable(training_class.id)
    return render_template(
        "classes/show.html",
        training_class=training_class,
        facts=queries.facts(training_class.id),
        sessions=sessions,
        last_has_begun=bool(sessions) and sessions[-1].starts_at <= clock.now(),
        life=queries.life(training_class.id),
        labels=labels,
        parts=parts.drawn_parts(training_class),
        form_key=uuid.uuid4().hex,
    )


@blueprint.route("/<int:class_id>/sessions/new", methods=["GET", "POST"])
@requires(Right.MANAGE_CLASSES)
def add_session(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = SessionForm()
    form.trainers.choices = choices.trainer_choices()
    if form.validate_on_submit():
        try:
            _add_session(training_class, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The session is on the timetable."), "success")
            return redirect(url_for("classes.show", class_id=training_class.id), 303)
    template = "classes/add_session.html"
    return render_template(template, form=form, training_class=training_class), form.answer_status


@blueprint.route("/<int:class_id>/capacity", methods=["GET", "POST"])
@requires(Right.MANAGE_CLASSES)
def change_capacity(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = CapacityForm(obj=training_class)
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():  # when it is refused the page shows what was before
                training_class.change_capacity(form.capacity.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The number of places was changed."), "success")
            return redirect(url_for("classes.show", class_id=training_class.id), 303)
    return render_template(
        "classes/capacity.html",
        form=form,
        training_class=training_class,
        parts=parts.drawn_step_parts(training_class),
    ), form.answer_status


@blueprint.post("/<int:class_id>/opening")
@requires(Right.MANAGE_CLASSES)
def open(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    training_class.open_enrolment(current_user)
    flash(_("The class takes enrolments now."), "success")
    return redirect(url_for("classes.show", class_id=training_class.id), 303)


@blueprint.route("/<int:class_id>/list-closing", methods=["GET", "POST"])
@requires(Right.MANAGE_CLASSES)
def close_list(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    if request.method == "GET":
        return _ask("classes/close_list.html", training_class)
    training_class.close_list(current_user)
    flash(_("The list of the class is closed."), "success")
    return redirect(url_for("classes.show", class_id=training_class.id), 303)


@blueprint.route("/<int:class_id>/ending", methods=["GET", "POST"])
@requires(Right.MANAGE_CLASSES)
def end(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    if request.method == "GET":
        return _ask("classes/end.html", training_class)
    training_class.end(current_user)
    flash(_("The class has ended."), "success")
    return redirect(url_for("classes.show", class_id=training_class.id), 303)


def _ask(template: str, training_class: TrainingClass) -> str:
    """A step that cannot be taken back is read before it is taken."""
    return render_template(
        template,
        training_class=training_class,
        parts=parts.drawn_step_parts(training_class),
        form_key=uuid.uuid4().hex,
    )


def _class_form() -> ClassForm:
    form = ClassForm()
    form.course.choices = [SelectChoice("", _("Choose a course")), *choices.course_choices()]
    form.plan_line.choices = [SelectChoice("", _("Outside the plan")), *choices.plan_line_choices()]
    form.unit.choices = [SelectChoice("", _("Not stated")), *choices.commune_choices()]
    return form


def _create(form: ClassForm) -> TrainingClass:
    plan_line_id, unit_id = form.plan_line.data, form.unit.data
    draft = ClassDraft(
        code=form.code.data,
        title=form.title.data,
        course=db.session.get_one(Course, form.course.data),
        capacity=form.capacity.data,
        venue=form.venue.data,
        plan_line=db.session.get_one(PlanLine, plan_line_id) if plan_line_id else None,
        unit=db.session.get_one(AdministrativeUnit, unit_id) if unit_id else None,
    )
    return create_class(draft, current_user)


def _add_session(training_class: TrainingClass, form: SessionForm) -> None:
    span = span_of(form.day.data, form.start_time.data, form.end_time.data)
    trainers = [db.session.get_one(Person, person_id) for person_id in form.trainers.data]
    session = make_session(span, form.topic.data, form.periods.data, trainers)
    training_class.add_session(session, current_user)
