"""What the nasty files are made with: workbooks by openpyxl and xlwt, text files, packages by hand."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
import xlwt  # type: ignore[import-untyped]
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = Sequence[Sequence[Any]]
People = dict[int, dict[str, Any] | None]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Nasty:
    """A file and what must be read from it.

    ``people`` gives for each row number some particulars, ``birth`` as "1968" or "1968-05-12", and under
    "codes" some of its messages; a row that holds no usable name has None. ``left_out`` gives the code of
    every row that is left out, ``refused`` the code of a file that is not read at all, ``font`` the old
    font that must be suspected.
    """

    name: str
    filename: str
    data: bytes
    people: People = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    refused: str = ""
    font: str = ""
    sheet: int = 0


def xlsx(
    rows: Rows, merges: Iterable[str] = (), *, is_1904: bool = False, title: str = "Danh sách"
) -> bytes:
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(
    rows: Rows,
    *,
    merges: Iterable[tuple[int, int, int, int]] = (),
    hidden: Iterable[int] = (),
    is_1904: bool = False,
) -> bytes:
    """A real BIFF8 workbook. Merges are top, bottom, left, right from 0; hidden rows count from 1."""
    book = xlwt.Workbook()
    book.dates_1904 = is_1904
    sheet = book.add_sheet("Danh sách")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    tops = {(top, left): (bottom, right) for top, bottom, left, right in merges}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            style = (day,) if isinstance(value, date | datetime) else ()
            if (number, column) in tops:
                bottom, right = tops[number, column]
                sheet.write_merge(number, bottom, column, right, value, *style)
            else:
                sheet.write(number, column, value, *style)
    for number in hidden:
        sheet.row(number - 1).hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(rows: Rows, delimiter: str = ",") -> str:
    def cell(value: object) -> str:
        text = "" if value is None else str(value)
        must_quote = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if must_quote else text

    return "".join(delimiter.join(map(cell, row)) + "\r\n" for row in rows)


def windows_1258(text: str) -> bytes:
    """As Windows typed it: letters of its set, and tones as characters of their own."""
    return b"".join(_windows_1258(character) for character in unicodedata.normalize("NFC", text))


def _windows_1258(character: str) -> bytes:
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(part for part in parts if part in TONES)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        return letter.encode("cp1258") + tones.encode("cp1258")


def repacked(data: bytes, changed: dict[str, bytes], *, without: Iterable[str] = ()) -> bytes:
    """A package with some of its parts changed, added or gone."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {name: old.read(name) for name in old.namelist() if name not in set(without)}
        for name, content in {**parts, **changed}.items():
            new.writestr(name, content)
    return file.getvalue()


def as_excel_saves(data: bytes) -> bytes:
    """openpyxl writes texts into their cells; Excel writes them into a table, the first here in two fonts."""
    sheet = part(data, "xl/worksheets/sheet1.xml").decode()
    texts: list[str] = []

    def moved(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    sheet = re.sub('<c([^>]*) t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>', moved, sheet)
    first, *others = texts
    runs = f"<si><r><t>{first[:3]}</t></r><r><rPr><b/></rPr><t xml:space='preserve'>{first[3:]}</t></r></si>"
    table = "".join([runs, *(f"<si><t xml:space='preserve'>{text}</t></si>" for text in others)])
    relations = part(data, "xl/_rels/workbook.xml.rels").decode()
    relation = (
        f'<Relationship Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml" Id="rId77"/>'
    )
    return repacked(
        data,
        {
            "xl/worksheets/sheet1.xml": sheet.encode(),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{table}</sst>'.encode(),
            "xl/_rels/workbook.xml.rels": relations.replace("</R", f"{relation}</R").encode(),
        },
    )


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
