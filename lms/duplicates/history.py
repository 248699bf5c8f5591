"""What was merged, undone and distinguished, as pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Account
from lms.duplicates.models import Distinction, Merge, MergeChange, MergeReversal
from lms.duplicates.rules import row_names
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.models import Person


def merges_page(page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], bool]:
    """Merges, the latest first: a page, and whether more follow."""
    survivor, merged = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(
            Merge.id,
            Merge.at,
            Merge.survivor_id,
            Merge.merged_id,
            survivor.full_name.label("survivor"),
            merged.full_name.label("merged"),
            Account.display_name.label("by"),
            MergeReversal.at.label("undone_at"),
        )
        .join(survivor, survivor.id == Merge.survivor_id)
        .join(merged, merged.id == Merge.merged_id)
        .join(Account, Account.id == Merge.by_id)
        .outerjoin(MergeReversal, MergeReversal.merge_id == Merge.id)
        .order_by(Merge.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def distinctions_page(page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], bool]:
    """Pairs that were found to be two people, the latest first: a page, and whether more follow."""
    first, second = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(
            Distinction.first_id,
            Distinction.second_id,
            first.full_name.label("first"),
            second.full_name.label("second"),
            Distinction.at,
            Distinction.reason,
            Account.display_name.label("by"),
        )
        .join(first, first.id == Distinction.first_id)
        .join(second, second.id == Distinction.second_id)
        .join(Account, Account.id == Distinction.by_id)
        .order_by(Distinction.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def merges_into(person_id: int) -> list[Any]:
    """What was merged into somebody and stands: number of the merge, name of the merged, when."""
    return list(
        db.session.execute(
            select(Merge.id, Person.full_name, Merge.at)
            .join(Person, Person.id == Merge.merged_id)
            .outerjoin(MergeReversal, MergeReversal.merge_id == Merge.id)
            .where(Merge.survivor_id == person_id, MergeReversal.id.is_(None))
            .order_by(Merge.id)
        )
    )


def rows_touched(merge: Merge) -> list[tuple[str, int]]:
    """How many rows a merge changed or added, by what they are called."""
    rows = db.session.execute(
        select(MergeChange.table_name, MergeChange.row_id)
        .where(MergeChange.merge_id == merge.id)
        .distinct()
    )
    counted = Counter(row.table_name for row in rows)
    return [(str(words), counted[name]) for name, words in row_names().items() if counted[name]]
