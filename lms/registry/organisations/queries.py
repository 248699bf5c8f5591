"""What the lists of organisations show: only the columns on the page, one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from lms.access import Viewer
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.labels import kind_label, status_label
from lms.registry.models import AdministrativeUnit, Organisation, OrganisationStatus
from lms.registry.organisations.search import organisations_with
from lms.registry.scope import visible_organisations
from lms.registry.units.geography import units_of_district


@dataclass(frozen=True)
class OrganisationFilter:
    """What a list is narrowed to; empty texts narrow nothing."""

    q: str = ""
    kind: str = ""
    district: str = ""
    status: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        found = organisations_with(self.q)
        if self.kind:
            found.append(Organisation.kind == self.kind)
        if self.district:
            found.append(Organisation.unit_id.in_(units_of_district(self.district)))
        if self.status:
            found.append(Organisation.status == self.status)
        return found


class OrganisationLine(NamedTuple):
    """An organisation as a list shows one. ``status`` is empty for one that is active."""

    id: int
    name: str
    kind: str
    unit: str
    number: str
    status: str


def organisations_page(
    viewer: Viewer, asked: OrganisationFilter, page: int
) -> tuple[list[OrganisationLine], bool]:
    """The organisations of page ``page`` (from 1) by name, and whether more follow."""
    body = Organisation
    rows = db.session.execute(
        select(
            body.id,
            body.name,
            body.kind,
            body.status,
            body.tax_code,
            body.internal_code,
            AdministrativeUnit.name.label("unit"),
        )
        .outerjoin(AdministrativeUnit, AdministrativeUnit.id == body.unit_id)
        .where(visible_organisations(viewer), *asked.conditions())
        .order_by(body.sort_key, body.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    lines = [
        OrganisationLine(
            row.id,
            row.name,
            kind_label(row.kind),
            row.unit or "",
            row.tax_code or row.internal_code or "",
            "" if row.status == OrganisationStatus.ACTIVE else status_label(row.status),
        )
        for row in rows[:PAGE_SIZE]
    ]
    return lines, len(rows) > PAGE_SIZE
