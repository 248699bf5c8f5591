"""The journal of a merge: every change it makes goes through here, so that it can be taken back.

Changes are made in SQL, not on objects: what is written is exactly what the journal says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Column, Table, insert, inspect, select, update

from lms.duplicates.models import Merge, MergeChange
from lms.extensions import Model, db


class Journal:
    """What one merge changes. Each call is a bundle of its own, unless made ``together``."""

    def __init__(self, merge: Merge) -> None:
        self._merge_id = merge.id
        self._bundle, self._depth = 0, 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Changes made inside are reversed together or not at all."""
        self._bundle += self._depth == 0
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def set(self, model: type[Model], row_id: int, **values: Any) -> None:
        """Change columns of one row; those that hold the value already are left alone."""
        table = table_of(model)
        columns = [table.c[name] for name in values]
        present = db.session.execute(select(*columns).where(table.c.id == row_id)).one()
        changed = {
            name: (old, new)
            for (name, new), old in zip(values.items(), present, strict=True)
            if old != new
        }
        if not changed:
            return
        new_values = {name: new for name, (_old, new) in changed.items()}
        db.session.execute(update(table).where(table.c.id == row_id).values(new_values))
        with self.together():
            self._write(
                {
                    "table_name": table.name,
                    "row_id": row_id,
                    "column_name": name,
                    "old_value": encoded(old),
                    "new_value": encoded(new),
                }
                for name, (old, new) in changed.items()
            )

    def add(self, row: Model) -> None:
        """Add a row that the merge needs; reversing takes it away again."""
        db.session.add(row)
        db.session.flush()
        table = table_of(type(row))
        with self.together():
            self._write(
                [
                    {
                        "table_name": table.name,
                        "row_id": row.id,  # type: ignore[attr-defined]
                        "column_name": None,
                        "old_value": None,
                        "new_value": snapshot(table, row.id),  # type: ignore[attr-defined]
                    }
                ]
            )

    def _write(self, changes: Any) -> None:
        whose = {"merge_id": self._merge_id, "bundle": self._bundle}
        db.session.execute(insert(MergeChange), [whose | change for change in changes])


def table_of(model: type[Model]) -> Table:
    """The table of a model; its columns are named as the model's attributes."""
    return cast(Table, inspect(model).local_table)


def snapshot(table: Table, row_id: int) -> dict[str, Any] | None:
    """A row as the journal keeps it, or None when it is gone."""
    row = db.session.execute(select(table).where(table.c.id == row_id)).one_or_none()
    return {name: encoded(value) for name, value in row._mapping.items()} if row else None


def encoded(value: Any) -> Any:
    """A value of a column as JSON holds it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def decoded(column: Column[Any], value: Any) -> Any:
    """What ``encoded`` made of a value of this column."""
    kind = column.type.python_type
    if value is not None and kind in (datetime, date):
        return kind.fromisoformat(value)
    return value
