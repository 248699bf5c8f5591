"""Numbers that lost their zeros, formulas, and cells that stand where none should."""

from __future__ import annotations

import openpyxl
from openpyxl.styles import PatternFill

from tests.rosters.nasty.kit import Nasty, part, repacked, saved, xlsx

lost_zeros = Nasty(
    "tax codes and citizen numbers that became numbers",
    "a.xlsx",
    xlsx(
        [
            ["Họ và tên", "MST", "Số CCCD", "Năm sinh"],
            ["Nguyễn Văn An", 900123456, 34068001234, 1968],
            ["Trần Thị Bình", "1000123456-001", "034170001234", 1970],
            ["Lê Văn Cường", "12", "123456789", 1980],
            ["Phạm Văn Dũng", 1000123456, "034068001234", 1980],
        ]
    ),
    {
        2: {"tax_code": "0900123456", "citizen_number": "034068001234",
            "codes": {"tax_code_padded", "citizen_number_padded"}},
        3: {"tax_code": "1000123456-001", "citizen_number": "034170001234"},
        4: {"tax_code": "", "citizen_number": "123456789", "note": "Tax code: 12",
            "codes": {"tax_code_unusable", "citizen_number_old"}},
        5: {"tax_code": "1000123456", "codes": {"citizen_number_disagrees"}},
    },
)  # fmt: skip


def _formulas() -> bytes:
    """openpyxl writes formulas without results; results are put in by hand."""
    data = xlsx(
        [
            ["Họ và tên", "Năm sinh", "Đơn vị", "Chức vụ"],
            ['=CONCATENATE("Nguyễn Văn ","An")', "=1900+68", "=1/0", "=A1"],
            ["=A2", 1970, "HTX", "GĐ"],
        ]
    )
    name = "xl/worksheets/sheet1.xml"
    text = part(data, name).decode()
    for cell, kind, result in (
        ("A2", "str", "Nguyễn Văn An"),
        ("B2", "n", "1968"),
        ("C2", "e", "#DIV/0!"),
    ):
        start = text.index(f'<c r="{cell}"')
        end = text.index("</c>", start)
        cell_text = (
            text[start:end].replace("<v />", f"<v>{result}</v>").replace("<v/>", f"<v>{result}</v>")
        )
        cell_text = cell_text.replace("<v></v>", f"<v>{result}</v>")
        text = (
            text[:start] + cell_text.replace(f'r="{cell}"', f'r="{cell}" t="{kind}"') + text[end:]
        )
    return repacked(data, {name: text.encode()})


formulas = Nasty(
    "formulas with results, with errors and never calculated",
    "a.xlsx",
    _formulas(),
    {
        2: {"full_name": "Nguyễn Văn An", "birth": "1968", "organisation": "", "position": "",
            "wrong": False, "codes": {"cell_error", "cell_not_calculated"}},
        3: None,
    },
)  # fmt: skip


def _painted_far_away() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Họ và tên", "Năm sinh"])
    sheet.append(["Nguyễn Văn An", 1968])
    sheet["XFD1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    return saved(book)


painted_far_away = Nasty(
    "an empty painted cell at the very end of the sheet",
    "a.xlsx",
    _painted_far_away(),
    {2: {"full_name": "Nguyễn Văn An"}},
)

beyond = Nasty(
    "cells beside the table",
    "a.xlsx",
    xlsx([["Họ và tên", "Năm sinh"], ["Nguyễn Văn An", 1968, None, "HTX Minh Tân"]]),
    {2: {"codes": {"cells_beyond_heading"}, "wrong": False}},
)
ALL = [lost_zeros, formulas, painted_far_away, beyond]
