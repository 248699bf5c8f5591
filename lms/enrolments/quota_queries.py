"""What the pages about quotas read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from lms.classes.models import TrainingClass
from lms.enrolments.models import ClassQuota, Enrolment, EnrolmentState
from lms.enrolments.places import Places
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.kinds import OrganisationStatus
from lms.registry.models import Organisation
from lms.registry.units.geography import units_of_district


@dataclass(frozen=True)
class QuotaLine:
    """An organisation that has a quota, or people, in a class."""

    organisation_id: int
    name: str
    has_quota: bool
    seats: int | None
    reserved: int
    named: int
    waiting: int
    held: int
    free: int


def quota_lines(training_class: TrainingClass, places: Places, page: int) -> list[QuotaLine]:
    """One page of organisations by name, and one more when there is another page."""
    concerned = or_(
        Organisation.id.in_(
            select(ClassQuota.organisation_id).where(ClassQuota.class_id == training_class.id)
        ),
        Organisation.id.in_(
            select(Enrolment.organisation_id).where(
                Enrolment.class_id == training_class.id,
                Enrolment.state.in_((EnrolmentState.CONFIRMED, EnrolmentState.WAITING)),
            )
        ),
    )
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(concerned)
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [_line(row.id, row.name, places) for row in rows]


def organisations_like(kind: str, area: str) -> list[Organisation]:
    """The active organisations of a kind and of a former district (khu vực); empty words mean all."""
    conditions: list[ColumnElement[bool]] = [Organisation.status == OrganisationStatus.ACTIVE]
    if kind:
        conditions.append(Organisation.kind == kind)
    if area:
        conditions.append(Organisation.unit_id.in_(units_of_district(area)))
    return list(
        db.session.scalars(
            select(Organisation).where(*conditions).order_by(Organisation.sort_key, Organisation.id)
        )
    )


def _line(organisation_id: int, name: str, places: Places) -> QuotaLine:
    quota = places.quotas.get(organisation_id)
    return QuotaLine(
        organisation_id=organisation_id,
        name=name,
        has_quota=quota is not None,
        seats=places.seats_of(organisation_id),
        reserved=quota.reserved if quota else 0,
        named=places.confirmed.get(organisation_id, 0),
        waiting=places.waiting.get(organisation_id, 0),
        held=places.held_for(organisation_id),
        free=places.offer_for(organisation_id),
    )
