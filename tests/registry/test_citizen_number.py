"""Citizen numbers: how they are read, kept, found, doubted, and never shown by the way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.citizen_number import (
    Doubt,
    citizen_number_of,
    doubts_about,
    has_citizen_number,
    hash_of,
    masked,
    normal_citizen_number,
    set_citizen_number,
    with_lost_zeros,
)
from tests import factories
from tests.people import Cast

NUMBER, OLD = "034165001234", "151234567"


@pytest.mark.parametrize("text", [NUMBER, "034 165 001 234", "034.165.001-234", "０３４165001234"])
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert normal_citizen_number(text) == NUMBER


@pytest.mark.parametrize(
    "text", ["", "34165001234", "0341650012345", "03416500123a", "٠٣٤١٦٥٠٠١٢٣٤"]
)
def test_what_is_no_number_is_refused_without_repeating_it(app: Flask, text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a citizen number$"):
        normal_citizen_number(text)
    with pytest.raises(DomainError) as refused:
        set_citizen_number(factories.person(), text, None)
    assert refused.value.field == "citizen_number"


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("34165001234", NUMBER),
        ("1165001234", "001165001234"),
        (NUMBER, ""),
        ("165001234", ""),
        ("0912345678", ""),
        ("3416500123x", ""),
    ],
)
def test_the_zeros_that_a_spreadsheet_dropped_are_offered(text: str, offered: str) -> None:
    assert with_lost_zeros(text) == offered


@pytest.mark.parametrize(
    ("number", "birth_year", "sex", "doubts"),
    [
        (NUMBER, 1965, "female", []),
        (NUMBER, None, "unknown", []),
        (NUMBER, 1966, "female", [Doubt.BIRTH_YEAR]),
        (NUMBER, 1965, "male", [Doubt.SEX]),
        ("034065001234", 1965, "male", []),
        ("034301001234", 2001, "female", []),
        ("034299001234", None, "male", [Doubt.BIRTH_YEAR]),  # 2099 is to come
        (OLD, 1965, "female", [Doubt.OLD]),
    ],
)
def test_a_number_is_compared_with_birth_and_sex(
    app: Flask, number: str, birth_year: int | None, sex: str, doubts: list[Doubt]
) -> None:
    assert doubts_about(number, birth_year, sex) == doubts


def test_only_the_last_digits_are_shown() -> None:
    assert masked(NUMBER) == "•••••••••234" and masked(OLD) == "••••••567"


def test_a_number_is_kept_encrypted_and_found_by_its_keyed_hash(app: Flask, cast: Cast) -> None:
    someone, twin, other = (factories.person() for _ in range(3))
    for person, number in ((someone, NUMBER), (twin, "034 165 001 234"), (other, OLD)):
        set_citizen_number(person, number, cast.officer)
    db.session.commit()
    assert citizen_number_of(someone) == citizen_number_of(twin) == NUMBER
    assert someone.citizen_number_encrypted != twin.citizen_number_encrypted
    assert someone.citizen_number_hash == twin.citizen_number_hash == hash_of(NUMBER)
    found = db.session.scalars(select(Person.id).where(has_citizen_number(NUMBER))).all()
    assert sorted(found) == [someone.id, twin.id]
    entry = db.session.scalars(select(AuditEntry)).first()
    assert entry is not None and (entry.action, entry.subject_id, entry.changes) == (
        "citizen number recorded",
        someone.id,
        {"citizen_number": ["absent", "recorded"], "revision": 2},
    )
