"""The annual plan in versions, and what the programme reported for years without rosters."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.database import UtcDateTime
from lms.extensions import Model


class Stage(StrEnum):
    """How far a version of a plan has come."""

    EXPECTED = "expected"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class AnnualPlan(Model):
    """The plan of one year; its versions are kept for ever."""

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    versions: Mapped[list[PlanVersion]] = relationship(
        back_populates="plan", order_by="PlanVersion.number"
    )
    lines: Mapped[list[PlanLine]] = relationship(
        back_populates="plan", order_by="PlanLine.position"
    )


class PlanVersion(Model):
    """The plan as it was expected, submitted or approved."""

    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("annual_plan.id"))
    number: Mapped[int]
    stage: Mapped[str] = mapped_column(String(20), default=Stage.EXPECTED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    plan: Mapped[AnnualPlan] = relationship(back_populates="versions")
    targets: Mapped[list[PlanTarget]] = relationship(
        back_populates="version", order_by="PlanTarget.id"
    )
    steps: Mapped[list[PlanStep]] = relationship(back_populates="version", order_by="PlanStep.id")


class PlanStep(Model):
    """A version's submission or approval: who, when, under which decision."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision_number: Mapped[str] = mapped_column(String(60), default="")
    decided_on: Mapped[date | None]

    version: Mapped[PlanVersion] = relationship(back_populates="steps")


class PlanLine(Model):
    """A line of a year's plan, the same through all versions: classes hang on it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("annual_plan.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))

    plan: Mapped[AnnualPlan] = relationship(back_populates="lines")


class PlanTarget(Model):
    """What one version plans for a line: classes and turns (lượt người)."""

    __table_args__ = (UniqueConstraint("version_id", "line_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id"))
    topic: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(200))
    classes: Mapped[int]
    turns: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")

    version: Mapped[PlanVersion] = relationship(back_populates="targets")
    line: Mapped[PlanLine] = relationship()


class HistoricalResult(Model):
    """What was reported for a year of which only totals are known. Heads are unknown, not zero."""

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    classes: Mapped[int]
    turns: Mapped[int]
    topic: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
