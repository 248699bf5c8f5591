"""The report as text and as CSV, for the command line."""

from __future__ import annotations

import csv
import io

from lms.reports.plan_report import ActualSource, PlanReport, Year

COLUMNS = (
    "year", "plan_stage", "plan_classes", "plan_turns", "classes", "turns", "heads", "organisations",
    "percent_classes", "percent_turns", "source",
)  # fmt: skip
UNKNOWN, NO_PLAN = "unknown", "no plan recorded"


def as_csv(report: PlanReport) -> str:
    """One line a year; an empty cell stands for what nobody knows or nobody planned."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(year) for year in report.years)
    return lines.getvalue()


def as_text(report: PlanReport) -> str:
    """A table for reading, with its total and its notes."""
    heading = f"{'year':<6}{'classes':>16}{'turns':>20}{'heads':>9}{'organisations':>15}  plan"
    lines = [f"Classes and turns per year against plan, as of {report.as_of:%d/%m/%Y}", heading]
    lines += [_line(year) for year in report.years]
    lines.append(f"{'total':<6}{report.classes:>16}{report.turns:>20}")
    lines += [f"{year}, as reported: {source}" for year, source in report.notes]
    return "\n".join(lines)


def _cells(year: Year) -> tuple[object, ...]:
    plan = year.plan
    planned = (plan.stage, plan.classes, plan.turns) if plan else (None, None, None)
    return (
        year.year,
        *planned,
        *year.actual,
        year.percent_classes,
        year.percent_turns,
        year.source,
    )


def _line(year: Year) -> str:
    plan, actual = year.plan, year.actual
    heads, organisations = (UNKNOWN if n is None else n for n in actual[2:])
    classes, turns = str(actual.classes), str(actual.turns)
    if plan:
        classes += _of(plan.classes, year.percent_classes)
        turns += _of(plan.turns, year.percent_turns)
    mark = "*" if year.source == ActualSource.REPORTED else " "
    stage = str(plan.stage) if plan else NO_PLAN
    return f"{year.year}{mark:<2}{classes:>16}{turns:>20}{heads:>9}{organisations:>15}  {stage}"


def _of(planned: int, percent: float | None) -> str:
    return f" of {planned}" + (f" ({percent} %)" if percent is not None else "")
