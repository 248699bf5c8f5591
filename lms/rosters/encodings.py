"""Old Vietnamese fonts in cells: found, offered, and converted when a person has said so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from lms.rosters.sheets import Sheet

LegacyEncoding: TypeAlias = Literal["tcvn3", "vni"]


def suspected_encoding(texts: Iterable[str]) -> LegacyEncoding | None:
    """Which old font the texts were typed in, if it looks as if they were."""
    raise NotImplementedError


def convert(text: str, encoding: LegacyEncoding) -> str:
    """The text in Unicode (NFC); unchanged if it holds a letter that the old font has not."""
    raise NotImplementedError


def converted(sheet: Sheet, encoding: LegacyEncoding) -> Sheet:
    """The sheet with the cells of the old font converted; cells in Unicode stay as they are."""
    raise NotImplementedError
