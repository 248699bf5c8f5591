"""Tax codes: shapes, check digit, and what spreadsheets do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.registry.organisations.tax_codes import (
    has_true_check_digit,
    is_tax_code,
    normal_tax_code,
    padded_tax_code,
)


@pytest.mark.parametrize("code", ["0100109106", "0101243150", "1000123451-001", "034065001234"])
def test_codes_that_were_issued_have_a_true_check_digit(code: str) -> None:
    assert is_tax_code(code) and has_true_check_digit(code)


@given(st.integers(0, 9), st.sampled_from(["0100109106", "0101243150", "1000123451"]), st.data())
def test_one_wrong_digit_is_noticed(digit: int, code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 9))
    wrong = f"{code[:place]}{digit}{code[place + 1 :]}"
    assert has_true_check_digit(wrong) == (wrong == code)


def test_a_number_whose_check_would_be_ten_was_never_issued() -> None:
    assert not any(has_true_check_digit(f"000000000{digit}") for digit in range(10))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" 0100 109 106 ", "0100109106"),
        ("0100.109.106", "0100109106"),
        ("0100109106–001", "0100109106-001"),
    ],
)
def test_spaces_and_stops_do_not_matter(typed: str, code: str) -> None:
    assert normal_tax_code(typed) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("900123452", "0900123452"),
        ("900123452.0", "0900123452"),
        ("900123452-001", "0900123452-001"),
        ("34065001234", "034065001234"),
        ("0900123452", "0900123452"),
        ("12345", "12345"),
        ("", ""),
        ("không có", "khôngcó"),
    ],
)
def test_a_spreadsheet_gives_back_the_zero_it_took(cell: str, code: str) -> None:
    assert padded_tax_code(cell) == code


@pytest.mark.parametrize("code", ["", "123", "01001091061", "0100109106-1", "٠١٠٠١٠٩١٠٦"])
def test_other_shapes_are_no_tax_codes(code: str) -> None:
    assert not is_tax_code(code)
