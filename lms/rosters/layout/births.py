"""Birth and sex of a row, from one column or from several that share them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from lms.registry.models import BirthPrecision, Sex
from lms.registry.people.register import UNKNOWN_BIRTH, Birth
from lms.rosters.cells.dates import BirthReading, read_birth
from lms.rosters.cells.findings import Finding
from lms.rosters.cells.sexes import is_mark, read_sex
from lms.rosters.layout.table import Columns, TableRow
from lms.rosters.rows import Field
from lms.rosters.sheets import Value, text_of

_SEXES = {Field.BIRTH_MALE: Sex.MALE, Field.BIRTH_FEMALE: Sex.FEMALE}


class Calendar(NamedTuple):
    """What dates depend on: the present day, and which calendar the workbook counts in."""

    today: date
    date_1904: bool = False


class BirthAndSex(NamedTuple):
    birth: Birth
    sex: Sex
    findings: tuple[Finding, ...]


def read_birth_and_sex(
    row: TableRow, columns: Columns, calendar: Calendar, from_title: Sex, women_are_marked: bool
) -> BirthAndSex:
    """Columns that disagree on the sex leave it unknown.

    ``women_are_marked``: there is a column of marks for women and none for men.
    """
    births = [_birth(columns.values(row, Field.BIRTH), calendar)]
    sexes, findings = _named_sexes(columns.values(row, Field.SEX))
    for field, sex in _SEXES.items():
        for value in columns.values(row, field):
            if is_mark(value):
                sexes.append(sex)
            elif text_of(value).strip():
                births.append(read_birth(value, *calendar))
                sexes.append(sex)
    birth, about_birth = _one_birth(births)
    if women_are_marked and not sexes and from_title == Sex.UNKNOWN:
        return BirthAndSex(birth, Sex.MALE, (*about_birth, *findings, _about_sex("sex_from_blank")))
    sex, about_sex = _one_sex({*sexes, from_title} - {Sex.UNKNOWN})
    return BirthAndSex(birth, sex, (*about_birth, *findings, *about_sex))


def _birth(values: list[Value], calendar: Calendar) -> BirthReading:
    """From one cell, or from three of day, month and year."""
    if len(values) != 3:
        return read_birth(values[0] if values else None, *calendar)
    day, month, year = (text_of(value).strip() for value in values)
    if not day and not month:
        return read_birth(values[2], *calendar)
    return read_birth(f"{day or 0}/{month or 0}/{year}", *calendar)


def _named_sexes(values: list[Value]) -> tuple[list[Sex], list[Finding]]:
    sexes: list[Sex] = []
    findings: list[Finding] = []
    for value in values:
        sex = read_sex(value)
        if sex is None:
            findings.append(_about_sex("sex_unreadable", text_of(value)))
        elif sex != Sex.UNKNOWN:
            sexes.append(sex)
    return sexes, findings


def _one_birth(births: list[BirthReading]) -> tuple[Birth, tuple[Finding, ...]]:
    findings = tuple(finding for reading in births for finding in reading.findings)
    known = {b.birth for b in births if b.birth.precision != BirthPrecision.UNKNOWN}
    if len(known) > 1:
        shown = " / ".join(sorted(f"{birth.day:%d/%m/%Y}" for birth in known))
        return UNKNOWN_BIRTH, (*findings, Finding("birth_twice", Field.BIRTH, shown))
    return next(iter(known), UNKNOWN_BIRTH), findings


def _one_sex(sexes: set[Sex]) -> tuple[Sex, tuple[Finding, ...]]:
    if len(sexes) > 1:
        return Sex.UNKNOWN, (_about_sex("sex_disagrees"),)
    return next(iter(sexes), Sex.UNKNOWN), ()


def _about_sex(code: str, text: str = "") -> Finding:
    return Finding(code, Field.SEX, text)
