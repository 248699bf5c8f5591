"""The registry's enumerations in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.registry.models import (
    Activity,
    OrganisationKind,
    OrganisationStatus,
    Sex,
    SizeClass,
    SuccessionKind,
)

KINDS = {
    OrganisationKind.COOPERATIVE: _l("Cooperative"),
    OrganisationKind.COOPERATIVE_UNION: _l("Cooperative union"),
    OrganisationKind.COOPERATIVE_GROUP: _l("Cooperative group"),
    OrganisationKind.CREDIT_FUND: _l("People's Credit Fund"),
    OrganisationKind.AGENCY: _l("Agency"),
    OrganisationKind.OTHER: _l("Other organisation"),
}
STATUSES = {
    OrganisationStatus.ACTIVE: _l("In operation"),
    OrganisationStatus.SUSPENDED: _l("Suspended for a time"),
    OrganisationStatus.CLOSING: _l("Stopped, to be dissolved"),
    OrganisationStatus.DISSOLVED: _l("Dissolved"),
    OrganisationStatus.SUCCEEDED: _l("Taken over by another organisation"),
}
ACTIVITIES = {
    Activity.FARMING: _l("Farming, forestry, fishery, salt"),
    Activity.INDUSTRY: _l("Industry, crafts, construction"),
    Activity.TRADE: _l("Trade and services"),
    Activity.TRANSPORT: _l("Transport"),
    Activity.ENVIRONMENT: _l("Environment"),
    Activity.CREDIT: _l("Credit"),
    Activity.OTHER: _l("Other field"),
}
SIZES = {
    SizeClass.MICRO: _l("Micro"),
    SizeClass.SMALL: _l("Small"),
    SizeClass.MEDIUM: _l("Medium-sized"),
    SizeClass.LARGE: _l("Large"),
}
SUCCESSIONS = {
    SuccessionKind.MERGER: _l("Merger or consolidation"),
    SuccessionKind.SPLIT: _l("Division: the old one ended"),
    SuccessionKind.SEPARATION: _l("Separation: the old one goes on"),
    SuccessionKind.CONVERSION: _l("Conversion to another kind"),
}
SEXES = {Sex.FEMALE: _l("Female"), Sex.MALE: _l("Male"), Sex.UNKNOWN: _l("Unknown")}
#: The columns of an organisation, as forms and records of changes name them.
ORGANISATION_FIELDS = {
    "name": _l("Name of the organisation"),
    "kind": _l("Kind"),
    "tax_code": _l("Tax code"),
    "internal_code": _l("Internal code"),
    "registration_number": _l("Old registration or licence number"),
    "activity": _l("Field of activity"),
    "size_class": _l("Size"),
    "status": _l("Status"),
    "alliance_member_since": _l("Member of the alliance since"),
    "phone": _l("Telephone number"),
    "address": _l("Hamlet, street, number"),
    "unit_id": _l("Commune or ward"),
    "successor": _l("Successor"),
}


def kind_label(kind: str) -> str:
    """The name of a kind of organisation."""
    return str(KINDS[OrganisationKind(kind)])


def status_label(status: str) -> str:
    """The name of the state that an organisation is in."""
    return str(STATUSES[OrganisationStatus(status)])


def activity_label(activity: str) -> str:
    """The name of a field of activity; "" where it is not recorded."""
    return str(ACTIVITIES[Activity(activity)]) if activity else ""


def size_label(size_class: str) -> str:
    """The name of a size class; "" where it is not recorded."""
    return str(SIZES[SizeClass(size_class)]) if size_class else ""


def succession_label(kind: str) -> str:
    """The name of a way in which one organisation comes from another."""
    return str(SUCCESSIONS[SuccessionKind(kind)])


def sex_label(sex: str) -> str:
    """The name of a sex; "unknown" is common in the lists of past years."""
    return str(SEXES[Sex(sex)])
