import pytest

from lms.codes import ALPHABET, LENGTH, new_code, read_code, shown_code

CODE = "K7QM2XTD9RWF4H10"


def test_a_new_code_has_eighty_bits_and_is_read_back() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(ALPHABET)
    assert all(read_code(shown_code(code)) == code for code in codes)


def test_it_is_shown_in_groups_of_four() -> None:
    assert shown_code(CODE) == "K7QM-2XTD-9RWF-4H10"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "K7QM-2XTD-9RWF-4H10",
        "k7qm 2xtd 9rwf 4h10",
        " K7QM–2XTD—9RWF-4hIO ",
        "k7qm2xtd9rwf4hlo",
        "K7QM2XTD9RWF4HLO",
        "https://daotao.example.vn/verify/K7QM2XTD9RWF4H10",
        "https://daotao.example.vn/verify/k7qm-2xtd-9rwf-4h10/",
    ],
)
def test_it_is_read_however_it_is_written(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    ["", "-", CODE[:-1], CODE + "0", "K7QM2XTD9RWF4H1U", "0001/2026/GCN-LMHTX", "ký tự lạ", "٠" * 16],
)  # fmt: skip
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
