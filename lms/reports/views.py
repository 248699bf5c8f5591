"""Pages of the reports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Right, requires
from lms.errors import DomainError
from lms.forms import INVALID_STATUS
from lms.plans.labels import stage_label
from lms.reports.forms import YearsForm
from lms.reports.labels import source_label
from lms.reports.plan_report import PlanReport, plan_report

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"plan_stage_label": stage_label, "source_label": source_label}


@blueprint.get("/plan")
@requires(Right.SEE_REPORTS)
def plan() -> ResponseReturnValue:
    form = YearsForm(request.args)
    report = _asked(form)
    if report is None:
        return render_template("reports/plan.html", form=form, report=None), INVALID_STATUS
    return render_template("reports/plan.html", form=form, report=report)


def this_year() -> tuple[str, dict[str, Any]]:
    """The part of the leader's first page: the present year against its plan."""
    year = clock.today().year
    return "reports/this_year.html", {"year": plan_report(year, year).years[0]}


def _asked(form: YearsForm) -> PlanReport | None:
    """The report of the form's years, which are filled in where left out; None when they are wrong."""
    if not form.validate():
        return None
    try:
        report = plan_report(form.first.data, form.last.data)
    except DomainError as error:
        form.refuse(error)
        return None
    form.first.data, form.last.data = report.years[0].year, report.years[-1].year
    return report
