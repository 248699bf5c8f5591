"""Beginning a year's plan and writing its lines."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms import audit, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.plans.models import AnnualPlan, PlanLine, PlanTarget, PlanVersion, Stage
from lms.vietnamese import normal_text

FIRST_YEAR, LAST_YEAR = 1990, 2100


def create_plan(year: int, by: Viewer | None, source: str = "") -> AnnualPlan:
    """Begin the plan of a year with an empty first version.

    Raises DomainError for a year that has one, and for one outside 1990–2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(_l("Enter a year between 1990 and 2100."), field="year")
    database.take_lock("annual plan")
    if db.session.scalar(select(AnnualPlan.id).where(AnnualPlan.year == year)) is not None:
        raise DomainError(_l("There is a plan for %(year)s already.", year=year), field="year")
    plan = AnnualPlan(year=year, source=source)
    plan.versions.append(
        PlanVersion(number=1, stage=Stage.EXPECTED, created_by_id=by.id if by else None)
    )
    db.session.add(plan)
    audit.record("plan begun", plan, by, year=year)
    return plan


def add_line(  # noqa: PLR0913, PLR0917 - the columns of a line belong together
    version: PlanVersion,
    title: str,
    topic: str,
    audience: str,
    classes: int,
    turns: int,
    by: Viewer | None,
    *,
    note: str = "",
) -> PlanTarget:
    """Add a line with its target: classes, and turns (lượt người) over all of them.

    Raises DomainError when the version was submitted.
    """
    version.require_draft()
    last = db.session.scalar(
        select(func.max(PlanLine.position)).where(PlanLine.plan_id == version.plan_id)
    )
    line = PlanLine(plan=version.plan, position=(last or 0) + 1, title=normal_text(title))
    db.session.add(line)
    target = PlanTarget(
        line=line,
        topic=normal_text(topic),
        audience=normal_text(audience),
        classes=classes,
        turns=turns,
        note=note,
    )
    version.targets.append(target)
    audit.record("plan line added", target, by, title=line.title, classes=classes, turns=turns)
    return target
