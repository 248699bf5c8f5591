"""The ethnic group somebody states: sensitive data (Decree 356/2025/NĐ-CP), kept only with a consent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.database import UtcDateTime
from lms.extensions import Model
from lms.privacy.models.consents import ConsentDecision


class PersonEthnicity(Model):
    """What a person stated, by the number of the State's list (see lms.privacy.ethnic_groups).

    Written by lms.privacy.ethnicity.record_ethnicity alone. It is counted, never listed with a name.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    group_code: Mapped[str] = mapped_column(String(2))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent_decision.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    consent: Mapped[ConsentDecision] = relationship()
