"""From a dirty file to the register and back, on the pages that an officer sees."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.access import Role
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.privacy.models import Export
from lms.registry.models import Organisation, Person
from lms.rosters.models import Roster
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader
from tests.rosters.files import upload, workbook

ROWS = (
    (1, "Nguyễn Thị Hoa", 1975, "Giám đốc", "HTX Minh Tân", 912345678),
    (2, "Lê Văn Hai", 1980, "Kế toán", "HTX Chưa Có", "0987 654 321"),
    (3, "Hoàng", 1981, "Kế toán", "HTX Minh Tân", ""),
    ("", "Tổng số: 3 người"),
)


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    factories.organisation("HTX DVNN Minh Tân")
    return Reader(app, cast.officer)


def uploaded(reader: Reader, data: bytes, name: str = "danh-sach.xlsx", **values: Any) -> Page:
    page = reader.get("/rosters/new")
    return reader.submit(page, {"file": upload(data, name), **values}, action="/rosters")


def previewed(reader: Reader, data: bytes, **values: Any) -> Page:
    return reader.submit(uploaded(reader, data, **values), action="/columns")


def path_of(page: Page, ending: str) -> str:
    return f"/rosters/{page.path.split('/')[2]}/{ending}"


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_from_a_file_to_the_register_and_back(officer: Reader, cast: Cast) -> None:
    before = count(Person)
    page = previewed(officer, workbook(*ROWS))
    assert page.h1 == "Xem trước kết quả nhập"
    assert [row[0] for row in page.rows()] == ["4", "5", "6"]
    assert [row[3] for row in page.rows()] == ["Mới", "Mới", "Lỗi"]
    assert "Tổng số: 3 người" in page.text
    page = officer.get(path_of(page, "organisations"))
    page = officer.submit(page, {"action": "enter-all"}, action="/organisations")
    assert page.h1 == "Xem trước kết quả nhập"
    page = officer.submit(page, action="/batch")
    assert page.h1 == "Kết quả nhập danh sách"
    assert count(Person) == before + 2
    person = db.session.scalars(select(Person).where(Person.full_name == "Lê Văn Hai")).one()
    assert person.current_position is not None
    assert person.current_position.organisation.name == "HTX Chưa Có"
    assert [phone.digits for phone in person.phones] == ["0987654321"]
    page = officer.submit(officer.get(path_of(page, "undoing")), action="/undoing")
    assert "Đã hoàn tác" in page.text and count(Person) == before
    assert count(Organisation) == 1


def test_the_left_rows_are_corrected_in_their_file_and_imported_again(officer: Reader) -> None:
    page = officer.submit(previewed(officer, workbook(*ROWS)), action="/batch")
    answer = officer.post(
        path_of(page, "left-rows"), {"export_reason": "Sửa rồi nhập lại", "form_key": ""}
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet: Any = openpyxl.load_workbook(BytesIO(answer.data)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][-1] == "Lý do" and lines[0][:3] == ["STT", "Họ và tên", "Năm sinh"]
    assert [line[1] for line in lines[1:3]] == ["Lê Văn Hai", "Hoàng"]
    assert lines[1][-1] == "Chưa quyết định đơn vị nào." and "Hoàng" in lines[2][-1]
    assert db.session.scalars(select(Export.rows)).all() == [2]
    sheet["B3"] = "Hoàng Văn Ba"
    file = BytesIO()
    sheet.parent.save(file)
    page = previewed(officer, file.getvalue())
    assert [row[3] for row in page.rows()] == ["Mới", "Mới"]


def test_nothing_in_the_file_of_left_rows_is_a_formula(officer: Reader) -> None:
    row = (1, "Hoàng", "=1+1", "+84", "@SUM(A1)", "-1", "0912000111")
    heading = ("STT", "Họ và tên", "Ghi chú", "A", "B", "C", "Số điện thoại")
    page = previewed(officer, workbook(row, (2, "Lê Văn Hai"), heading=heading))
    page = officer.submit(page, action="/batch")
    answer = officer.post(path_of(page, "left-rows"), {"export_reason": "Sửa"})
    sheet: Any = openpyxl.load_workbook(BytesIO(answer.data)).active
    types = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value}
    assert types == {"s"}
    assert sheet["G2"].value == "0912000111" and sheet["G2"].number_format == "@"


def test_a_row_is_corrected_on_screen_and_the_file_stays_visible(officer: Reader) -> None:
    page = previewed(officer, workbook(*ROWS))
    page = officer.get(path_of(page, "rows/6"))
    assert "Hoàng" in page.text and page.rows() == []
    page = officer.submit(
        page, {"full_name": "Hoàng Văn Ba", "phones": "0912 000 111; 0987654322"}, action="/rows/6"
    )
    assert page.rows()[2][1].startswith("Hoàng Văn Ba") and page.rows()[2][3] == "Mới"
    page = officer.get(path_of(page, "rows/6"))
    assert "Hoàng Văn Ba" in page.html and "Như trong tệp" in page.text
    officer.submit(officer.get(path_of(page, "rows")), action="/batch")
    person = db.session.scalars(select(Person).where(Person.full_name == "Hoàng Văn Ba")).one()
    assert [phone.digits for phone in person.phones] == ["0912000111", "0987654322"]


def test_a_correction_that_cannot_be_read_is_told_and_kept(officer: Reader) -> None:
    page = officer.get(path_of(previewed(officer, workbook(*ROWS)), "rows/6"))
    page = officer.submit(page, {"phones": "12"}, action="/rows/6", status=422)
    assert len(page.errors) == 1 and 'value="12"' in page.html


def test_whom_a_row_means_is_decided_on_its_page(officer: Reader) -> None:
    person = factories.person("Lê Văn Hai")
    person.birth_date, person.birth_precision = date(1980, 1, 1), "year"
    db.session.commit()
    data = workbook((1, "Lê Văn Hai", 1980), (2, "Lê Văn Hai", 1980))
    page = previewed(officer, data)
    assert [row[3] for row in page.rows()] == ["Có thể đã có", "Có thể đã có"]
    page = officer.submit(
        officer.get(path_of(page, "rows/4")), {"whom": f"person-{person.id}"}, action="/decision"
    )
    page = officer.submit(officer.get(path_of(page, "rows/5")), {"whom": "new"}, action="/decision")
    assert [row[3] for row in page.rows()] == ["Đã có, không đổi", "Mới"]
    page = officer.submit(officer.get(path_of(page, "rows/5")), {"whom": "new"}, action="/decision")
    before = count(Person)
    officer.submit(page, action="/batch")
    assert count(Person) == before + 1


def test_a_text_is_decided_once_for_all_its_rows(officer: Reader) -> None:
    names = ("Lê Văn Hai", "Lê Văn Ba", "Lê Văn Tư")
    rows = [(1, name, 1970, "Kế toán", "HTX Hưng Long") for name in names]
    other = factories.organisation("HTX Rau sạch Đông Hưng")
    page = previewed(officer, workbook(*rows))
    page = officer.get(path_of(page, "organisations"))
    (box,) = [f.get("name") for f in page.root.iter("input") if "other-" in (f.get("name") or "")]
    assert box is not None
    wrong = officer.submit(page, {box: "Không có"}, action="/organisations", status=422)
    assert len(wrong.errors) == 1
    page = officer.submit(page, {box: "HTX rau sach Dong Hung"}, action="/organisations")
    assert {row[2] for row in page.rows()} == {f"{other.name} Kế toán"}


def test_people_of_the_list_are_enrolled_in_its_class(officer: Reader) -> None:
    taught = factories.training_class(capacity=1)
    page = officer.get(f"/classes/{taught.id}")
    assert page.links["Nhập danh sách vào lớp này"] == f"/rosters/new?class={taught.id}"
    page = officer.get(f"/rosters/new?class={taught.id}")
    data = workbook((1, "Lê Văn Hai", 1980), (2, "Đỗ Văn Tám", 1981))
    page = officer.submit(page, {"file": upload(data)}, action="/rosters")
    page = officer.submit(officer.submit(page, action="/columns"), action="/batch")
    assert "Trong danh sách chờ" in page.text
    states = db.session.scalars(select(Enrolment.state).order_by(Enrolment.id)).all()
    assert states == ["confirmed", "waiting"]


def test_pressing_twice_takes_over_once(officer: Reader) -> None:
    page = previewed(officer, workbook(*ROWS))
    before = count(Person)
    officer.submit(page, action="/batch")
    again = officer.submit(page, action="/batch")
    assert again.h1 == "Kết quả nhập danh sách" and count(Person) == before + 1


def test_somebody_elses_change_keeps_a_list_from_being_taken_over_unseen(
    app: Flask, officer: Reader, cast: Cast
) -> None:
    page = previewed(officer, workbook(*ROWS))
    colleague = Reader(app, factories.account("Cán bộ khác", Role.OFFICER))
    colleague.submit(
        colleague.get(path_of(page, "rows/6")), {"full_name": "Hoàng Văn Ba"}, action="/rows/6"
    )
    before = count(Person)
    officer.submit(page, action="/batch", status=409)
    assert count(Person) == before


def test_a_preview_that_went_stale_shows_what_changed(officer: Reader) -> None:
    page = previewed(officer, workbook(*ROWS))
    factories.person("Lê Văn Hai", phone="0987654321")
    before = count(Person)
    page = officer.submit(page, action="/batch")
    assert page.response.request.query_string == b"state=changed"
    assert [row[0] for row in page.rows()] == ["5"] and count(Person) == before


def test_the_sheet_is_chosen_where_there_are_several(officer: Reader) -> None:
    page = uploaded(officer, workbook(*ROWS, sheets=("Danh sách", "Khác", "*Ẩn")))
    assert page.h1 == "Chọn trang" and "Ẩn (0 dòng) – trang bị ẩn" in page.text
    page = officer.submit(page, {"sheet": "0"}, action="/sheet")
    assert page.h1 == "Kiểm tra các cột" and "Ẩn (bị ẩn)" in page.text


def test_a_single_visible_sheet_is_not_asked_about(officer: Reader) -> None:
    page = uploaded(officer, workbook(*ROWS, sheets=("Danh sách", "*Ẩn")))
    assert page.h1 == "Kiểm tra các cột"


def test_the_columns_are_shown_with_examples_and_can_be_changed(officer: Reader) -> None:
    heading = ("STT", "Họ và tên", "Năm sinh", "Chức vụ", "Cơ quan chủ quản cấp trên", "Liên lạc")
    page = uploaded(officer, workbook(*ROWS, heading=heading))
    assert "Nguyễn Thị Hoa" in page.text and "912345678" in page.text
    page = officer.submit(
        page, {"column_4": "organisation", "column_5": "phone"}, action="/columns"
    )
    kept = db.session.scalars(select(Roster)).one().choices or {}
    assert kept["columns"]["organisation"] == [4] and kept["columns"]["phone"] == [5]
    again = officer.get(path_of(page, "columns"))
    chosen = [o.get("value") for o in again.root.iter("option") if o.get("selected") is not None]
    assert chosen[4:6] == ["organisation", "phone"]


def test_a_mapping_without_names_is_told(officer: Reader) -> None:
    page = uploaded(officer, workbook(*ROWS))
    page = officer.submit(page, {"column_1": ""}, action="/columns", status=422)
    assert page.errors == ["Chọn cột ghi họ và tên."]
