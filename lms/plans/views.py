"""Pages of the annual plans."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.access import Right, requires
from lms.errors import DomainError
from lms.forms import INVALID_STATUS, BaseForm
from lms.plans import queries
from lms.plans.forms import DecisionForm, FiguresForm, LineForm, YearForm
from lms.plans.labels import stage_kind, stage_label
from lms.plans.models import AnnualPlan
from lms.plans.planning import add_line as add_plan_line
from lms.plans.planning import create_plan
from lms.plans.scope import load_plan, load_target

blueprint = Blueprint("plans", __name__, url_prefix="/plans")


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"stage_label": stage_label, "stage_kind": stage_kind}


@blueprint.get("")
@requires(Right.SEE_PLANS)
def index() -> ResponseReturnValue:
    plans, history = queries.plan_figures(), queries.historical_figures()
    years = sorted(plans.keys() | history.keys(), reverse=True)
    return render_template("plans/index.html", years=years, plans=plans, history=history)


@blueprint.get("/<int:year>")
@requires(Right.SEE_PLANS)
def show(year: int) -> ResponseReturnValue:
    return _page(load_plan(year), LineForm())


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Right.WRITE_PLANS)
def new() -> ResponseReturnValue:
    form = YearForm()
    if form.validate_on_submit():
        try:
            plan = create_plan(form.year.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _to(plan)
    return render_template("plans/new.html", form=form), form.answer_status


@blueprint.post("/<int:year>/lines")
@requires(Right.WRITE_PLANS)
def add_line(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), LineForm()
    if not form.validate():
        return _page(plan, form), INVALID_STATUS
    words = form.title.data, form.topic.data, form.audience.data
    add_plan_line(plan.newest, *words, form.classes.data, form.turns.data, current_user)
    flash(_("The line was added."), "success")
    return _to(plan)


@blueprint.route("/<int:year>/lines/<int:line_id>", methods=["GET", "POST"])
@requires(Right.WRITE_PLANS)
def change_line(year: int, line_id: int) -> ResponseReturnValue:
    plan = load_plan(year)
    target = load_target(plan, line_id)
    form = FiguresForm(obj=target)
    if form.validate_on_submit():
        target.change(form.classes.data, form.turns.data, current_user)
        flash(_("The line was changed."), "success")
        return _to(plan)
    return render_template(
        "plans/line.html", plan=plan, target=target, form=form
    ), form.answer_status


@blueprint.post("/<int:year>/submission")
@requires(Right.WRITE_PLANS)
def submit(year: int) -> ResponseReturnValue:
    plan = load_plan(year)
    plan.newest.submit(current_user)
    flash(_("The plan was submitted for approval."), "success")
    return _to(plan)


@blueprint.route("/<int:year>/approval", methods=["GET", "POST"])
@requires(Right.APPROVE_PLANS)
def approve(year: int) -> ResponseReturnValue:
    plan, form = load_plan(year), DecisionForm()
    if form.validate_on_submit():
        try:
            plan.newest.approve(current_user, form.decision_number.data, form.decided_on.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The plan was approved."), "success")
            return _to(plan)
    return render_template("plans/approve.html", plan=plan, form=form), form.answer_status


@blueprint.post("/<int:year>/adjustment")
@requires(Right.WRITE_PLANS)
def adjust(year: int) -> ResponseReturnValue:
    plan = load_plan(year)
    plan.adjust(current_user)
    flash(_("A new version was begun; the approved one stays in force until it is approved."))
    return _to(plan)


def _page(plan: AnnualPlan, form: LineForm) -> str:
    return render_template(
        "plans/show.html",
        plan=plan,
        version=plan.newest,
        steps=queries.steps_of(plan.id),
        form=form,
        press=BaseForm(),
    )


def _to(plan: AnnualPlan) -> Response:
    return redirect(url_for("plans.show", year=plan.year), 303)
