"""Looking up what a commune became, and what one of today was made of."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.registry.units.reference import import_units
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Reader:
    import_units()
    return Reader(app, cast.officer)


def test_an_old_name_says_what_the_unit_is_today(officer: Reader) -> None:
    rows = officer.get("/units?q=tan tien").rows()
    assert rows[0][0] == "Xã Tân Tiến" and rows[0][2] == "từ 01/07/2025"
    assert [
        "Xã Tân Tiến",
        "Huyện Hưng Hà, Thái Bình",
        "trước 01/07/2025",
        "Nay là Xã Tiên La.",
    ] in rows


def test_a_unit_of_today_says_of_what_it_was_made(officer: Reader) -> None:
    (row,) = officer.get("/units?q=xã+Hiệp+Cường&district=").rows()[:1]
    assert "Xã Ngọc Thanh (một phần)" in row[3] and row[3].startswith("Thành lập từ: ")


def test_a_divided_unit_names_all_parts_and_the_default(officer: Reader) -> None:
    rows = officer.get("/units?q=ngoc thanh").rows()
    assert rows[0][3] == (
        "Đã chia cho Xã Hiệp Cường; Phường Sơn Nam; khi chưa rõ, tính vào Xã Hiệp Cường."
    )


def test_a_district_lists_its_units_of_today(officer: Reader) -> None:
    page = officer.get("/units?district=Huyện+Văn+Giang")
    assert [row[0] for row in page.rows()] == [
        "Xã Mễ Sở",
        "Xã Nghĩa Trụ",
        "Xã Phụng Công",
        "Xã Văn Giang",
    ]
    both = officer.get("/units?q=tan+tien&district=Huyện+Văn+Giang")
    assert [row[0] for row in both.rows()] == ["Xã Tân Tiến"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=khong co that", "?district=Huyện+Không+Có"])
def test_nothing_asked_or_found_says_so(officer: Reader, query: str) -> None:
    page = officer.get(f"/units{query}")
    assert page.rows() == []
    assert ("Không tìm thấy" in page.text) == ("khong" in query)


def test_many_units_are_cut_and_said_to_be(officer: Reader) -> None:
    page = officer.get("/units?q=xa")
    assert len(page.rows()) == 60 and "hãy nhập thêm tên" in page.text


def test_a_search_takes_the_same_statements_whatever_it_finds(officer: Reader) -> None:
    for path in ("/units?q=xa", "/units?q=tien la", "/units?q=khong"):
        officer.get(path)
        with counted() as statements:
            officer.get(path)
        assert len(statements) == 3  # the session, units, successions
