"""From the bytes of a file to its sheets. Limits are looked at before anything is opened."""

from __future__ import annotations

import re
from typing import Literal, Protocol

from lms.rosters.files.archive import Archive
from lms.rosters.files.delimited import DelimitedFile
from lms.rosters.files.xls import XlsFile
from lms.rosters.files.xlsx import XlsxFile
from lms.rosters.refusal import MOST_BYTES, RosterRefused
from lms.rosters.sheets import Sheet, SheetInfo

__all__ = ["RosterRefused", "Workbook", "open_workbook"]

_ZIP, _OLE = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")
#: The start of files that are often taken for lists, and of no text file.
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"MZ")
_MARKUP = re.compile(
    rb"\s*<(\?xml|!doctype|!--|html|head|body|table|meta|style|div)", re.IGNORECASE
)


class _File(Protocol):
    sheets: list[SheetInfo]

    def sheet(self, index: int) -> Sheet: ...


class Workbook:
    """An opened file. ``encoding`` is that of a text file, empty for a workbook."""

    def __init__(
        self, kind: Literal["xlsx", "xls", "csv"], file: _File, encoding: str = ""
    ) -> None:
        self.kind = kind
        self.encoding = encoding
        self.sheets = file.sheets
        self._file = file

    def sheet(self, index: int) -> Sheet:
        """Raises RosterRefused when this sheet is damaged, and IndexError for no such sheet."""
        if not 0 <= index < len(self.sheets):
            raise IndexError(index)
        return self._file.sheet(index)


def open_workbook(data: bytes, filename: str) -> Workbook:
    """Open a list by what is in it, whatever its name. Raises RosterRefused."""
    if len(data) > MOST_BYTES:
        raise RosterRefused("too_big")
    if not data.strip(b"\x00\t\r\n "):
        raise RosterRefused("empty")
    if data.startswith(_OLE):
        return _open_ole(data)
    if data.startswith(_ZIP):
        return _open_zip(data)
    _refuse_what_is_no_text(data)
    file = DelimitedFile(data, filename)
    return Workbook("csv", file, file.encoding)


def _open_ole(data: bytes) -> Workbook:
    if _stream_name("EncryptedPackage") in data:
        raise RosterRefused("password")
    return Workbook("xls", XlsFile(data))


def _open_zip(data: bytes) -> Workbook:
    archive = Archive(data)
    if any(name in archive for name in ("xl/workbook.bin", "content.xml")):
        raise RosterRefused("other_spreadsheet")
    if "_rels/.rels" not in archive or "word/document.xml" in archive:
        raise RosterRefused("not_a_spreadsheet")
    return Workbook("xlsx", XlsxFile(archive))


def _refuse_what_is_no_text(data: bytes) -> None:
    beginning = data[:4096]
    if beginning.startswith(_OTHERS):
        raise RosterRefused("not_a_spreadsheet")
    if _MARKUP.match(beginning.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")):
        raise RosterRefused("web_page")
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") and _MARKUP.match(
        beginning[2:].replace(b"\x00", b"")
    ):
        raise RosterRefused("web_page")


def _stream_name(name: str) -> bytes:
    """The name of a stream as the directory of an OLE file holds it."""
    return name.encode("utf-16-le")
