"""Files as they really come, with what must be read from each."""

from __future__ import annotations

from tests.rosters.nasty import blocks, cells, encoded, layouts, refused, values, workbooks
from tests.rosters.nasty.kit import Nasty

__all__ = ["ALL", "Nasty"]

ALL: list[Nasty] = [
    *layouts.ALL,
    *cells.ALL,
    *values.ALL,
    *blocks.ALL,
    *encoded.ALL,
    *workbooks.ALL,
    *refused.ALL,
]
