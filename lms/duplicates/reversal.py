"""Taking a merge back, also long after it.

A bundle of changes is reversed when all of it is as the merge left it; what somebody has changed since
was done to the survivor, and stays there. Merges that build on one another are reversed in the opposite
order, so that every value goes back to where it came from.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from lms.access import Viewer
from lms.duplicates.journal import decoded, snapshot
from lms.duplicates.merging import lock_two, record_on_survivor
from lms.duplicates.models import Merge, MergeChange, MergeReversal
from lms.errors import DomainError
from lms.extensions import db
from lms.formatting import as_moment


def reverse_merge(merge: Merge, by: Viewer, reason: str) -> MergeReversal:
    """Undo a merge.

    Raises DomainError without a reason, when it was undone before, and while a later merge builds on it.
    """
    if not reason:
        raise DomainError(_l("Write why the merge is undone."), field="reason")
    lock_two(merge.survivor, merge.merged)
    db.session.refresh(merge, ["reversal"])
    if merge.reversal is not None:
        raise DomainError(_l("This merge was undone already."))
    if merge.survivor.is_erased:
        raise DomainError(_l("This person's data were erased."))
    _refuse_before(later_merge(merge))
    try:
        with db.session.begin_nested():
            stayed = _reverse_bundles(merge)
    except IntegrityError:
        raise DomainError(
            _l(
                "This merge can no longer be undone as a whole: what it moved has been put to use "
                "elsewhere since. Nothing was changed."
            )
        ) from None
    reversal = MergeReversal(merge_id=merge.id, by_id=by.id, reason=reason, stayed=stayed)
    db.session.add(reversal)
    db.session.flush()
    record_on_survivor(merge, "merge undone", by, reason=reason, stayed=stayed)
    return reversal


def later_merge(merge: Merge) -> Merge | None:
    """The latest merge, not undone yet, that builds on this one: it has to be undone first."""
    ours, theirs = aliased(MergeChange), aliased(MergeChange)
    touches_the_same = (
        select(theirs.id)
        .join(
            ours,
            (ours.table_name == theirs.table_name)
            & (ours.row_id == theirs.row_id)
            & or_(
                ours.column_name == theirs.column_name,
                ours.column_name.is_(None),
                theirs.column_name.is_(None),
            ),
        )
        .where(ours.merge_id == merge.id, theirs.merge_id == Merge.id)
    )
    return db.session.scalar(
        select(Merge)
        .outerjoin(MergeReversal)
        .where(
            Merge.id > merge.id,
            MergeReversal.id.is_(None),
            or_(Merge.merged_id == merge.survivor_id, touches_the_same.exists()),
        )
        .order_by(Merge.id.desc())
        .limit(1)
    )


def _refuse_before(later: Merge | None) -> None:
    if later is not None:
        raise DomainError(
            _l(
                "A later merge builds on this one: undo the merge of %(merged)s into %(survivor)s "
                "of %(moment)s first.",
                merged=later.merged.full_name,
                survivor=later.survivor.full_name,
                moment=as_moment(later.at),
            )
        )


def _reverse_bundles(merge: Merge) -> int:
    """Reverse what is as the merge left it, the last first; how many bundles stay."""
    changes = db.session.scalars(
        select(MergeChange).where(MergeChange.merge_id == merge.id).order_by(MergeChange.id)
    ).all()
    bundles = [list(bundle) for _number, bundle in groupby(changes, key=lambda one: one.bundle)]
    stayed = 0
    for bundle in reversed(bundles):
        if _is_as_left(bundle):
            _reverse(bundle)
        else:
            stayed += 1
    return stayed


def _is_as_left(bundle: list[MergeChange]) -> bool:
    """Whether every row of the bundle holds what the merge wrote last."""
    written: dict[tuple[str, int], dict[str, Any]] = {}
    for change in bundle:
        row = written.setdefault((change.table_name, change.row_id), {})
        row |= (
            change.new_value
            if change.column_name is None
            else {change.column_name: change.new_value}
        )
    return all(
        (present := snapshot(_table(name), row_id)) is not None
        and all(present[column] == value for column, value in values.items())
        for (name, row_id), values in written.items()
    )


def _reverse(bundle: list[MergeChange]) -> None:
    """Neighbouring changes of a row are one statement, as they were when they were made."""
    steps = groupby(reversed(bundle), key=lambda one: (one.table_name, one.row_id))
    for (name, row_id), changes in steps:
        table = _table(name)
        old: dict[str, Any] = {}
        for change in changes:
            if change.column_name is None:
                db.session.execute(delete(table).where(table.c.id == row_id))
                break
            column = table.c[change.column_name]
            old[column.name] = decoded(column, change.old_value)
        else:
            db.session.execute(update(table).where(table.c.id == row_id).values(old))


def _table(name: str) -> Table:
    return db.metadata.tables[name]
