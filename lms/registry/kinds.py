"""The code lists of organisations; labels.py says them in words."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    COOPERATIVE = "cooperative"
    COOPERATIVE_UNION = "cooperative_union"
    COOPERATIVE_GROUP = "cooperative_group"
    CREDIT_FUND = "credit_fund"
    AGENCY = "agency"
    OTHER = "other"
