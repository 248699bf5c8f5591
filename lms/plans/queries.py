"""Figures of plans and of past years, for this feature's pages and for the report."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from lms.accounts.models import Account
from lms.extensions import db
from lms.plans.models import (
    AnnualPlan,
    HistoricalResult,
    PlanStep,
    PlanTarget,
    PlanVersion,
    Stage,
)
from lms.plans.planning import FIRST_YEAR, LAST_YEAR


class PlanFigures(NamedTuple):
    """What is planned for a year, by the version in force."""

    version: int
    stage: Stage
    classes: int
    turns: int
    newest_stage: Stage


class HistoricalFigures(NamedTuple):
    """What was reported for a year without rosters."""

    classes: int
    turns: int
    topic: str
    audience: str
    source: str


class Step(NamedTuple):
    """One line of a plan's course: a version begun, submitted or approved; by "" is the command line."""

    version: int
    stage: Stage
    at: datetime
    by: str
    decision_number: str
    decided_on: date | None


def plan_figures(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> dict[int, PlanFigures]:
    """By year: the figures in force, of the newest approved version or, before any is, of the newest."""
    rows = db.session.execute(
        select(
            AnnualPlan.year,
            PlanVersion.number,
            PlanVersion.stage,
            func.coalesce(func.sum(PlanTarget.classes), 0).label("classes"),
            func.coalesce(func.sum(PlanTarget.turns), 0).label("turns"),
        )
        .join(PlanVersion, PlanVersion.plan_id == AnnualPlan.id)
        .outerjoin(PlanTarget, PlanTarget.version_id == PlanVersion.id)
        .where(AnnualPlan.year.between(first, last))
        .group_by(AnnualPlan.year, PlanVersion.number, PlanVersion.stage)
        .order_by(AnnualPlan.year, PlanVersion.number)
    )
    figures: dict[int, PlanFigures] = {}
    for year, number, stage, classes, turns in rows:
        newer = PlanFigures(number, Stage(stage), int(classes), int(turns), Stage(stage))
        older = figures.get(year)
        if older and older.stage == Stage.APPROVED and newer.stage != Stage.APPROVED:
            newer = older._replace(newest_stage=newer.stage)
        figures[year] = newer
    return figures


def historical_figures(
    first: int = FIRST_YEAR, last: int = LAST_YEAR
) -> dict[int, HistoricalFigures]:
    """By year: what was reported, for the years of which only totals are known."""
    result = HistoricalResult
    rows = db.session.execute(
        select(
            result.year,
            result.classes,
            result.turns,
            result.topic,
            result.audience,
            result.source,
        ).where(result.year.between(first, last))
    )
    return {row[0]: HistoricalFigures(*row[1:]) for row in rows}


def steps_of(plan_id: int) -> list[Step]:
    """The course of a plan through all its versions, oldest first."""
    begun = db.session.execute(
        select(PlanVersion.number, PlanVersion.created_at, Account.display_name)
        .outerjoin(Account, Account.id == PlanVersion.created_by_id)
        .where(PlanVersion.plan_id == plan_id)
    )
    taken = db.session.execute(
        select(
            PlanVersion.number,
            PlanStep.stage,
            PlanStep.at,
            Account.display_name,
            PlanStep.decision_number,
            PlanStep.decided_on,
        )
        .join(PlanVersion, PlanVersion.id == PlanStep.version_id)
        .outerjoin(Account, Account.id == PlanStep.by_id)
        .where(PlanVersion.plan_id == plan_id)
    )
    steps = [Step(number, Stage.EXPECTED, at, name or "", "", None) for number, at, name in begun]
    steps += [
        Step(number, Stage(stage), at, name or "", decision, decided_on)
        for number, stage, at, name, decision, decided_on in taken
    ]
    return sorted(steps, key=lambda step: (step.version, step.at))


def waiting_years() -> list[int]:
    """The years whose plan waits for approval."""
    return list(
        db.session.scalars(
            select(AnnualPlan.year)
            .join(PlanVersion)
            .where(PlanVersion.stage == Stage.SUBMITTED)
            .order_by(AnnualPlan.year)
        )
    )
