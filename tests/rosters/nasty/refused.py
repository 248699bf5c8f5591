"""Files that are refused, each with its own sentence."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.rosters.nasty.kit import (
    MAIN,
    Nasty,
    Rows,
    as_excel_saves,
    csv_text,
    part,
    repacked,
    xls,
    xlsx,
)

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = f'xmlns="{MAIN}"'
LIST: Rows = [["Họ và tên", "Năm sinh"], ["Nguyễn Văn An", 1968]]
GOOD = xlsx(LIST)


def with_sheet(cells: str) -> bytes:
    """A workbook whose sheet has these rows, given as XML."""
    return repacked(
        GOOD, {SHEET: f"<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>".encode()}
    )


def text_cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _renamed_stream(data: bytes, name: str) -> bytes:
    """An OLE file whose only stream has another name."""
    old = "Workbook".encode("utf-16-le")
    place = data.index(old)
    new = name.encode("utf-16-le")
    entry = new.ljust(64, b"\0") + struct.pack("<H", len(new) + 2)
    return data[:place] + entry + data[place + 66 :]


def _locked_old_workbook() -> bytes:
    """The record WINDOWPROTECT turned into FILEPASS, which begins an encrypted stream."""
    data = xls(LIST)
    place = data.index(bytes.fromhex("19000200"))
    return data[:place] + bytes.fromhex("2f00") + data[place + 2 :]


def _locked_members() -> bytes:
    data = bytearray(GOOD)
    start = data.index(b"PK\x01\x02")
    while start >= 0:
        data[start + 8] |= 1
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(data)


def _bomb() -> bytes:
    """A sheet of 101 MB of blanks in a few kilobytes."""
    blanks = b" " * (101 * 1024 * 1024)
    return repacked(GOOD, {SHEET: b"<worksheet>" + blanks + b"</worksheet>"})


def _understated_bomb() -> bytes:
    """The same with a directory that says that the sheet has 1000 bytes."""
    data = bytearray(_bomb())
    directory = data.rindex(SHEET.encode()) - 46
    struct.pack_into("<I", data, directory + 24, 1000)
    return bytes(data)


def _package(names: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return file.getvalue()


ENTITIES = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>Họ và tên</td></tr></table></body>"
#: One value to the end of a line, none of them with an address.
LONG_ROW = f'<row r="1">{"<c><v>1</v></c>" * 20_000}</row>'
MANY_ROWS: Rows = [["Họ và tên"], *[[f"Nguyễn Văn {n}"] for n in range(20_001)]]
FILES = {
    "empty": [("nothing at all", b""), ("only blanks", b" \r\n\r\n")],
    "too_big": [("more than 10 MB", b"x" * (10 * 1024 * 1024 + 1))],
    "too_big_unpacked": [("a package that unpacks to more than 100 MB", _bomb())],
    "too_many_members": [
        ("a package of 65 parts", repacked(GOOD, {f"xl/media/{n}.png": b"" for n in range(60)}))
    ],
    "too_many_rows": [
        ("20,002 rows in a workbook", xlsx(MANY_ROWS)),
        ("20,002 rows in an old workbook", xls(MANY_ROWS)),
        ("20,002 rows in a text file", csv_text(MANY_ROWS).encode()),
    ],
    "too_far": [
        ("a cell in the last corner", with_sheet(
            f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("XFD1048576")}</row>')),
        ("a cell far below the list", with_sheet(
            f'<row r="1">{text_cell("A1")}</row><row r="999999">{text_cell("A999999")}</row>')),
        ("a cell far to the right of many rows", with_sheet(
            "".join(f'<row r="{n}">{text_cell(f"A{n}")}</row>' for n in range(1, 400))
            + f'<row r="400">{text_cell("XFD400")}</row>')),
        ("cells without addresses", with_sheet(f'<row r="19999">{text_cell("A19999")}</row>{LONG_ROW}')),
    ],
    "password": [
        ("a new workbook with a password", _renamed_stream(xls(LIST), "EncryptedPackage")),
        ("an old workbook with a password", _locked_old_workbook()),
        ("a package with a password", _locked_members()),
    ],
    "not_a_spreadsheet": [
        ("a PDF", b"%PDF-1.7\n" + b"0" * 400),
        ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("a letter", _renamed_stream(xls(LIST), "WordDocument")),
        ("a new letter", _package({"_rels/.rels": b"", "word/document.xml": b"<x/>"})),
        ("a package of other things", _package({"a.txt": b"a"})),
        ("bytes of all sorts", bytes(range(256)) * 20),
    ],
    "web_page": [
        ("a web page named .xls", HTML.encode()),
        ("a web page with a mark", b"\xef\xbb\xbf\r\n" + HTML.encode()),
        ("a web page in UTF-16", HTML.encode("utf-16")),
        ("the XML of 2003", b'<?xml version="1.0"?><Workbook></Workbook>'),
    ],
    "other_spreadsheet": [
        ("an OpenDocument spreadsheet", _package({"mimetype": b"", "content.xml": b"<x/>"})),
        ("a binary workbook", _package({"_rels/.rels": b"", "xl/workbook.bin": b""})),
    ],
    "damaged": [
        ("the first half of a workbook", GOOD[: len(GOOD) // 2]),
        ("the first half of an old workbook", xls(LIST)[:1500]),
        ("a workbook without its sheet", repacked(GOOD, {}, without=[SHEET])),
        ("a sheet that breaks off", repacked(GOOD, {SHEET: part(GOOD, SHEET)[:-20]})),
        ("a part larger than its directory says", _understated_bomb()),
        ("an address that is none", with_sheet(f'<row r="1">{text_cell("ABCD1")}</row>')),
        ("a text that is nowhere", with_sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')),
        ("a table of texts that promises billions", repacked(as_excel_saves(GOOD), {
            "xl/sharedStrings.xml": f'<sst {NAMESPACE} uniqueCount="4000000000"/>'.encode()})),
    ],
    "forbidden_xml": [
        ("a bomb of entities", repacked(GOOD, {
            SHEET: f'{ENTITIES}<worksheet {NAMESPACE}><sheetData><row r="1">{text_cell("A1", "&i;")}</row>'
                   "</sheetData></worksheet>".encode()})),
        ("a file of the server as an entity", repacked(GOOD, {
            "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'})),
    ],
}  # fmt: skip
ALL = [
    Nasty(name, "danh sach.xlsx", data, refused=code)
    for code, files in FILES.items()
    for name, data in files
]
