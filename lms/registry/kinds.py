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


class OrganisationStatus(StrEnum):
    """SUCCEEDED is set by entering who took an organisation over, and by nothing else."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSING = "closing"
    DISSOLVED = "dissolved"
    SUCCEEDED = "succeeded"


class Activity(StrEnum):
    """The field (lĩnh vực) in which an organisation mainly works."""

    FARMING = "farming"
    INDUSTRY = "industry"
    TRADE = "trade"
    TRANSPORT = "transport"
    ENVIRONMENT = "environment"
    CREDIT = "credit"
    OTHER = "other"


class SizeClass(StrEnum):
    """Cooperatives by members and revenue or capital (Decree 113/2024/NĐ-CP, article 16)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class SuccessionKind(StrEnum):
    """How one organisation came from another. After SEPARATION the old one goes on."""

    MERGER = "merger"
    SPLIT = "split"
    SEPARATION = "separation"
    CONVERSION = "conversion"
