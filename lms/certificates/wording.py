"""The words that one certificate prints, taken from the enrolment's snapshot of that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.certificates.glyphs import unprintable_characters
from lms.certificates.words import CertificateWords
from lms.classes.models import TrainingClass
from lms.codes import shown_code
from lms.enrolments.models import Enrolment
from lms.errors import DomainError
from lms.office import OfficeWords
from lms.registry.models import BirthPrecision, Sex

SALUTATIONS = {Sex.FEMALE: "Bà", Sex.MALE: "Ông"}
EITHER = "Ông (Bà)"
#: The office writes the lines above a signature in one: "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH".
SIGNER_LINES = re.compile(r"\s*[/\n]\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register book gives to a certificate."""

    number: str
    code: str
    issued_on: date
    verify_url: str


def certificate_words(enrolment: Enrolment, office: OfficeWords, entry: Entry) -> CertificateWords:
    """Everything that is printed. Raises DomainError when a word is missing or cannot be printed."""
    training_class = enrolment.training_class
    try:
        words = CertificateWords(
            issuer_line=f"CHỦ TỊCH {office.name.upper()}",
            salutation=SALUTATIONS.get(Sex(enrolment.sex), EITHER),
            full_name=enrolment.full_name,
            birth_line=birth_line(enrolment.birth_date, enrolment.birth_precision),
            position=enrolment.position_title,
            organisation=enrolment.organisation_name,
            commune=enrolment.unit_name,
            course_title=training_class.course_version.title,
            class_title=training_class.title,
            hours=hours(training_class),
            dates_line=dates_line(training_class),
            result_line="Kết quả: Đạt",
            number=entry.number,
            issued_on=entry.issued_on.isoformat(),
            issued_line=issued_line(office.place, entry.issued_on),
            signer_title=tuple(SIGNER_LINES.split(office.signer_title.strip())),
            signer_name=office.signer_name,
            code=shown_code(entry.code),
            verify_url=entry.verify_url,
            illustrative=office.is_demo,
        )
    except ValueError as error:
        raise DomainError(
            _l("A word that every certificate needs is missing: the name, the dates or the signer.")
        ) from error
    _refuse_unprintable(words)
    return words


def hours(training_class: TrainingClass) -> int:
    """The periods (tiết of 45 minutes) that were on the timetable; else those of the course."""
    held = sum(session.periods for session in training_class.sessions)
    return held or training_class.course_version.periods


def dates_line(training_class: TrainingClass) -> str:
    """The days of the class; empty when it has none."""
    first, last = training_class.starts_on, training_class.ends_on
    if first is None or last is None:
        return ""
    if first == last:
        return f"Ngày {first:%d/%m/%Y}"
    return f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def birth_line(day: date | None, precision: str) -> str:
    """The birth date as far as it is known."""
    if day is None or precision == BirthPrecision.UNKNOWN:
        return ""
    if precision == BirthPrecision.YEAR:
        return f"Sinh năm {day.year}"
    return f"Sinh ngày {day:%d/%m/%Y}"


def issued_line(place: str, day: date) -> str:
    """Place and date of a paper: days below 10 and the months 1 and 2 take a zero (Decree 30/2020)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _refuse_unprintable(words: CertificateWords) -> None:
    missing = unprintable_characters(" ".join(words.texts()))
    if missing:
        raise DomainError(
            _(
                "The print fonts have no letter for: %(characters)s. Correct the name or the words first.",
                characters=", ".join(ascii(character)[1:-1] for character in missing),
            )
        )
