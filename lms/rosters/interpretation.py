"""From the rows of a sheet to what they say about people. Nothing is skipped without a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lms import clock
from lms.rosters.headers import Header
from lms.rosters.rows import Reading
from lms.rosters.sheets import Sheet


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``today`` decides what a two-digit year means and which birth dates lie ahead."""

    today: date = field(default_factory=clock.today)
    leave_out_hidden: bool = False


def read_rows(sheet: Sheet, header: Header, options: ReadOptions | None = None) -> Reading:
    """Every row below the heading, as a person or as left out with a reason."""
    raise NotImplementedError
