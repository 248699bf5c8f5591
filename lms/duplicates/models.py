"""Merges, what each of them changed, their reversals, and people known to be two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.database import UtcDateTime
from lms.extensions import Model
from lms.registry.models import Person

REASON_LENGTH = 400


class Merge(Model):
    """Two people of the register were made one: ``merged`` lives on in ``survivor``."""

    id: Mapped[int] = mapped_column(primary_key=True)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))

    survivor: Mapped[Person] = relationship(foreign_keys=survivor_id)
    merged: Mapped[Person] = relationship(foreign_keys=merged_id)
    by: Mapped[Account] = relationship()
    reversal: Mapped[MergeReversal | None] = relationship(back_populates="merge")
    changes: Mapped[list[MergeChange]] = relationship(order_by="MergeChange.id")


class MergeChange(Model):
    """One value that a merge changed, or one row that it added.

    Of an added row ``column_name`` is null and ``new_value`` holds all its columns. Changes of one
    ``bundle`` make sense together only: they are reversed together or not at all.
    """

    __table_args__ = (Index("ix_merge_change_row", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("merge.id"), index=True)
    bundle: Mapped[int]
    table_name: Mapped[str] = mapped_column(String(63))
    row_id: Mapped[int]
    column_name: Mapped[str | None] = mapped_column(String(63))
    old_value: Mapped[Any] = mapped_column(JSON)
    new_value: Mapped[Any] = mapped_column(JSON)


class MergeReversal(Model):
    """A merge was undone. ``stayed`` counts the bundles that somebody changed since: those stay."""

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("merge.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    stayed: Mapped[int]

    merge: Mapped[Merge] = relationship(back_populates="reversal")
    by: Mapped[Account] = relationship()


class Distinction(Model):
    """Somebody found that two people are two, whatever speaks for one: they are not proposed again."""

    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))

    by: Mapped[Account] = relationship()
