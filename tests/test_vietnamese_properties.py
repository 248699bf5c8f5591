"""What holds of every name, telephone number and birth, however they are written."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from lms import clock
from lms.registry.forms.people import BirthField, PersonForm
from lms.registry.models import BirthPrecision
from lms.registry.people.citizen_number import (
    masked,
    normal_citizen_number,
    with_lost_zeros,
)
from lms.registry.people.position_titles import PositionGroup, position_group
from lms.vietnamese import (
    LETTERS,
    SEARCH_KEY_LENGTH,
    SORT_KEY_LENGTH,
    TONES,
    given_name,
    marked_key,
    name_sort_key,
    national_phone,
    normal_text,
    search_key,
    sort_key,
)

VOWELS = "aăâeêioôơuưy"
#: Letters of the alphabet, vowels with a tone or without; not all of them are words, all of them are typed.
TYPED = [*LETTERS, *(unicodedata.normalize("NFC", one + tone) for one in VOWELS for tone in TONES)]
letter = st.sampled_from([*TYPED, *(one.upper() for one in TYPED)])
word = st.text(letter, min_size=1, max_size=7)
name = st.lists(word, min_size=1, max_size=5).map(" ".join)
anything = st.text(max_size=300)
mobile = st.builds(
    lambda start, rest: f"0{start}{rest:08d}",
    st.sampled_from("35789"),
    st.integers(0, 99_999_999),
)
landline = st.integers(0, 999_999_999).map(lambda rest: f"02{rest:09d}")
#: New prefix of 2018 and the old one of one digit more.
OLD_PREFIXES = {
    "032": "0162",
    "039": "0169",
    "070": "0120",
    "079": "0121",
    "085": "0125",
    "059": "0199",
}
signs = st.sampled_from(["", " ", ".", "-", "\u00a0", "  "])


@given(anything)
@example("\u200bĐỗ\u00a0 Thị\tHoà\0")
def test_text_that_was_made_normal_stays_as_it_is(text: str) -> None:
    once = normal_text(text)
    assert normal_text(once) == once
    assert once == once.strip() and "  " not in once


@given(anything)
def test_keys_of_normal_text_are_the_keys_of_the_text(text: str) -> None:
    for key in (sort_key, name_sort_key, marked_key):
        assert key(text) == key(normal_text(text))


@given(anything)
def test_keys_fit_their_columns_and_hold_nothing_that_search_would_mistake(text: str) -> None:
    for key in (search_key(text), marked_key(text)):
        assert len(key) <= SEARCH_KEY_LENGTH and not set(key) & set("%_\\\0")
    assert len(sort_key(text)) <= SORT_KEY_LENGTH and len(name_sort_key(text)) <= SORT_KEY_LENGTH


@given(name)
def test_composed_and_decomposed_names_are_one(full_name: str) -> None:
    apart = unicodedata.normalize("NFD", full_name)
    for key in (normal_text, sort_key, name_sort_key, search_key, marked_key):
        assert key(apart) == key(full_name)


@given(name)
def test_search_needs_no_marks_and_no_capitals(full_name: str) -> None:
    bare = search_key(full_name)
    assert bare.isascii() and bare == bare.lower()
    assert search_key(bare) == bare == search_key(full_name.upper())
    assert search_key(marked_key(full_name)) == bare


@given(name)
def test_the_marked_key_is_its_own_key_in_any_capitals(full_name: str) -> None:
    key = marked_key(full_name)
    assert marked_key(key) == key == marked_key(full_name.upper())


@given(
    st.sampled_from(["oa", "oe", "uy"]),
    st.sampled_from(list(TONES)),
    st.sampled_from(["h", "th", "kh"]),
)
def test_the_tone_may_stand_on_either_vowel(vowels: str, tone: str, start: str) -> None:
    early, late = start + vowels[0] + tone + vowels[1], start + vowels + tone
    assert marked_key(early) == marked_key(late) != marked_key(start + vowels)
    assert search_key(early) == search_key(late)
    # before another letter it stands on the second vowel alone
    assert marked_key(late + "n") != marked_key(early + "n")


@given(st.lists(name, min_size=2, max_size=6))
def test_lists_are_ordered_by_given_name_first(names: list[str]) -> None:
    ordered = sorted(names, key=name_sort_key)
    given_names = [sort_key(given_name(one)) for one in ordered]
    assert given_names == sorted(given_names)


@given(name, name)
def test_the_order_is_that_of_bytes_and_tells_different_names_apart(one: str, other: str) -> None:
    first, second = sort_key(one), sort_key(other)
    assert (first == second) == (normal_text(one) == normal_text(other))
    assert (first < second) == (first.encode() < second.encode())


@given(st.lists(letter, min_size=1, max_size=5), st.data())
def test_letters_come_before_tones(letters: list[str], data: st.DataObject) -> None:
    """Of two words that differ in a letter, tones before it do not decide."""
    plain = [unicodedata.normalize("NFD", one.lower()) for one in letters]
    bare = ["".join(c for c in one if c not in TONES) for one in plain]
    place = data.draw(st.integers(0, len(letters) - 1))
    tones = data.draw(st.lists(st.sampled_from(TONES), min_size=place, max_size=place))
    low = "".join(base + tone for base, tone in zip(bare, tones, strict=False)) + "a"
    high = "".join(bare[:place]) + "y"
    assert sort_key(low) < sort_key(high)


@given(st.one_of(mobile, landline), st.lists(signs, min_size=12, max_size=12), st.data())
def test_a_number_is_the_same_however_it_is_written(
    digits: str, between: list[str], data: st.DataObject
) -> None:
    written = data.draw(st.sampled_from(ways_of_writing(digits)))
    spaced = (
        "".join(sign + digit for sign, digit in zip(between, written, strict=False)) + written[12:]
    )
    assert national_phone(spaced) == digits
    assert national_phone(national_phone(spaced)) == digits


def ways_of_writing(digits: str) -> list[str]:
    """With the country's code, without the zero, wide digits, and as it was before 2018."""
    ways = [digits, "+84" + digits[1:], "+84" + digits, "84" + digits[1:], digits[1:]]
    wide = digits.translate({ord(str(n)): chr(ord("０") + n) for n in range(10)})
    old = [OLD_PREFIXES[digits[:3]] + digits[3:]] if digits[:3] in OLD_PREFIXES else []
    return [*ways, wide, *old]


