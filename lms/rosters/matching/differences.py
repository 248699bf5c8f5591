"""What a list adds to what the register says of somebody. A fuller value is never replaced by a poorer
one, and what contradicts the register is told and left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from lms.formatting import as_birth, as_phone
from lms.privacy.ethnic_groups import group_code
from lms.registry.labels import sex_label
from lms.registry.models import BirthPrecision, Sex
from lms.registry.people.citizen_number import masked
from lms.registry.people.register import UNKNOWN_BIRTH
from lms.rosters.matching.near import HeldPosition, Registered
from lms.rosters.rows import Field, Message, Particulars, Severity
from lms.vietnamese import search_key

_BETWEEN_TITLES = re.compile(r"[,;/+&]|\bkiêm\b|\bvà\b|\s-\s", re.IGNORECASE)


class Aspect(StrEnum):
    """What of a person a list can add to."""

    FULL_NAME = "full_name"
    BIRTH = "birth"
    SEX = "sex"
    PHONE = "phone"
    CITIZEN_NUMBER = "citizen_number"
    ETHNICITY = "ethnicity"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Change:
    """One value as pages show it, before and after; numbers of citizens are masked."""

    aspect: Aspect
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row says that somebody works; ``id`` is negative while it is yet to be entered."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What would change, and what contradicts."""

    changes: tuple[Change, ...]
    messages: tuple[Message, ...]


NO_DIFFERENCES = Differences((), ())


def differences(
    known: Registered, said: Particulars, place: Place | None, citizen_hash: str | None
) -> Differences:
    """What a row adds to a person of the register."""
    found = [
        *_full_name(known, said),
        *_birth(known, said),
        *_sex(known, said),
        *_phones(known, said),
        *_citizen_number(known, said, citizen_hash),
        *_ethnicity(known, said),
        *_position(known, said, place),
    ]
    return Differences(
        tuple(one for one in found if isinstance(one, Change)),
        tuple(one for one in found if isinstance(one, Message)),
    )


def entered(said: Particulars, place: Place | None, citizen_hash: str | None) -> Registered:
    """Somebody as the register will know them who is entered from a row."""
    nobody = Registered(0, said.full_name, UNKNOWN_BIRTH, Sex.UNKNOWN, None, (), ())
    return absorbed(nobody, said, place, citizen_hash)


def absorbed(
    known: Registered, said: Particulars, place: Place | None, citizen_hash: str | None
) -> Registered:
    """A person of the register with what a row adds: what the next row about them is compared with."""
    aspects = {change.aspect for change in differences(known, said, place, citizen_hash).changes}
    more = tuple(digits for digits in said.phones if digits not in known.phones)
    held: tuple[HeldPosition, ...] = ()
    if place is not None and Aspect.POSITION in aspects:
        held = (HeldPosition(place.id, said.position, not known.holds_primary, True),)
    return Registered(
        known.id,
        said.full_name if Aspect.FULL_NAME in aspects else known.full_name,
        said.birth if Aspect.BIRTH in aspects else known.birth,
        said.sex if Aspect.SEX in aspects else known.sex,
        citizen_hash if Aspect.CITIZEN_NUMBER in aspects else known.citizen_hash,
        known.phones + more,
        known.positions + held,
        group_code(said.ethnicity) if Aspect.ETHNICITY in aspects else known.ethnic_group,
    )


def adds_position(known: Registered, title: str, organisation_id: int) -> bool:
    """Whether the register lacks the position: none there, or none whose title says as much."""
    there = [held.title for held in known.positions if held.organisation_id == organisation_id]
    return not any(_says_as_much(held, title) for held in there)


def _full_name(known: Registered, said: Particulars) -> Iterator[Change | Message]:
    """A name that was entered without marks gains them."""
    key = search_key(said.full_name)
    if key != search_key(known.full_name):
        yield _contradiction(
            "other_name",
            _("The list writes the name as %(name)s; the register keeps its own.", name=said.full_name),
            Field.FULL_NAME,
        )  # fmt: skip
    elif known.full_name.lower() == key and said.full_name.lower() != key:
        yield Change(Aspect.FULL_NAME, known.full_name, said.full_name)


