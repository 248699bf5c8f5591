"""The annual plan in versions, and what the programme reported for years without rosters."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import audit, clock
from lms.access import Viewer
from lms.database import UtcDateTime
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.vietnamese import normal_text


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

    @property
    def newest(self) -> PlanVersion:
        """The version that is worked on."""
        return self.versions[-1]

    def adjust(self, by: Viewer | None) -> PlanVersion:
        """Begin a new version with the targets of the newest one, which must be approved.

        The approved version stays in force until the new one is approved.
        """
        self.newest.lock()
        db.session.refresh(self, ["versions"])
        approved = self.newest
        if approved.stage != Stage.APPROVED:
            raise DomainError(
                _l("Only an approved plan is adjusted; change the present version instead.")
            )
        targets = [target.copied() for target in approved.targets]
        version = PlanVersion(
            plan=self,
            targets=targets,
            number=approved.number + 1,
            stage=Stage.EXPECTED,
            created_by_id=by.id if by else None,
        )
        db.session.add(version)
        audit.record("plan adjustment begun", version, by, year=self.year, number=version.number)
        return version


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

    @property
    def is_draft(self) -> bool:
        """Whether its lines can still change."""
        return self.stage == Stage.EXPECTED

    @property
    def classes(self) -> int:
        return sum(target.classes for target in self.targets)

    @property
    def turns(self) -> int:
        return sum(target.turns for target in self.targets)

    def submit(self, by: Viewer | None) -> None:
        """Expected -> submitted. A plan without a line cannot be submitted."""
        self.lock()
        if not self.targets:
            raise DomainError(_l("Add at least one line before submitting the plan."))
        self._step(Stage.EXPECTED, PlanStep(stage=Stage.SUBMITTED), by)

    def approve(self, by: Viewer | None, decision_number: str, decided_on: date) -> None:
        """Submitted -> approved, under a decision that was signed today or earlier."""
        self.lock()
        if not normal_text(decision_number):
            raise DomainError(_l("Enter the number of the decision."), field="decision_number")
        if decided_on > clock.today():
            raise DomainError(_l("The decision cannot be signed after today."), field="decided_on")
        decision = PlanStep(
            stage=Stage.APPROVED,
            decision_number=normal_text(decision_number),
            decided_on=decided_on,
        )
        self._step(Stage.SUBMITTED, decision, by)

    def lock(self) -> None:
        """Hold the version to the end of the transaction and read it as it stands now."""
        db.session.flush()
        db.session.get(PlanVersion, self.id, with_for_update=True, populate_existing=True)

    def require_draft(self) -> None:
        """Lock, and raise DomainError when the lines can no longer change."""
        self.lock()
        if not self.is_draft:
            raise DomainError(
                _l(
                    "This version was submitted; its lines can no longer change. Open its page anew."
                )
            )

    def _step(self, origin: Stage, step: PlanStep, by: Viewer | None) -> None:
        if self.stage != origin:
            raise DomainError(
                _l("Somebody was faster: the plan is in another state now. Open its page anew.")
            )
        step.at = clock.now()
        step.by_id = by.id if by else None
        self.steps.append(step)
        self.stage = step.stage
        audit.record("plan " + step.stage, self, by, stage=[origin, step.stage])


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

    def change(self, classes: int, turns: int, by: Viewer | None) -> None:
        """Plan other figures for this line; 0 and 0 drop it. Only in a version that is a draft."""
        self.version.require_draft()
        db.session.refresh(self, ["classes", "turns"])
        old = {"classes": self.classes, "turns": self.turns}
        self.classes, self.turns = classes, turns
        new = {"classes": classes, "turns": turns}
        audit.record("plan line changed", self, by, **{key: [old[key], new[key]] for key in new})

    def copied(self) -> PlanTarget:
        """The same target, for the next version."""
        return PlanTarget(
            line=self.line,
            topic=self.topic,
            audience=self.audience,
            classes=self.classes,
            turns=self.turns,
            note=self.note,
        )


class HistoricalResult(Model):
    """What was reported for a year of which only totals are known. Heads are unknown, not zero."""

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    classes: Mapped[int]
    turns: Mapped[int]
    topic: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
