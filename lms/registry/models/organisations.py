"""The bodies that send their people, the names they had, who answers for them, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms import clock
from lms.database import UtcDateTime, sort_key_type
from lms.extensions import Model
from lms.registry.bare_names import bare_name_key
from lms.registry.kinds import OrganisationStatus
from lms.registry.models.units import AdministrativeUnit
from lms.vietnamese import normal_text, search_key, sort_key

if TYPE_CHECKING:
    from lms.registry.models.people import Person


class Organisation(Model):
    """A cooperative, a People's Credit Fund or another body that sends its people.

    ``unit`` is the commune as it was named on ``address_as_of``. ``internal_code`` stands in for the tax
    code that a cooperative group need not have. ``revision`` counts the changes, so that a form tells when
    somebody was faster.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30), index=True)
    status: Mapped[str] = mapped_column(String(20), default=OrganisationStatus.ACTIVE, index=True)
    tax_code: Mapped[str | None] = mapped_column(String(14), unique=True)
    internal_code: Mapped[str | None] = mapped_column(String(20), unique=True)
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    activity: Mapped[str] = mapped_column(String(20), default="")
    size_class: Mapped[str] = mapped_column(String(20), default="")
    alliance_member_since: Mapped[date | None]
    phone: Mapped[str] = mapped_column(String(15), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    address_as_of: Mapped[date | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    sort_key: Mapped[str] = mapped_column(sort_key_type(), index=True)
    search_key: Mapped[str] = mapped_column(String(250))
    bare_key: Mapped[str] = mapped_column(String(250), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    revision: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit | None] = relationship()
    former_names: Mapped[list[OrganisationName]] = relationship(
        cascade="all, delete-orphan", order_by="OrganisationName.id.desc()"
    )

    @validates("name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key = sort_key(value)
        self.search_key = search_key(value)
        self.bare_key = bare_name_key(value)
        return value

    @property
    def is_succeeded(self) -> bool:
        return self.status == OrganisationStatus.SUCCEEDED


class OrganisationName(Model):
    """A name that an organisation had; it is still found by it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(String(250))
    bare_key: Mapped[str] = mapped_column(String(250), index=True)
    used_until: Mapped[date]

    @validates("name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.search_key = search_key(value)
        self.bare_key = bare_name_key(value)
        return value


class OrganisationContact(Model):
    """A person whom the office calls about an organisation; they need no account."""

    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(120))

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship()

    @validates("role")
    def _normalise(self, _key: str, value: str) -> str:
        return normal_text(value)


class OrganisationSuccession(Model):
    """One organisation came from another on a day. ``status_before`` is what taking it back restores."""

    __table_args__ = (
        UniqueConstraint("predecessor_id", "successor_id"),
        CheckConstraint("predecessor_id <> successor_id", name="two_organisations"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    effective_on: Mapped[date]
    legal_basis: Mapped[str] = mapped_column(String(200), default="")
    status_before: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    predecessor: Mapped[Organisation] = relationship(foreign_keys=[predecessor_id])
    successor: Mapped[Organisation] = relationship(foreign_keys=[successor_id])
