"""Which characters the bundled print fonts can draw."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

PRINT_FONTS = Path(__file__).parents[2] / "static" / "fonts" / "print"

# Format characters (bidi overrides, zero-width) hide or reorder what a reader sees;
# they are refused even where a font has a blank glyph for them.
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def unprintable_characters(text: str) -> list[str]:
    """Return the letters of `text` that no print font can draw, once each, in order.

    A letter comes with its combining marks: one font must hold all of them, or the
    mark would be set from another font and land beside its letter.
    """
    missing = [letter for letter in _letters(text) if not _drawable(letter)]
    return list(dict.fromkeys(missing))


def _letters(text: str) -> Iterator[str]:
    letter = ""
    for char in unicodedata.normalize("NFC", text):
        if letter and unicodedata.combining(char):
            letter += char
            continue
        if letter:
            yield letter
        letter = char
    if letter:
        yield letter


def _drawable(letter: str) -> bool:
    if any(unicodedata.category(char) in _INVISIBLE for char in letter):
        return False
    if unicodedata.combining(letter[-1]) and not letter[0].isalpha():
        return False
    return any(points.issuperset(map(ord, letter)) for points in _families())


@cache
def _families() -> tuple[frozenset[int], ...]:
    """Return for each family the code points that all of its faces hold."""
    families: dict[str, frozenset[int]] = {}
    for path in sorted(PRINT_FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            points = frozenset(font.getBestCmap())
        family = path.stem.partition("-")[0]
        families[family] = families.get(family, points) & points
    return tuple(families.values())
