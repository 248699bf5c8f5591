"""People, their telephone numbers, and the positions they hold."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms import clock
from lms.database import UtcDateTime, sort_key_type
from lms.errors import DomainError
from lms.extensions import Model, db
from lms.registry.models.organisations import Organisation
from lms.vietnamese import (
    given_name,
    marked_key,
    name_sort_key,
    national_phone,
    normal_text,
    search_key,
)


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class BirthPrecision(StrEnum):
    DAY = "day"
    YEAR = "year"
    UNKNOWN = "unknown"


class Person(Model):
    """A human being the registry knows. Not every person has an account.

    ``revision`` grows with every change of the particulars, so that of two officers who edit at once the
    second learns of it. The citizen number is kept and asked for in lms.registry.citizen_number alone.
    """

    # a search reads this index alone, in the order of class lists
    __table_args__ = (
        Index(
            "ix_person_search",
            *("sort_key", "id", "search_key", "marked_key", "merged_into_id", "erased_at"),
        ),
        # of those who were merged alone: SQLite would read one of everybody, and sort, for every list
        Index(
            "ix_person_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(sort_key_type())
    search_key: Mapped[str] = mapped_column(String(250))
    marked_key: Mapped[str] = mapped_column(String(250), server_default="")
    birth_date: Mapped[date | None]
    birth_precision: Mapped[str] = mapped_column(String(10), default=BirthPrecision.UNKNOWN)
    sex: Mapped[str] = mapped_column(String(10), default=Sex.UNKNOWN)
    citizen_number_encrypted: Mapped[str | None] = mapped_column(String(200))
    citizen_number_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: The person asked to have the data erased: what is left is a number with history.
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Whom this one was found to be; see lms.duplicates.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    phones: Mapped[list[PersonPhone]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="PersonPhone.position"
    )
    positions: Mapped[list[Position]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Position.id"
    )

    @validates("full_name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key = name_sort_key(value)
        self.search_key = search_key(value)
        self.marked_key = marked_key(value)
        return value

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def given_name(self) -> str:
        return given_name(self.full_name)

    @property
    def birth_year(self) -> int | None:
        """The year of birth where it is known."""
        is_known = self.birth_date and self.birth_precision != BirthPrecision.UNKNOWN
        return self.birth_date.year if is_known else None  # type: ignore[union-attr]

    @property
    def positions_held(self) -> list[Position]:
        """What the person is today: the primary position first."""
        today = clock.today()
        held = (p for p in self.positions if p.is_held_on(today))
        return sorted(held, key=lambda p: (not p.is_primary, p.id or 0))

    @property
    def positions_in_order(self) -> list[Position]:
        """What is held first, then what ended last."""
        held = self.positions_held
        others = [p for p in self.positions if p not in held]
        return held + sorted(others, key=lambda p: p.ended_on or date.max, reverse=True)

    @property
    def current_position(self) -> Position | None:
        """The position held today: the primary one first."""
        return next(iter(self.positions_held), None)

    def lock(self) -> None:
        """Hold the row to the end of the transaction, and see the person as they stand now."""
        db.session.flush()
        db.session.refresh(self, with_for_update=True)
        db.session.expire(self, ["phones", "positions"])

    def hold(self) -> None:
        """Let nobody merge or erase this person until the transaction ends.

        Raises DomainError when that happened already: what is new belongs to the survivor, or to nobody.
        """
        db.session.flush()
        db.session.refresh(
            self,
            ["merged_into_id", "erased_at"],
            with_for_update={"read": True, "key_share": True},
        )
        if self.is_erased:
            raise DomainError(_l("This person's data were erased."))
        if self.merged_into_id is not None:
            raise DomainError(
                _l(
                    "%(name)s was merged into another record meanwhile; look for the name anew.",
                    name=self.full_name,
                )
            )


class PersonPhone(Model):
    """A telephone number of a person; couples and offices share numbers."""

    __table_args__ = (UniqueConstraint("person_id", "digits"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    digits: Mapped[str] = mapped_column(String(15), index=True)
    note: Mapped[str] = mapped_column(String(60), default="", server_default="")

    person: Mapped[Person] = relationship(back_populates="phones")

    @validates("digits")
    def _normalise(self, _key: str, value: str) -> str:
        return national_phone(value)


class Position(Model):
    """What a person is in an organisation from one day to before another; several at once are normal."""

    __table_args__ = (CheckConstraint("ended_on >= started_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    is_primary: Mapped[bool] = mapped_column(default=True)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="positions")
    organisation: Mapped[Organisation] = relationship()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.title = normal_text(self.title)

    def is_held_on(self, day: date) -> bool:
        return (self.started_on is None or self.started_on <= day) and (
            self.ended_on is None or day < self.ended_on
        )
