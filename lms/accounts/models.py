"""Accounts, their roles, and the devices on which they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms import clock
from lms.database import UtcDateTime, sort_key_type
from lms.extensions import Model
from lms.registry.models import Organisation, Person
from lms.vietnamese import name_sort_key, national_phone, normal_text, search_key

NAME_LENGTH = 160


class Account(Model):
    """A way to sign in. Its phone or user name is unique; its person may have none."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    display_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    sort_key: Mapped[str] = mapped_column(sort_key_type(), index=True)
    search_key: Mapped[str] = mapped_column(String(200))
    username: Mapped[str | None] = mapped_column(String(60), unique=True)
    phone: Mapped[str | None] = mapped_column(String(15), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(5))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    must_change_password: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person | None] = relationship()
    role_rows: Mapped[list[AccountRole]] = relationship(
        back_populates="account", cascade="all, delete-orphan"
    )

    @validates("display_name")
    def _derive(self, _key: str, value: str) -> str:
        value = normal_text(value)
        self.sort_key = name_sort_key(value)
        self.search_key = search_key(value)
        return value

    @validates("username")
    def _lower(self, _key: str, value: str | None) -> str | None:
        return value.strip().lower() if value else None

    @validates("phone")
    def _national(self, _key: str, value: str | None) -> str | None:
        return national_phone(value) if value else None


class AccountRole(Model):
    """A role of an account; a contact's role names the organisation."""

    __table_args__ = (
        UniqueConstraint("account_id", "role", "organisation_id"),
        Index(
            "uq_account_role_without_organisation",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))

    account: Mapped[Account] = relationship(back_populates="role_rows")
    organisation: Mapped[Organisation | None] = relationship()


class Activation(Model):
    """A slip of paper that opens an account once. Its code itself is kept nowhere."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(foreign_keys=account_id)


class SignInSession(Model):
    """One device on which an account is signed in. The token itself is only in its cookie."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(45))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_act_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class SignInDelay(Model):
    """Wrong tries under one written name, known or not, so that both behave alike."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
