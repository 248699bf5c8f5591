"""The registry's enumerations in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.registry.models import OrganisationKind, Sex

KINDS = {
    OrganisationKind.COOPERATIVE: _l("Cooperative"),
    OrganisationKind.COOPERATIVE_UNION: _l("Cooperative union"),
    OrganisationKind.COOPERATIVE_GROUP: _l("Cooperative group"),
    OrganisationKind.CREDIT_FUND: _l("People's Credit Fund"),
    OrganisationKind.AGENCY: _l("Agency"),
    OrganisationKind.OTHER: _l("Other organisation"),
}
SEXES = {Sex.FEMALE: _l("Female"), Sex.MALE: _l("Male"), Sex.UNKNOWN: _l("Unknown")}


def kind_label(kind: str) -> str:
    """The name of a kind of organisation."""
    return str(KINDS[OrganisationKind(kind)])


def sex_label(sex: str) -> str:
    """The name of a sex; "unknown" is common in the lists of past years."""
    return str(SEXES[Sex(sex)])
