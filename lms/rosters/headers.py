"""Which rows are the heading of a list, and what each column holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lms.rosters.rows import Field
from lms.rosters.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Header:
    """``first_row`` and ``last_row`` count from 1 as Excel does; (0, 0) is a sheet without a heading.

    ``columns`` gives the columns (counted from 0) of each field in the order in which they are read:
    a name in two columns, two telephone columns. ``labels`` is the heading of every column, the texts
    of its rows joined by " / ". ``score`` is 0 for a mapping made by hand.
    """

    first_row: int
    last_row: int
    columns: dict[Field, tuple[int, ...]]
    score: float
    labels: tuple[str, ...]

    def with_columns(self, columns: dict[Field, tuple[int, ...]]) -> Header:
        """The same heading, read as a person says."""
        return replace(self, columns=dict(columns))


def find_header(sheet: Sheet) -> Header:
    """The best heading in the sheet. Raises RosterRefused when nothing looks like one."""
    raise NotImplementedError


def no_header(sheet: Sheet) -> Header:
    """For a sheet without a heading: every row is data, and a person says what the columns hold."""
    return Header(0, 0, {}, 0, ("",) * sheet.width)
