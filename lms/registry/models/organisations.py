"""The bodies that send their people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms import clock
from lms.database import UtcDateTime, sort_key_type
from lms.extensions import Model
from lms.registry.bare_names import bare_name_key
from lms.registry.models.units import AdministrativeUnit
from lms.vietnamese import normal_text, search_key, sort_key


class Organisation(Model):
    """A cooperative, a People's Credit Fund or another body that sends its people."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30), index=True)
    tax_code: Mapped[str | None] = mapped_column(String(14), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    sort_key: Mapped[str] = mapped_column(sort_key_type(), index=True)
    search_key: Mapped[str] = mapped_column(String(250))
    bare_key: Mapped[str] = mapped_column(String(250), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    unit: Mapped[AdministrativeUnit | None] = relationship()

    @validates("name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key = sort_key(value)
        self.search_key = search_key(value)
        self.bare_key = bare_name_key(value)
        return value
