"""Loading the programme's past: results of years without rosters, and plans that were stated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from lms import audit, database
from lms.extensions import db
from lms.plans.history_file import Entry, read_history_file
from lms.plans.models import AnnualPlan, HistoricalResult
from lms.plans.planning import add_line, create_plan

SHIPPED = Path(__file__).parent / "data" / "programme_history.yml"
RESULT_FIELDS = ("classes", "turns", "topic", "audience", "source")


@dataclass
class HistoryCounts:
    """What an import did. ``kept``: years that stood as the file says, or whose plan exists."""

    results_added: int = 0
    results_changed: int = 0
    plans_added: int = 0
    kept: int = 0


def import_history(path: Path = SHIPPED) -> HistoryCounts:
    """Apply a file in one transaction; again changes nothing.

    A result follows the file; a plan that exists is left alone, because people carry it on.
    Raises HistoryFileError, with every mistake of the file, before anything is applied.
    """
    file = read_history_file(path)
    counts = HistoryCounts()
    with database.transaction():
        database.take_lock("history")
        for result in file.results:
            _apply_result(result, counts)
        for plan in file.plans:
            _apply_plan(plan, counts)
    return counts


def _apply_result(entry: Entry, counts: HistoryCounts) -> None:
    row = db.session.scalar(select(HistoricalResult).where(HistoricalResult.year == entry.year))
    new = {name: getattr(entry, name) for name in RESULT_FIELDS}
    if row is None:
        row = HistoricalResult(year=entry.year, **new)
        db.session.add(row)
        audit.record(
            "historical result imported",
            row,
            year=entry.year,
            classes=entry.classes,
            turns=entry.turns,
        )
        counts.results_added += 1
        return
    changes = {
        name: [getattr(row, name), value]
        for name, value in new.items()
        if getattr(row, name) != value
    }
    if not changes:
        counts.kept += 1
        return
    for name, (_old, value) in changes.items():
        setattr(row, name, value)
    audit.record("historical result changed", row, **changes)
    counts.results_changed += 1


def _apply_plan(entry: Entry, counts: HistoryCounts) -> None:
    if db.session.scalar(select(AnnualPlan.id).where(AnnualPlan.year == entry.year)) is not None:
        counts.kept += 1
        return
    plan = create_plan(entry.year, None, source=entry.source)
    add_line(
        plan.newest,
        entry.title,
        entry.topic,
        entry.audience,
        entry.classes,
        entry.turns,
        None,
        note=entry.note,
    )
    counts.plans_added += 1