def _birth(known: Registered, said: Particulars) -> Iterator[Change | Message]:
    if said.birth.day is None:
        return
    old = as_birth(known.birth.day, known.birth.precision)
    new = as_birth(said.birth.day, said.birth.precision)
    if not old:
        yield Change(Aspect.BIRTH, "", new)
    elif known.birth.day is None or known.birth.day.year != said.birth.day.year:
        yield _other_birth(old, new)
    elif said.birth.precision == BirthPrecision.DAY:
        if known.birth.precision == BirthPrecision.YEAR:
            yield Change(Aspect.BIRTH, old, new)
        elif known.birth.day != said.birth.day:
            yield _other_birth(old, new)


def _sex(known: Registered, said: Particulars) -> Iterator[Change | Message]:
    if said.sex in (Sex.UNKNOWN, known.sex):
        return
    if known.sex == Sex.UNKNOWN:
        yield Change(Aspect.SEX, "", sex_label(said.sex))
    else:
        words = _("The list says “%(new)s”, the register “%(old)s”, which stays.",
                  new=sex_label(said.sex), old=sex_label(known.sex))  # fmt: skip
        yield _contradiction("other_sex", words, Field.SEX)


def _phones(known: Registered, said: Particulars) -> Iterator[Change | Message]:
    old = ", ".join(as_phone(digits) for digits in known.phones)
    for digits in said.phones:
        if digits not in known.phones:
            yield Change(Aspect.PHONE, old, as_phone(digits))


def _citizen_number(
    known: Registered, said: Particulars, citizen_hash: str | None
) -> Iterator[Change | Message]:
    if citizen_hash is None or citizen_hash == known.citizen_hash:
        return
    if known.citizen_hash is None:
        yield Change(Aspect.CITIZEN_NUMBER, "", masked(said.citizen_number))
    else:
        words = _("The citizen number differs from the one in the register, which stays.")
        yield _contradiction("other_citizen_number", words, Field.CITIZEN_NUMBER)


def _ethnicity(known: Registered, said: Particulars) -> Iterator[Change | Message]:
    """Only of people who have consented; it is counted and never shown beside a name."""
    code = group_code(said.ethnicity) if known.ethnic_group is not None else None
    if code is None or code == known.ethnic_group:
        return
    if known.ethnic_group:
        words = _("The ethnic group differs from the one that was stated, which stays.")
        yield _contradiction("other_ethnicity", words, Field.ETHNICITY)
    else:
        yield Change(Aspect.ETHNICITY, "", _("as the list says, with the person's consent"))


def _position(
    known: Registered, said: Particulars, place: Place | None
) -> Iterator[Change | Message]:
    if place is not None and adds_position(known, said.position, place.id):
        old = "; ".join(_title(one) for one in known.positions if one.organisation_id == place.id)
        yield Change(Aspect.POSITION, old, " – ".join(filter(None, (said.position, place.name))))


def _title(held: HeldPosition) -> str:
    return held.title or _("Without a title")


def _says_as_much(held: str, title: str) -> bool:
    """Of two titles held at once ("Chủ tịch HĐQT kiêm Giám đốc") each counts; one that goes on, too."""
    parts = _keys(held)
    return all(any(f"{part} ".startswith(f"{key} ") for part in parts) for key in _keys(title))


def _keys(title: str) -> list[str]:
    keys = [search_key(part) for part in _BETWEEN_TITLES.split(title)]
    return [key for key in keys if key]


def _other_birth(old: str, new: str) -> Message:
    words = _("The list says born %(new)s, the register %(old)s, which stays.", new=new, old=old)
    return _contradiction("other_birth", words, Field.BIRTH)


def _contradiction(code: str, words: str, field: Field) -> Message:
    return Message(code, Severity.WARNING, words, field)
