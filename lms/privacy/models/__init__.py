"""Consents, requests about one's own data, and what became of both."""

from __future__ import annotations

from lms.privacy.models.consents import (
    ConsentDecision,
    ConsentPurpose,
    ConsentWording,
    Decision,
    NoticeReading,
    Way,
)
from lms.privacy.models.erasures import Erasure
from lms.privacy.models.ethnicities import PersonEthnicity
from lms.privacy.models.exports import Export
from lms.privacy.models.requests import DataRequest, DataRequestStep, RequestKind, RequestState

__all__ = [
    "ConsentDecision",
    "ConsentPurpose",
    "ConsentWording",
    "DataRequest",
    "DataRequestStep",
    "Decision",
    "Erasure",
    "Export",
    "NoticeReading",
    "PersonEthnicity",
    "RequestKind",
    "RequestState",
    "Way",
]
