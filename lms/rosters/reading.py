"""From the bytes of a file to its sheets. Limits are looked at before anything is opened."""

from __future__ import annotations

from typing import Literal

from lms.errors import DomainError
from lms.rosters.sheets import Sheet, SheetInfo


class RosterRefused(DomainError):
    """This file cannot be read, in a sentence that says what to do."""


class Workbook:
    """An opened file. ``encoding`` is that of a text file, empty for a workbook."""

    kind: Literal["xlsx", "xls", "csv"]
    sheets: list[SheetInfo]
    encoding: str

    def sheet(self, index: int) -> Sheet:
        """Raises RosterRefused when this sheet is damaged, and IndexError for no such sheet."""
        raise NotImplementedError


def open_workbook(data: bytes, filename: str) -> Workbook:
    """Open a list by what is in it, whatever its name. Raises RosterRefused."""
    raise NotImplementedError
