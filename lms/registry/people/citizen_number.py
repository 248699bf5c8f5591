"""The citizen number (số định danh, CCCD) of a person: optional, encrypted, masked, read with a reason.

Twelve digits: three for the province where the birth was registered, one for century and sex, two for the
year of birth, six at random, and no check digit (Decree 137/2015/NĐ-CP, Circular 07/2016/TT-BCA). The nine
digits of the older identity card (CMND) still stand in lists of past years.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from lms import audit, clock
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person, Sex
from lms.registry.people.changing import record_change
from lms.registry.people.citizen_keys import NoKey, citizen_keys

DIGITS, OLD_DIGITS = 12, 9
#: Excel drops leading zeros: one of most provinces, two of those numbered below ten.
DIGITS_WITHOUT_ZEROS = (10, 11)
#: Few enough that birth date, sex and province do not lead to the whole number.
SHOWN_DIGITS = 3
ABSENT, RECORDED = "absent", "recorded"


class Doubt(StrEnum):
    """What makes a number look wrong. Lists hold slips, so a doubt warns and never refuses."""

    OLD = "old"
    SEX = "sex"
    BIRTH_YEAR = "birth_year"


DOUBTS = {
    Doubt.OLD: _l("This is the number of an old identity card."),
    Doubt.SEX: _l("The number belongs to the other sex than is recorded."),
    Doubt.BIRTH_YEAR: _l("The year of birth in the number is not the recorded one."),
}


def normal_citizen_number(text: str) -> str:
    """The digits of a citizen number (12) or of an old identity card (9), however they were written.

    Raises ValueError for anything else; the error does not repeat the number.
    """
    digits = _digits(text)
    if re.fullmatch(rf"[0-9]{{{DIGITS}}}|[0-9]{{{OLD_DIGITS}}}", digits):
        return digits
    raise ValueError("not a citizen number")


def with_lost_zeros(text: str) -> str:
    """The number with the leading zeros that a spreadsheet dropped, to be offered; "" when none were."""
    digits = _digits(text)
    is_short = re.fullmatch(r"[1-9][0-9]*", digits) and len(digits) in DIGITS_WITHOUT_ZEROS
    return digits.zfill(DIGITS) if is_short else ""


def doubts_about(number: str, birth_year: int | None, sex: str) -> list[Doubt]:
    """What of a normalised number does not go with year of birth and sex; empty when all does."""
    if len(number) != DIGITS:
        return [Doubt.OLD]
    century, female = divmod(int(number[3]), 2)
    year = 1900 + 100 * century + int(number[4:6])
    doubts = []
    if sex not in (Sex.UNKNOWN, Sex.FEMALE if female else Sex.MALE):
        doubts.append(Doubt.SEX)
    if year > clock.today().year or (birth_year is not None and birth_year != year):
        doubts.append(Doubt.BIRTH_YEAR)
    return doubts


def masked(number: str) -> str:
    """As pages show it: "•••••••••234"."""
    return "•" * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]


def hash_of(number: str) -> str:
    """The keyed hash that ``Person.citizen_number_hash`` holds of a number (64 hex digits).

    ``number`` is normalised first: raises ValueError for what is no citizen number, and NoKey where the
    machine has no key. To find people by number use :func:`has_citizen_number`, which
    knows older keys.
    """
    keys = citizen_keys()
    keys.need_one()
    return keys.hashes(normal_citizen_number(number))[0]


def hashes_of(number: str) -> tuple[str, ...]:
    """The hashes by which a person of this number is found, whichever key it was stored under; none for
    what is no citizen number."""
    try:
        return citizen_keys().hashes(normal_citizen_number(number))
    except ValueError:
        return ()


def has_citizen_number(number: str) -> ColumnElement[bool]:
    """Whether a person has this number, in SQL; nobody has what is no citizen number."""
    return Person.citizen_number_hash.in_(hashes_of(number))


class Shown(NamedTuple):
    """What a person's page shows of the number: the mask ("" when there is none) and what is doubtful."""

    mask: str
    warnings: list[str]


def shown_citizen_number(person: Person) -> Shown:
    """For viewers who may read citizen numbers. A machine without the right key says so instead."""
    if person.citizen_number_encrypted is None:
        return Shown("", [])
    try:
        number = citizen_number_of(person)
    except NoKey as error:
        return Shown("•" * DIGITS, [str(error)])
    doubts = doubts_about(number, person.birth_year, person.sex)
    return Shown(masked(number), [str(DOUBTS[doubt]) for doubt in doubts])


def set_citizen_number(person: Person, number: str, by: Viewer | None) -> None:
    """Keep the number, encrypted; the audit says that it was recorded, never which it is.

    Duplicates are allowed until they are merged. Raises DomainError (field "citizen_number") for what is
    neither 12 nor 9 digits, and NoKey where it could not be read again.
    """
    try:
        digits = normal_citizen_number(number)
    except ValueError:
        raise DomainError(
            _l("A citizen number has 12 digits, an old identity card 9."), field="citizen_number"
        ) from None
    _refuse_another_key()
    before = RECORDED if person.citizen_number_encrypted else ABSENT
    if before == RECORDED and citizen_number_of(person) == digits:
        return
    person.citizen_number_encrypted = citizen_keys().close(digits)
    person.citizen_number_hash = hash_of(digits)
    record_change(person, "citizen number recorded", by, citizen_number=[before, RECORDED])


def remove_citizen_number(person: Person, by: Viewer | None) -> None:
    """Forget the number. Does nothing when there is none."""
    if person.citizen_number_encrypted is None:
        return
    person.citizen_number_encrypted = person.citizen_number_hash = None
    record_change(person, "citizen number removed", by, citizen_number=[RECORDED, ABSENT])


def disclose_citizen_number(person: Person, reason: str, by: Viewer) -> str:
    """The whole number, for a reason that the audit keeps with who and when.

    Raises DomainError without a reason, for one that holds the number, and where there is no number.
    """
    if not reason:
        raise DomainError(_l("Write why the whole number is needed."), field="reason")
    number = citizen_number_of(person)
    if not number:
        raise DomainError(_l("No citizen number of this person is recorded."))
    if number in _digits(reason):
        raise DomainError(_l("Write the reason without the number itself."), field="reason")
    audit.record("citizen number disclosed", person, by, reason=reason)
    return number


def citizen_number_of(person: Person) -> str:
    """The number in the clear; "" when there is none. For the verbs here, masks and checks: a page shows
    it whole only through :func:`disclose_citizen_number`. Raises NoKey."""
    encrypted = person.citizen_number_encrypted
    return citizen_keys().open(encrypted) if encrypted else ""


def _refuse_another_key() -> None:
    """Numbers under two keys that never meet could not be compared: see whether ours opens one."""
    keys = citizen_keys()
    if keys.are_proven:
        return
    stored = db.session.scalar(
        select(Person.citizen_number_encrypted)
        .where(Person.citizen_number_encrypted.is_not(None))
        .order_by(Person.id.desc())
        .limit(1)
    )
    if stored:
        keys.open(stored)
        keys.are_proven = True


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text))
