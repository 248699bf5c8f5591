"""Old fonts: whole alphabets there and back, nothing else ever converted; encodings of text files."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.rosters.letters.decoding import decode
from lms.rosters.letters.encodings import LegacyEncoding, convert, suspected_encoding
from lms.rosters.letters.syllables import is_syllable
from lms.rosters.refusal import RosterRefused
from tests.rosters.nasty.kit import windows_1258
from tests.rosters.old_fonts import ALPHABET, to_tcvn3, to_vni

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đinh Trịnh Tạ Lương"
MIDDLE = "Văn Thị Hữu Đức Ngọc Thuý Quỳnh Xuân Kỳ Mỹ Tuấn Đình Khắc Bảo Phước"
GIVEN = "Ưng Bưởi Cẩm Đạt Ấn Giàng Hậu Kỷ Lễ Mẫn Nghĩa Oanh Phượng Quỵ Rĩ Sửu Tỵ Ước Vững Xoài Yến"
SYLLABLES = "nghiêng giếng gì quốc quý thuở khuỷu Đắk hoà hòa ỷ"
OTHER_WORDS = "nguyeãn nguyÔn ñôn file cat strong ắắ tộoc"
LOOKALIKES = (
    "Lê Hà",
    "Hoà",
    "toán",
    "Café crème, naïve",
    "H'Hen Niê",
    "Êñuôl",
    "5½ m² · 30 °C",
    "© ® §",
)
names = st.builds(
    lambda *parts: " ".join(parts),
    *(st.sampled_from(line.split()) for line in (FAMILY, MIDDLE, GIVEN)),
)
plain_text = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)


def small(text: str) -> str:
    """TCVN3 has no capitals with tones: "ỄN" comes back as "ễN" unless everything is in capitals."""
    return unicodedata.normalize("NFC", text).casefold()


@pytest.mark.parametrize("letter", [*ALPHABET, *ALPHABET.upper()])
def test_each_letter_comes_back_from_vni(letter: str) -> None:
    assert convert(to_vni(f"n{letter}n"), "vni") == f"n{letter}n"


@pytest.mark.parametrize("letter", [*ALPHABET, *"ĂÂÊÔƠƯĐ"])
def test_each_letter_comes_back_from_tcvn3(letter: str) -> None:
    assert convert(to_tcvn3(f"n{letter}n"), "tcvn3") == f"n{letter}n"


@given(names)
def test_names_come_back_from_both_fonts(name: str) -> None:
    assert convert(to_vni(name), "vni") == name
    assert convert(to_vni(name.upper()), "vni") == name.upper()
    assert small(convert(to_tcvn3(name), "tcvn3")) == small(name)
    assert convert(to_tcvn3(name.lower()), "tcvn3") == name.lower()


def test_capitals_of_the_capital_font_come_back_as_capitals() -> None:
    assert convert(to_tcvn3("NGUYỄN VĂN ƯNG"), "tcvn3") == "NGUYỄN VĂN ƯNG"
    assert convert(to_tcvn3("LÊ KỲ KỶ"), "tcvn3") == "LÊ KỲ KỶ"
    assert convert(to_tcvn3("Vũ Ý"), "tcvn3") == "Vũ ý"  # that font has no "Ý"


@given(st.lists(names, min_size=3, max_size=20))
def test_old_fonts_are_suspected(people: list[str]) -> None:
    assert suspected_encoding(map(to_tcvn3, people)) == "tcvn3"
    assert suspected_encoding(map(to_vni, people)) == "vni"
    assert suspected_encoding(to_vni(name.upper()) for name in people) == "vni"


@given(st.lists(names | plain_text, max_size=20))
def test_real_vietnamese_and_plain_text_are_never_suspected(texts: list[str]) -> None:
    assert suspected_encoding(texts) is None
    assert suspected_encoding(unicodedata.normalize("NFD", text) for text in texts) is None


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@given(text=names | plain_text)
def test_real_vietnamese_and_plain_text_are_never_converted(
    encoding: LegacyEncoding, text: str
) -> None:
    if any(letter > "\xff" for letter in text) or text.isascii():
        assert convert(text, encoding) == text


@pytest.mark.parametrize("text", LOOKALIKES)
def test_words_that_only_look_like_it_are_not_suspected(text: str) -> None:
    assert suspected_encoding([text]) is None


@pytest.mark.parametrize("syllable", SYLLABLES.split())
def test_syllables_are_known(syllable: str) -> None:
    assert is_syllable(syllable) and is_syllable(unicodedata.normalize("NFD", syllable.upper()))


@pytest.mark.parametrize("word", OTHER_WORDS.split())
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@given(st.lists(names, min_size=3, max_size=20))
def test_text_files_are_decoded_whatever_they_are_in(people: list[str]) -> None:
    text = "Họ và tên;Năm sinh\n" + "".join(f"{name};1968\n" for name in people)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding))[0] == text
    assert decode(windows_1258(text)) == (text, "cp1258")
    assert decode(unicodedata.normalize("NFD", text).encode())[0] == text


def test_a_western_text_file_is_not_taken_for_vietnamese() -> None:
    text = "Nom;Prénom\n" + "Müller;François\nGarçon;Hélène\n" * 20
    _text, encoding = decode(text.encode("latin-1"))
    assert encoding != "cp1258"


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, _name = decode(data)
    except RosterRefused as refusal:
        assert refusal.code in ("not_a_spreadsheet", "unknown_encoding")
    else:
        assert isinstance(text, str)
