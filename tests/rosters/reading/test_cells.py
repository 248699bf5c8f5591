"""Names, birth dates, telephone numbers and identifiers under property tests."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.registry.models import BirthPrecision, Sex
from lms.rosters.cells.dates import read_birth
from lms.rosters.cells.identifiers import doubts, read_citizen_number, read_tax_code
from lms.rosters.cells.names import Capitals, capitals_of, read_name, recased
from lms.rosters.cells.phones import read_phones
from tests.rosters.reading.test_encodings import names

TODAY = date(2026, 11, 24)
days = st.dates(date(1930, 1, 1), date(2010, 12, 31))
mobiles = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
titles = st.sampled_from(
    ["Ông ", "Bà ", "Ông (Bà) ", "Ông/Bà: ", "Anh ", "Đ/c ", "TS. ", "Mr. ", "PGS.TS "]
)


def codes(reading: object) -> set[str]:
    return {finding.code for finding in reading.findings}  # type: ignore[attr-defined]


@given(names)
def test_a_good_name_is_taken_as_it_is(name: str) -> None:
    reading = read_name(name, Capitals.AS_NAMES)
    assert (reading.name, reading.findings, reading.kept) == (name, (), ())


@given(
    names,
    titles,
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([" ", "\u00a0", "  ", " \u200b"]),
)
def test_what_stands_around_a_name_is_taken_off(
    name: str, title: str, form: str, blank: str
) -> None:
    written = unicodedata.normalize(form, title + name.replace(" ", blank))  # type: ignore[arg-type]
    assert read_name(written, Capitals.AS_NAMES).name == name


@given(names, st.text(max_size=10))
def test_a_name_is_never_cut(name: str, more: str) -> None:
    """Whatever stands in the cell: the whole name, or none, or every word of the text is told."""
    reading = read_name(f"{name} {more}", Capitals.AS_NAMES)
    assert reading.name == "" or reading.name.startswith(name)
    again = read_name(reading.name, Capitals.AS_NAMES) if reading.name else reading
    assert again.name == reading.name


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_has_a_reason(text: str) -> None:
    reading = read_name(text, Capitals.AS_NAMES)
    if not reading.name:
        assert reading.findings
    else:
        assert len(reading.name.split()) > 1 or "." in reading.name or "-" in reading.name
        assert not any(character.isdigit() or character in "?\ufffd" for character in reading.name)


@given(
    names,
    st.characters(
        categories=["Cc", "Nd", "Co"], exclude_characters="\t\r\n\x1c\x1d\x1e\x1f\x85\x0b\x0c"
    ),
)
def test_a_name_with_a_foreign_body_is_an_error(name: str, body: str) -> None:
    assert read_name(name[:4] + body + name[4:], Capitals.AS_NAMES).name == ""


@given(names, names)
def test_two_people_in_a_cell_are_an_error(one: str, other: str) -> None:
    for sign in (", ", "; ", "\n", " và ", " / ", " - ", " + "):
        assert codes(read_name(one + sign + other, Capitals.AS_NAMES)) == {"name_several"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "name_missing"),
        ("Nguy?n V?n An", "name_damaged"),
        ("Nguyễn V\ufffdn An", "name_damaged"),
        ("Nguyá»…n VÄƒn An", "name_damaged"),
        ("NguyÔn V¨n An", "name_old_font"),
        ("Nguyeãn Vaên An", "name_old_font"),
        ("Nguye6n4 Va8n An", "name_with_digits"),
        ("Nguyễn @ An", "name_with_signs"),
        ("Иван Иванов", "name_with_signs"),
        ("Ông An", "name_one_word"),
        ("HTX Minh Tân", "name_not_a_person"),
        ("Nguyễn " + "Rất " * 60 + "Dài", "name_too_long"),
    ],
)
def test_an_error_says_what_is_wrong(text: str, code: str) -> None:
    reading = read_name(text, Capitals.AS_NAMES)
    assert reading.name == "" and code in codes(reading)


@given(names)
def test_capitals_are_undone_and_done_again(name: str) -> None:
    assert recased(name.upper(), Capitals.ALL) == name
    assert recased(name.lower(), Capitals.NONE) == name


def test_only_a_whole_column_of_capitals_is_undone() -> None:
    assert capitals_of(["NGUYỄN VĂN AN", "TRẦN THỊ BÌNH"]) == Capitals.ALL
    assert capitals_of(["NGUYỄN VĂN AN", "Trần Thị Bình"]) == Capitals.AS_NAMES
    assert capitals_of(["nguyễn văn an"]) == Capitals.NONE
    assert capitals_of([]) == Capitals.AS_NAMES


def test_a_rare_family_name_is_not_lost_without_a_word() -> None:
    assert "name_title_or_family" in codes(read_name("Ông Cao Thắng", Capitals.AS_NAMES))
    assert "name_title_dropped" in codes(read_name("Ông Nguyễn Văn An", Capitals.AS_NAMES))


@given(
    days,
    st.sampled_from(
        ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d%m%Y", "%d tháng %m năm %Y"]
    ),
)
def test_a_whole_date_is_read_however_it_is_written(day: date, form: str) -> None:
    birth = read_birth(day.strftime(form), TODAY).birth
    assert (birth.day, birth.precision) == (day, BirthPrecision.DAY)
    unpadded = read_birth(f"{day.day}/{day.month}/{day.year}", TODAY).birth
    assert unpadded == birth == read_birth(day, TODAY).birth


@given(days)
def test_the_number_of_a_day_is_read_in_both_calendars(day: date) -> None:
    for epoch, is_1904 in ((date(1899, 12, 30), False), (date(1904, 1, 1), True)):
        number = (day - epoch).days
        assume(number >= 5_000)
        assert read_birth(float(number), TODAY, is_1904).birth.day == day
        assert read_birth(str(number), TODAY, is_1904).birth.day == day


@given(st.integers(1930, 2010))
def test_a_year_stays_a_year(year: int) -> None:
    for written in (
        float(year),
        str(year),
        f"sinh năm {year}",
        f"00/00/{year}",
        f"( {year})"[2:-1],
    ):
        birth = read_birth(written, TODAY).birth
        assert (birth.day, birth.precision) == (date(year, 1, 1), BirthPrecision.YEAR)


@given(st.integers(0, 99))
def test_two_digits_are_the_latest_year_of_somebody_who_is_fifteen(digits: int) -> None:
    birth = read_birth(f"1/1/{digits:02d}", TODAY).birth
    assert birth.day is not None
    assert birth.day.year % 100 == digits
    assert 15 <= TODAY.year - birth.day.year < 115


@given(st.text(max_size=30) | st.floats() | st.dates())
def test_any_cell_gives_a_possible_birth_or_none(value: str | float | date) -> None:
    assume(not isinstance(value, float) or abs(value) < 1e300)
    birth, findings = read_birth(value, TODAY)
    if birth.precision == BirthPrecision.UNKNOWN:
        assert birth.day is None
    else:
        assert birth.day is not None and date(1900, 1, 1) <= birth.day <= TODAY
    assert all(finding.text for finding in findings)


@given(days.filter(lambda day: day.day > 12))
def test_months_before_days_are_an_error(day: date) -> None:
    assert codes(read_birth(day.strftime("%m/%d/%Y"), TODAY)) == {"birth_impossible"}


def test_tomorrow_is_ahead() -> None:
    assert codes(read_birth(TODAY + timedelta(days=1), TODAY)) == {"birth_ahead"}


@given(
    st.lists(mobiles, min_size=1, max_size=3, unique=True),
    st.sampled_from(["/", " / ", "; ", ", ", "\n", " hoặc ", " - ", " ", " – "]),
    st.sampled_from(["{}", "+84 {}", "84{}", "{0}", "Zalo {}", "({})", "ĐT: {}."]),
)
def test_all_numbers_of_a_cell_are_found(numbers: list[str], sign: str, form: str) -> None:
    assume(sign != " " or form in ("{}", "{0}"))
    national = [form.format(n[1:] if "84" in form else n) for n in numbers]
    assert read_phones([sign.join(national)]).phones == tuple(numbers)


@given(mobiles)
def test_a_number_survives_a_spreadsheet(number: str) -> None:
    spaced = f"{number[:4]}.{number[4:7]} {number[7:]}"
    for written in (float(number), number[1:], spaced, f"{float(number):.8E}"):
        assert read_phones([written]).phones == (number,)


@given(st.text(max_size=40))
def test_nothing_of_a_telephone_cell_is_lost_without_a_word(text: str) -> None:
    reading = read_phones([text])
    assert all(len(number) in (10, 11) and number.isascii() for number in reading.phones)
    digits = sum(character.isdecimal() for character in text)
    if digits and not reading.phones:
        assert reading.kept and reading.findings


@given(st.from_regex(r"0[0-9]{11}", fullmatch=True))
def test_a_citizen_number_gets_its_zeros_back(number: str) -> None:
    lost = str(int(number)) if int(number) else "0"
    assume(len(lost) in (10, 11))
    assert read_citizen_number(float(lost)).digits == number
    assert read_citizen_number(number).digits == number


@pytest.mark.parametrize(
    ("written", "read"),
    [(900123456.0, "0900123456"), ("1000 123 456", "1000123456"), ("1000123456-001", "1000123456-001"),
     ("1000123456001", "1000123456-001"), ("034068001234", "034068001234"), ("MST: 1000123456", "1000123456"),
     ("12345", ""), (None, "")],
)  # fmt: skip
def test_tax_codes(written: str | float | None, read: str) -> None:
    assert read_tax_code(written).digits == read


@pytest.mark.parametrize(
    ("number", "year", "sex", "agrees"),
    [("034068001234", 1968, Sex.MALE, True), ("034168001234", 1968, Sex.FEMALE, True),
     ("034203001234", 2003, Sex.MALE, True), ("034068001234", 1969, Sex.MALE, False),
     ("034068001234", 1968, Sex.FEMALE, False), ("034068001234", None, Sex.UNKNOWN, True)],
)  # fmt: skip
def test_what_a_citizen_number_tells(number: str, year: int | None, sex: Sex, agrees: bool) -> None:
    birth = read_birth(str(year) if year else None, TODAY).birth
    assert (doubts(number, birth, sex) == []) == agrees
