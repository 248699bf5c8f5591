"""Communes and wards as they were between two dates, and what took them over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from lms.database import sort_key_type
from lms.extensions import Model
from lms.vietnamese import normal_text, sort_key


class AdministrativeUnit(Model):
    """A commune or ward as it was between two dates; names come back on other territory."""

    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(sort_key_type())
    former_district: Mapped[str] = mapped_column(String(200))
    former_province: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    @validates("name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key = sort_key(value)
        return value


class AdministrativeUnitSuccession(Model):
    """One edge from an old unit to the unit that took it over, wholly or in part."""

    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    is_whole: Mapped[bool]
    is_default: Mapped[bool]
    effective_on: Mapped[date]
