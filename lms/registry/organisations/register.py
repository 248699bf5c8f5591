"""Entering organisations in the register and changing what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms import audit, clock, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import (
    AdministrativeUnit,
    Organisation,
    OrganisationKind,
    OrganisationName,
    OrganisationStatus,
)
from lms.registry.organisations.tax_codes import is_tax_code, normal_tax_code
from lms.vietnamese import national_phone, normal_text

#: Before the number of a cooperative group without a tax code: THT-13075-001.
GROUP_PREFIX = "THT"


@dataclass(frozen=True)
class OrganisationParticulars:
    """What the register holds of an organisation, as somebody typed it."""

    name: str
    kind: OrganisationKind
    tax_code: str = ""
    registration_number: str = ""
    activity: str = ""
    size_class: str = ""
    status: str = OrganisationStatus.ACTIVE
    alliance_member_since: date | None = None
    phone: str = ""
    address: str = ""
    unit_id: int | None = None

    def columns(self) -> dict[str, Any]:
        """The same as the columns hold it. Raises DomainError for a tax code of another shape, and
        ValueError for something that is not a telephone number."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        texts = {k: normal_text(v) for k, v in values.items() if isinstance(v, str)}
        code = normal_tax_code(self.tax_code)
        if code and not is_tax_code(code):
            raise DomainError(
                _l("A tax code has 10 digits, 10 digits and 3 after a dash, or 12 digits."),
                field="tax_code",
            )
        phone = national_phone(self.phone) if self.phone else ""
        return {**values, **texts, "tax_code": code or None, "phone": phone}


def register_organisation(
    name: str, kind: OrganisationKind, by: Viewer | None, **more: Any
) -> Organisation:
    """Enter an organisation; ``more`` are fields of OrganisationParticulars. Raises as ``enter`` does."""
    return enter(OrganisationParticulars(name, kind, **more), by)


def enter(particulars: OrganisationParticulars, by: Viewer | None) -> Organisation:
    """Enter an organisation in the register.

    Raises DomainError for something that is not a tax code, and for one that is taken.
    """
    values = particulars.columns()
    database.take_lock("organisation")
    _refuse_taken(values["tax_code"])
    _refuse_made_up_end(OrganisationStatus.ACTIVE, values["status"])
    body = Organisation(**values)
    if body.address or body.unit_id:
        body.address_as_of = clock.today()
    db.session.add(body)
    _give_internal_code(body)
    audit.record("organisation registered", body, by, name=body.name)
    return body


def change_organisation(
    body: Organisation,
    particulars: OrganisationParticulars,
    by: Viewer,
    *,
    seen_revision: int | None = None,
    corrects_name: bool = False,
) -> dict[str, list[Any]]:
    """Record what is known now; returns what changed as {field: [old, new]}.

    The former name is kept and still finds the organisation, unless ``corrects_name`` says that it was
    only misspelt. Enrolments keep their snapshot of the day. Raises DomainError like
    register_organisation, and when somebody changed it since ``seen_revision`` (None: not asked).
    """
    database.take_lock("organisation")
    db.session.refresh(body)
    refuse_stale(body, seen_revision)
    values = particulars.columns()
    changes = {
        name: [getattr(body, name), value]
        for name, value in values.items()
        if getattr(body, name) != value
    }
    _refuse_taken(values["tax_code"], except_of=body)
    _refuse_made_up_end(OrganisationStatus(body.status), values["status"])
    if "name" in changes and not corrects_name:
        body.former_names.append(OrganisationName(name=body.name, used_until=clock.today()))
    if changes.keys() & {"address", "unit_id"}:
        body.address_as_of = clock.today()
    for name, (_old, new) in changes.items():
        setattr(body, name, new)
    _give_internal_code(body)
    if changes:
        record_change(body, "organisation changed", by, **changes)
    return changes


def refuse_stale(body: Organisation, seen_revision: int | None) -> None:
    """DomainError when somebody changed the organisation since the form with this revision was drawn."""
    if seen_revision is not None and seen_revision != body.revision:
        raise DomainError(
            _l(
                "Somebody changed this organisation while you were writing. Look at what changed "
                "below; if what you wrote still holds, send it again."
            )
        )


def record_change(body: Organisation, action: str, by: Viewer | None, **changes: Any) -> None:
    """Count the revision up and record the act; the last call of every verb on an organisation."""
    body.revision += 1
    audit.record(action, body, by, revision=body.revision, **changes)


def _refuse_taken(tax_code: str | None, except_of: Organisation | None = None) -> None:
    if tax_code is None:
        return
    holder = select(Organisation.name).where(Organisation.tax_code == tax_code)
    if except_of is not None:
        holder = holder.where(Organisation.id != except_of.id)
    if name := db.session.scalar(holder):
        raise DomainError(_l("This tax code belongs to %(name)s.", name=name), field="tax_code")


def _refuse_made_up_end(old: OrganisationStatus, new: str) -> None:
    """That an organisation was succeeded is entered with its successor, and taken back there."""
    if (old == OrganisationStatus.SUCCEEDED) != (new == OrganisationStatus.SUCCEEDED):
        raise DomainError(
            _l("Enter or remove the successor on its own page; the status follows."), field="status"
        )


def _give_internal_code(body: Organisation) -> None:
    """A cooperative group without a tax code is called by its commune's code and a number."""
    is_nameless = body.kind == OrganisationKind.COOPERATIVE_GROUP and not body.tax_code
    if body.internal_code or not is_nameless or body.unit_id is None:
        return
    unit = db.session.get_one(AdministrativeUnit, body.unit_id)
    prefix = f"{GROUP_PREFIX}-{unit.code}-"
    taken = db.session.scalar(
        select(func.max(Organisation.internal_code)).where(
            Organisation.internal_code.startswith(prefix, autoescape=True)
        )
    )
    number = int(taken.removeprefix(prefix)) + 1 if taken else 1
    body.internal_code = f"{prefix}{number:03d}"
