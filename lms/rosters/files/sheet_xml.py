"""A first look at the XML of a workbook: how far sheets reach, and what the reader does not tell.

Expat walks over it without building anything. Document type declarations are refused, and with them
entities.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from lms.rosters.refusal import MOST_CELLS, MOST_ROWS, RosterRefused

_DIGITS = "0123456789"
_FARTHEST_ROW = 5 * MOST_ROWS
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
Attributes = dict[str, str]


def walk(
    content: bytes,
    start: Callable[[str, Attributes], None],
    parser: expat.XMLParserType | None = None,
) -> None:
    """Call ``start`` with the name and attributes of every element. Raises RosterRefused."""
    parser = parser or expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise RosterRefused("damaged") from fault


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def is_true(text: str) -> bool:
    return text in ("1", "true", "on")


def _refuse_declarations(*_declaration: object) -> NoReturn:
    raise RosterRefused("forbidden_xml")


class SheetScan:
    """What one worksheet holds; rows count from 1, columns from 0.

    Raises RosterRefused when the sheet has too many rows, or reaches too far.
    """

    def __init__(self, content: bytes) -> None:
        self.last_row = 0
        self.width = 0
        self.hidden_rows: set[int] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.uncalculated: set[tuple[int, int]] = set()
        self._filled_rows = 0
        self._row = self._column = 0
        self._cell_type = ""
        self._columns: dict[str, int] = {}
        self._prefix: str | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        walk(content, self._start, self._parser)

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._prefix is None:
            self._prefix = name[: -len(local(name))]
        name = name.removeprefix(self._prefix)
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "is"):
            self._start_value()
        elif name == "f" and self._cell_type != "str":
            self.uncalculated.add((self._row, self._column))
            self._parser.CharacterDataHandler = None
        elif name == "row":
            self._start_row(attributes)

    def _start_row(self, attributes: Attributes) -> None:
        self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = -1
        if is_true(attributes.get("hidden", "")):
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._parser.CharacterDataHandler = None
        self._cell_type = attributes.get("t", "")
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip(_DIGITS)
        self._row = _number(reference[len(letters) :])
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        self._column = column

    def _start_value(self) -> None:
        place = (self._row, self._column)
        if self._cell_type == "e" or place in self.uncalculated:
            self._parser.CharacterDataHandler = self._value_text
        if self._row > self.last_row:
            self.last_row = self._row
            self._filled_rows += 1
            self._check_size()
        if self._column >= self.width:
            self.width = self._column + 1
            self._check_size()

    def _value_text(self, text: str) -> None:
        if not text.strip():
            return
        place = (self._row, self._column)
        self.uncalculated.discard(place)
        if self._cell_type == "e":
            self.errors[place] = self.errors.get(place, "") + text.strip()

    def _check_size(self) -> None:
        if self._filled_rows > MOST_ROWS:
            raise RosterRefused("too_many_rows")
        if self.last_row > _FARTHEST_ROW or self.last_row * self.width > MOST_CELLS:
            raise RosterRefused("too_far")


def _number(digits: str) -> int:
    if not digits.isdecimal() or not 0 < len(digits) <= 7 or not 0 < int(digits) <= _LAST_ROW:
        raise RosterRefused("damaged")
    return int(digits)


def _column(letters: str) -> int:
    if not 0 < len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
        raise RosterRefused("damaged")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN:
        raise RosterRefused("damaged")
    return column - 1
