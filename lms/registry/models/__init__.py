"""Administrative units, organisations, people and the positions they hold."""

from __future__ import annotations

from lms.registry.kinds import OrganisationKind
from lms.registry.models.organisations import Organisation
from lms.registry.models.people import BirthPrecision, Person, PersonPhone, Position, Sex
from lms.registry.models.units import AdministrativeUnit, AdministrativeUnitSuccession

__all__ = [
    "AdministrativeUnit",
    "AdministrativeUnitSuccession",
    "BirthPrecision",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonPhone",
    "Position",
    "Sex",
]