@given(anything)
def test_what_is_no_number_is_refused_and_nothing_else_happens(text: str) -> None:
    try:
        digits = national_phone(text)
    except ValueError:
        return
    assert digits.isascii() and digits.isdecimal() and len(digits) in (10, 11)


@given(st.integers(0, 10**12 - 1), signs)
def test_a_citizen_number_survives_signs_and_lost_zeros(value: int, sign: str) -> None:
    number = f"{value:012d}"
    assert normal_citizen_number(sign.join(number)) == number
    shown = masked(number)
    assert len(shown) == 12 and shown.endswith(number[-3:]) and number[:-3] not in shown
    short = str(value)
    assert with_lost_zeros(short) == (number if len(short) in (10, 11) else "")


@given(anything)
def test_every_title_has_a_group(title: str) -> None:
    assert position_group(title) in PositionGroup


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(days_ago=st.integers(0, 40_000), is_padded=st.booleans(), is_year_alone=st.booleans())
def test_a_birth_is_read_as_it_was_typed(
    app: Flask, days_ago: int, is_padded: bool, is_year_alone: bool
) -> None:
    day = clock.today() - timedelta(days=days_ago)
    typed = ["", "", str(day.year)]
    if not is_year_alone:
        typed[:2] = [f"{n:02d}" if is_padded else str(n) for n in (day.day, day.month)]
    field = _born(app, typed)
    assert not field.errors
    expected = date(day.year, 1, 1) if is_year_alone else day
    precision = BirthPrecision.YEAR if is_year_alone else BirthPrecision.DAY
    assert field.birth == (expected, precision)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=st.lists(st.text(max_size=6), min_size=3, max_size=3))
@example(typed=["", "", "9" * 5000])
@example(typed=["²", "1", "1980"])
def test_any_other_typing_is_a_birth_or_a_sentence(app: Flask, typed: list[str]) -> None:
    field = _born(app, typed)
    is_known = field.precision != BirthPrecision.UNKNOWN
    if field.errors or not is_known:
        return
    assert field.data is not None and date(1900, 1, 1) <= field.data <= clock.today()


def _born(app: Flask, typed: list[str]) -> BirthField:
    with app.test_request_context():
        form = PersonForm(MultiDict([("born", part) for part in typed]), meta={"csrf": False})
        form.organisation.choices = []
        form.validate()
        return form.born
