"""Administrative units, organisations, people and the positions they hold."""

from __future__ import annotations

from lms.registry.kinds import (
    Activity,
    OrganisationKind,
    OrganisationStatus,
    SizeClass,
    SuccessionKind,
)
from lms.registry.models.organisations import (
    Organisation,
    OrganisationContact,
    OrganisationName,
    OrganisationSuccession,
)
from lms.registry.models.people import BirthPrecision, Person, PersonPhone, Position, Sex
from lms.registry.models.units import AdministrativeUnit, AdministrativeUnitSuccession

__all__ = [
    "Activity",
    "AdministrativeUnit",
    "AdministrativeUnitSuccession",
    "BirthPrecision",
    "Organisation",
    "OrganisationContact",
    "OrganisationKind",
    "OrganisationName",
    "OrganisationStatus",
    "OrganisationSuccession",
    "Person",
    "PersonPhone",
    "Position",
    "Sex",
    "SizeClass",
    "SuccessionKind",
]
