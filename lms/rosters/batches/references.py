"""Who refers to a row: whatever any feature keeps about it, without knowing the feature."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, select

from lms.extensions import db
from lms.rosters.matching.near import chunks


def references_to(
    table: str, ids: Collection[int], besides: Collection[str] = ()
) -> dict[int, set[str]]:
    """The names of the tables with a row that refers to each of these rows; ids without any are left out.

    ``besides`` are tables that are not looked into. One statement for each column that can refer.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for column in _referring_columns(table):
        if column.table.name in besides:
            continue
        for chunk in chunks(ids):
            statement = select(column).where(column.in_(chunk)).distinct()
            for id_ in db.session.scalars(statement):
                found[id_].add(column.table.name)
    return dict(found)


def _referring_columns(table: str) -> Iterator[Column[Any]]:
    target = db.metadata.tables[table].c.id
    for other in db.metadata.sorted_tables:
        for column in other.columns:
            if any(key.column is target for key in column.foreign_keys):
                yield column
