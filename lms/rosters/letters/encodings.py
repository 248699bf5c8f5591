"""Old Vietnamese fonts in cells: found, offered, and converted when a person has said so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from lms.rosters.letters.legacy_fonts import from_tcvn3, from_vni, is_in_old_letters
from lms.rosters.letters.syllables import is_syllable
from lms.rosters.sheets import Sheet, Value

LegacyEncoding: TypeAlias = Literal["tcvn3", "vni"]

_CONVERTERS: dict[LegacyEncoding, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}
_OLD_WORD = re.compile(r"[A-Za-z\x80-\uffff]*[\x80-\uffff][A-Za-z\x80-\uffff]*")
_ENOUGH = 0.6
_SAMPLE = 3_000


def suspected_encoding(texts: Iterable[str], better_than: float = 0.0) -> LegacyEncoding | None:
    """Which old font the texts were typed in, if it looks as if they were.

    Converted, most words with marks must be Vietnamese, more than ``better_than`` (from 0 to 1) of them,
    and more must become Vietnamese than cease to be.
    """
    sample = list(islice(_old_words(texts), _SAMPLE))
    found = {encoding: _weigh(sample, encoding) for encoding in _CONVERTERS}
    encoding = max(found, key=lambda name: found[name].share)
    share, gained, lost = found[encoding]
    return encoding if share >= max(_ENOUGH, better_than) and gained > 2 * lost else None


def convert(text: str, encoding: LegacyEncoding) -> str:
    """The text in Unicode (NFC); unchanged if it holds a letter that the old font has not."""
    return _CONVERTERS[encoding](text) if is_in_old_letters(text) else text


def converted(sheet: Sheet, encoding: LegacyEncoding) -> Sheet:
    """The sheet with the cells of the old font converted; cells in Unicode stay as they are.

    A cell that could be either is taken for what most of its column is.
    """
    old = [_is_old_column(sheet, column, encoding) for column in range(sheet.width)]

    def value(cell: Value, column: int) -> Value:
        if not isinstance(cell, str) or cell.isascii():
            return cell
        if old[column] or suspected_encoding([cell]) == encoding:
            return convert(cell, encoding)
        return cell

    return replace(sheet, rows=[[value(c, i) for i, c in enumerate(row)] for row in sheet.rows])


class _Evidence(NamedTuple):
    share: float
    gained: int
    lost: int


def _old_words(texts: Iterable[str]) -> Iterable[str]:
    """Words with letters both of A to Z and beyond, of texts that may be in an old font."""
    for text in texts:
        if not text.isascii() and is_in_old_letters(text):
            for word in _OLD_WORD.findall(text.replace("\xa0", " ")):
                if re.search("[A-Za-z]", word):
                    yield word


def _weigh(sample: list[str], encoding: LegacyEncoding) -> _Evidence:
    if not sample:
        return _Evidence(0.0, 0, 0)
    before = [is_syllable(word) for word in sample]
    after = [is_syllable(convert(word, encoding)) for word in sample]
    pairs = list(zip(before, after, strict=True))
    return _Evidence(
        sum(after) / len(sample), pairs.count((False, True)), pairs.count((True, False))
    )


def _is_old_column(sheet: Sheet, column: int, encoding: LegacyEncoding) -> bool:
    cells = [row[column] for row in sheet.rows if column < len(row)]
    texts = [cell for cell in cells if isinstance(cell, str) and not cell.isascii()]
    old = [text for text in texts if is_in_old_letters(unicodedata.normalize("NFC", text))]
    return len(old) * 2 > len(texts) and suspected_encoding(old) == encoding
