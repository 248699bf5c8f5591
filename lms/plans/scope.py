"""Fetching plans. Everybody who may see plans sees all of them."""

from __future__ import annotations

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.extensions import db
from lms.plans.models import AnnualPlan, PlanTarget, PlanVersion


def load_plan(year: int) -> AnnualPlan:
    """The plan of a year with its versions and their targets, or 404."""
    plan = db.session.scalar(
        select(AnnualPlan)
        .where(AnnualPlan.year == year)
        .options(
            selectinload(AnnualPlan.versions)
            .selectinload(PlanVersion.targets)
            .joinedload(PlanTarget.line)
        )
    )
    return plan or abort(404)


def load_target(plan: AnnualPlan, line_id: int) -> PlanTarget:
    """The target of a line in the newest version of the plan, or 404."""
    targets = (target for target in plan.newest.targets if target.line_id == line_id)
    return next(targets, None) or abort(404)
