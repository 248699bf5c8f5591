"""What becomes of the rows that point to a person when it is merged: one rule for each foreign key.

The feature that owns a table states its rule beside the table, so that nothing is forgotten:
``tests/duplicates/test_rules.py`` fails when a foreign key to a person has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from lms.access import Viewer
from lms.duplicates.journal import Journal
from lms.extensions import db


@dataclass(frozen=True)
class Choice:
    """What the human chose: fields whose value of the merged person is kept, and of two accounts the
    one that is used from now on."""

    from_merged: frozenset[str] = frozenset()
    account_id: int | None = None


@dataclass(frozen=True)
class Merging:
    """A merge that is being carried out: from whom to whom, by whom, and its journal."""

    survivor_id: int
    merged_id: int
    by: Viewer
    journal: Journal = field(repr=False)
    choice: Choice = Choice()


Rule = Callable[[Merging], None]


def move_by(app: Flask, column: Any, rule: Rule, rows: Any = None) -> None:
    """Let ``rule`` decide what becomes of the rows whose ``column`` (Enrolment.person_id) points to
    the merged person. It changes rows through the journal only; ``rows`` is what pages call them."""
    app.extensions.setdefault("merge_rules", {})[key_of(column)] = rule
    if rows is not None:
        name_rows(app, column.class_, rows)


def name_rows(app: Flask, model: Any, words: Any) -> None:
    """Say what pages call the rows of a table that merges change."""
    app.extensions.setdefault("merge_row_names", {})[model.__tablename__] = words


def rules() -> dict[str, Rule]:
    """Every rule by "table.column", in the order of the features."""
    return current_app.extensions.get("merge_rules", {})


def row_names() -> dict[str, Any]:
    """What pages call the rows of each table that merges change, by the table's name."""
    return current_app.extensions.get("merge_row_names", {})


def moved(column: Any) -> Rule:
    """The plain rule: every row of the merged person becomes the survivor's."""

    def move(merging: Merging) -> None:
        for row_id in pointing(column, merging.merged_id):
            merging.journal.set(column.class_, row_id, **{column.key: merging.survivor_id})

    return move


def left(_merging: Merging) -> None:
    """The rule for rows that go on speaking of the merged person: records of what was done."""


def pointing(column: InstrumentedAttribute[Any], person_id: int) -> list[int]:
    """The numbers of the rows whose column points to a person, locked, the oldest first."""
    model: Any = column.class_
    return list(
        db.session.scalars(
            select(model.id).where(column == person_id).order_by(model.id).with_for_update()
        )
    )


def key_of(column: InstrumentedAttribute[Any]) -> str:
    """ "table.column" of a model's attribute."""
    return str(column.expression)
