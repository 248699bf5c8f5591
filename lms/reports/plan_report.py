"""Trainees per year against plan: what the page, the command and the first page show.

A year's actual figures come from its rosters when it has classes that count (see actuals.py); else from
what was reported for it, of which heads and organisations are unknown; else they are zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.errors import DomainError
from lms.plans.planning import FIRST_YEAR, LAST_YEAR
from lms.plans.queries import HistoricalFigures, PlanFigures, historical_figures, plan_figures
from lms.reports.actuals import NOTHING, Actual, actuals, first_year_with_data

MEASURE = "turns"


class ActualSource(StrEnum):
    """Where a year's actual figures come from."""

    ROSTERS = "rosters"
    REPORTED = "reported"
    NONE = "none"


@dataclass(frozen=True)
class Year:
    """One row of the report. ``reported`` is kept beside rosters, which win."""

    year: int
    plan: PlanFigures | None
    actual: Actual
    source: ActualSource
    reported: HistoricalFigures | None

    @property
    def percent_classes(self) -> float | None:
        return percent(self.actual.classes, self.plan.classes) if self.plan else None

    @property
    def percent_turns(self) -> float | None:
        return percent(self.actual.turns, self.plan.turns) if self.plan else None


@dataclass(frozen=True)
class PlanReport:
    """The years from first to last, as they stand on a day."""

    years: list[Year]
    as_of: date

    @property
    def classes(self) -> int:
        return sum(year.actual.classes for year in self.years)

    @property
    def turns(self) -> int:
        return sum(year.actual.turns for year in self.years)

    @property
    def notes(self) -> list[tuple[int, str]]:
        """The years shown as reported, with the source of each."""
        return [
            (year.year, year.reported.source)
            for year in self.years
            if year.reported and year.source == ActualSource.REPORTED
        ]


def plan_report(first: int | None = None, last: int | None = None) -> PlanReport:
    """The report of the years ``first`` to ``last``, in a fixed number of statements.

    Left out, they are the first year with data and the present year. Raises DomainError, naming the
    field "first" or "last", for years outside 1990–2100 or in the wrong order.
    """
    first, last = year_range(first, last)
    plans, reported = plan_figures(first, last), historical_figures(first, last)
    counted = actuals(first, last)
    years = [
        _year(year, plans.get(year), counted.get(year), reported.get(year))
        for year in range(first, last + 1)
    ]
    return PlanReport(years, clock.today())


def year_range(first: int | None, last: int | None) -> tuple[int, int]:
    """Both years, with what was left out filled in; raises DomainError as plan_report does."""
    for field, year in (("first", first), ("last", last)):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise DomainError(_l("Enter a year between 1990 and 2100."), field=field)
    this_year = clock.today().year
    if first is None:
        first = first_year_with_data() or last or this_year
        first = min(first, last or this_year)
    if last is None:
        last = max(this_year, first)
    if first > last:
        raise DomainError(_l("The first year is after the last year."), field="first")
    return first, last


def percent(actual: int, plan: int) -> float | None:
    """Actual against plan in percent, to one decimal; None where nothing was planned."""
    return round(100 * actual / plan, 1) if plan else None


def as_json(report: PlanReport) -> dict[str, Any]:
    """The report as data: None stands for what nobody knows or nobody planned."""
    return {
        "measure": MEASURE,
        "years": [_year_as_json(year) for year in report.years],
        "total": {"classes": report.classes, "turns": report.turns},
        "as_of": report.as_of.isoformat(),
    }


def _year(
    year: int, plan: PlanFigures | None, counted: Actual | None, reported: HistoricalFigures | None
) -> Year:
    if counted:
        return Year(year, plan, counted, ActualSource.ROSTERS, reported)
    if reported:
        figures = Actual(reported.classes, reported.turns, None, None)
        return Year(year, plan, figures, ActualSource.REPORTED, reported)
    return Year(year, plan, NOTHING, ActualSource.NONE, None)


def _year_as_json(year: Year) -> dict[str, Any]:
    plan = year.plan
    return {
        "year": year.year,
        "plan": {"classes": plan.classes, "turns": plan.turns} if plan else None,
        "actual": year.actual._asdict(),
        "percent": {"classes": year.percent_classes, "turns": year.percent_turns} if plan else None,
        "stage": plan.stage if plan else None,
        "source": year.source,
        "source_note": year.reported.source if year.source == ActualSource.REPORTED else None,  # type: ignore[union-attr]
    }
