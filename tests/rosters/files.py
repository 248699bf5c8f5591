"""Small list files for the tests of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.reader import Reader, form_data

HEADING = ("STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị công tác", "Số điện thoại")


def workbook(
    *rows: Sequence[Any], heading: Sequence[str] = HEADING, sheets: Sequence[str] = ("Danh sách",)
) -> bytes:
    """An .xlsx whose first sheet has two title rows, the heading in row 3 and these rows below it."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = sheets[0]
    sheet.append(["DANH SÁCH HỌC VIÊN"])
    sheet.append([])
    sheet.append(list(heading))
    for row in rows:
        sheet.append(list(row))
    for name in sheets[1:]:
        book.create_sheet(name.removeprefix("*"))
        if name.startswith("*"):
            book[name[1:]].sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def upload(data: bytes, name: str = "danh-sach.xlsx") -> tuple[BytesIO, str]:
    """What a form sends of a file."""
    return BytesIO(data), name


def send(reader: Reader, data: bytes, name: str) -> TestResponse:
    """Upload a file of any size; the test client would keep large ones in files that it does not close."""
    form = reader.get("/rosters/new").form("/rosters")
    values = form_data(form) | {"file": FileStorage(BytesIO(data), name)}
    boundary, body = encode_multipart({k: v for k, v in values.items() if not isinstance(v, list)})
    return reader.client.post(
        "/rosters", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
