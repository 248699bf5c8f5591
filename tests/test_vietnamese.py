"""Keys that are stored, and numbers that are typed: whatever the text, they fit and are one."""

from __future__ import annotations

import pytest

from lms.vietnamese import (
    SEARCH_KEY_LENGTH,
    SORT_KEY_LENGTH,
    name_as_written,
    name_sort_key,
    national_phone,
    normal_text,
    search_key,
    sort_key,
)


@pytest.mark.parametrize("sign", ["ệ", "W", "ﬃ", "한", "a b"])
def test_the_keys_of_the_longest_text_fit_their_columns(sign: str) -> None:
    text = (sign * 200)[:200]
    assert len(sort_key(text)) <= SORT_KEY_LENGTH and len(name_sort_key(text)) <= SORT_KEY_LENGTH
    assert len(search_key(text)) <= SEARCH_KEY_LENGTH


def test_long_names_stay_in_order() -> None:
    longest = "hợp tác xã dịch vụ nông nghiệp " * 6
    assert sort_key(longest + "an") < sort_key(longest + "bình")


@pytest.mark.parametrize("invisible", ["\0", "\u200b", "\udcff", "\u202e"])
def test_what_no_database_keeps_and_nobody_sees_is_left_out(invisible: str) -> None:
    assert normal_text(f"{invisible}An{invisible}h") == "Anh"


@pytest.mark.parametrize("digits", ["٠٩١٢٣٤٥٦٧٨", "09१२३४५६७८"])
def test_a_number_has_the_digits_of_telephones(digits: str) -> None:
    with pytest.raises(ValueError, match="not a Vietnamese telephone number"):
        national_phone(digits)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("NGUYỄN THỊ ĐÀO", "Nguyễn Thị Đào"),
        ("trần  thị mận", "Trần Thị Mận"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Lê Thị ĐÀO", "Lê Thị ĐÀO"),
        ("Đinh K'Sor", "Đinh K'Sor"),
        ("", ""),
    ],
)
def test_a_name_in_one_case_is_written_as_on_papers(typed: str, written: str) -> None:
    assert name_as_written(typed) == written


def test_where_the_tone_stands_makes_no_other_word() -> None:
    assert sort_key("HOÀ") == sort_key("HÒA") and sort_key("Thuý") == sort_key("Thúy")
    assert name_sort_key("Vũ Thị Hoà") == name_sort_key("Vũ Thị Hòa")
    names = ["Lê Hoá", "Lê Hoàn", "Lê Hòa", "Lê Hoa"]
    assert sorted(names, key=name_sort_key) == ["Lê Hoa", "Lê Hòa", "Lê Hoá", "Lê Hoàn"]
