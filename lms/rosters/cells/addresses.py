"""Communes and districts out of addresses: "thôn 3, xã Minh Tân, huyện Hưng Hà"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BETWEEN = re.compile(r"\s*[,;]\s*|\s+[-–]\s+")
_COMMUNE = re.compile(r"(xã\s|phường\s|thị trấn\s|tt[.\s]|p\.|x\.)\s*\S", re.IGNORECASE)
_DISTRICT = re.compile(
    r"(huyện\s|quận\s|thị xã\s|thành phố\s|tp[.\s]|tx[.\s]|h\.)\s*\S", re.IGNORECASE
)
_PROVINCE = re.compile(r"(tỉnh\s|thái bình$|hưng yên$)", re.IGNORECASE)


class Address(NamedTuple):
    commune: str
    district: str = ""


@lru_cache(maxsize=5_000)
def read_address(text: str) -> Address:
    """The commune and the district where they can be told; else the whole text as the commune."""
    parts = [part for part in _BETWEEN.split(text) if part and not _PROVINCE.match(part)]
    district = next((part for part in parts if _DISTRICT.match(part)), "")
    commune = next((part for part in parts if _COMMUNE.match(part)), "")
    if not commune and len(parts) == 2 and not any(map(str.isdigit, text)):
        commune, district = parts
    if not commune or (commune == text and not district):
        return Address(text)
    return Address(commune, district)
