"""Lists of people that left the system as files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.database import UtcDateTime
from lms.extensions import Model

REASON_LENGTH = 400


class Export(Model):
    """One download of personal data: who took what, when and why. Never changed.

    ``rows`` counts people; ``filters`` says which ones, by the numbers of rows and not by names.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)

    by: Mapped[Account] = relationship()
