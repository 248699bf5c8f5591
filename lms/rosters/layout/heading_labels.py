"""The texts over each column when several rows of a sheet are read as its heading."""

from __future__ import annotations

from itertools import pairwise

from lms.rosters.sheets import Sheet, text_of
from lms.vietnamese import normal_text


def heading_labels(sheet: Sheet, first: int, last: int) -> list[tuple[str, ...]]:
    """For every column its texts from the top down, each once.

    A text stands over all columns of its merged range. Without merging it also stands over the columns to
    its right that have something below and nothing of their own, as in text files.
    """
    width = sheet.width
    grid = [_texts(sheet, number, width) for number in range(first, last + 1)]
    _spread_merges(grid, sheet, first, last)
    for upper, lower in pairwise(grid):
        _spread_to_the_right(upper, lower)
    return [_once(column) for column in zip(*grid, strict=True)]


def _texts(sheet: Sheet, number: int, width: int) -> list[str]:
    texts = [normal_text(text_of(value)) for value in sheet.row(number)]
    return texts + [""] * (width - len(texts))


def _spread_merges(grid: list[list[str]], sheet: Sheet, first: int, last: int) -> None:
    for merge in sheet.merges:
        if first <= merge.top <= last and merge.left < len(grid[0]):
            text = grid[merge.top - first][merge.left]
            for number in range(merge.top, min(merge.bottom, last) + 1):
                for column in range(merge.left, min(merge.right + 1, len(grid[0]))):
                    grid[number - first][column] = text


def _spread_to_the_right(upper: list[str], lower: list[str]) -> None:
    for column in range(1, len(upper)):
        has_below = lower[column] and lower[column - 1] and lower[column - 1] != upper[column - 1]
        if has_below and not upper[column]:
            upper[column] = upper[column - 1]


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
