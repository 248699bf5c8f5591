"""How alike two people are, and why: the rules by which the register is searched for duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from lms.duplicates.particulars import Particulars
from lms.registry.models import Sex


class Reason(StrEnum):
    """Why two people may be one."""

    SAME_CITIZEN_NUMBER = "same_citizen_number"
    SAME_NAME_YEAR_ORGANISATION = "same_name_year_organisation"
    SAME_NAME_PHONE = "same_name_phone"
    SAME_NAME_YEAR = "same_name_year"
    SAME_NAME_ORGANISATION = "same_name_organisation"


class Doubt(StrEnum):
    """Why they may be two after all."""

    OTHER_CITIZEN_NUMBER = "other_citizen_number"
    OTHER_BIRTH = "other_birth"
    OTHER_SEX = "other_sex"


class Strength(IntEnum):
    """How much the reasons say, the strongest highest."""

    POSSIBLE = 1
    STRONG = 2
    CERTAIN = 3


_STRENGTHS = {
    Reason.SAME_CITIZEN_NUMBER: Strength.CERTAIN,
    Reason.SAME_NAME_YEAR_ORGANISATION: Strength.STRONG,
    Reason.SAME_NAME_PHONE: Strength.STRONG,
    Reason.SAME_NAME_YEAR: Strength.POSSIBLE,
    Reason.SAME_NAME_ORGANISATION: Strength.POSSIBLE,
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two people being one, and what against."""

    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]
    strength: Strength


def likeness(one: Particulars, other: Particulars) -> Likeness | None:
    """How alike two people are; None when nothing suggests that they are one.

    A doubt makes a strong likeness a possible one, and a possible one none. Only the same citizen
    number stays certain, whatever else differs: it belongs to one human being.
    """
    reasons = _reasons(one, other)
    if not reasons:
        return None
    strength = max(_STRENGTHS[reason] for reason in reasons)
    doubts = _doubts(one, other)
    if doubts and strength != Strength.CERTAIN:
        if strength == Strength.POSSIBLE:
            return None
        strength = Strength.POSSIBLE
    return Likeness(reasons, doubts, strength)


def _reasons(one: Particulars, other: Particulars) -> tuple[Reason, ...]:
    found = []
    if one.citizen_hash and one.citizen_hash == other.citizen_hash:
        found.append(Reason.SAME_CITIZEN_NUMBER)
    if one.name_key and one.name_key == other.name_key:
        found += _reasons_beside_the_name(one, other)
    return tuple(found)


def _reasons_beside_the_name(one: Particulars, other: Particulars) -> list[Reason]:
    same_year = one.birth_year is not None and one.birth_year == other.birth_year
    same_organisation = not one.organisations.isdisjoint(other.organisations)
    found = []
    if same_year and same_organisation:
        found.append(Reason.SAME_NAME_YEAR_ORGANISATION)
    if not one.phones.isdisjoint(other.phones):
        found.append(Reason.SAME_NAME_PHONE)
    if same_year and not same_organisation:
        found.append(Reason.SAME_NAME_YEAR)
    if same_organisation and not same_year:
        found.append(Reason.SAME_NAME_ORGANISATION)
    return found


def _doubts(one: Particulars, other: Particulars) -> tuple[Doubt, ...]:
    found = []
    if one.citizen_hash and other.citizen_hash and one.citizen_hash != other.citizen_hash:
        found.append(Doubt.OTHER_CITIZEN_NUMBER)
    if _differ(one.birth_year, other.birth_year) or _differ(one.birth_day, other.birth_day):
        found.append(Doubt.OTHER_BIRTH)
    if Sex.UNKNOWN not in (one.sex, other.sex) and one.sex != other.sex:
        found.append(Doubt.OTHER_SEX)
    return tuple(found)


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
