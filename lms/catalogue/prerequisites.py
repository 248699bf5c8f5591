"""What a course asks of the people who come: which organisations they are of, what they completed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from lms.catalogue import labels
from lms.catalogue.documents import Value
from lms.catalogue.fields import CODE, Fields
from lms.catalogue.models import Enforcement
from lms.catalogue.problems import Problems

MOST_MONTHS = 240
MOST_PREREQUISITES = 10
KEYS = ("course", "within_months", "rule")


@dataclass(frozen=True)
class Prerequisite:
    """Another course (by code), completed within so many months before the class, or ever."""

    course: str
    within_months: int | None
    rule: str


def read_audience(fields: Fields, problems: Problems) -> tuple[str, ...]:
    """The kinds of organisations that the course is meant for."""
    found = fields.texts("audience")
    for text, line in found:
        if text not in labels.AUDIENCES:
            problems.add(fields.file, line,
                         _("“%(text)s” is not possible for “%(key)s”.", text=text, key="audience"),
                         _("Use one of: %(keys)s.", keys=", ".join(labels.AUDIENCES)))  # fmt: skip
    return tuple(text for text, _line in found)


def read_audience_rule(fields: Fields) -> str:
    """What happens with people of organisations that the course is not meant for."""
    if not fields.has("audience_rule"):
        return Enforcement.WARN
    return fields.one_of("audience_rule", tuple(Enforcement))


def read_prerequisites(fields: Fields, problems: Problems) -> tuple[Prerequisite, ...]:
    """The courses to be completed before; none when the key is left out."""
    if not fields.has("prerequisites"):
        return ()
    items = fields.items("prerequisites", most=MOST_PREREQUISITES)
    found: dict[str, Prerequisite] = {}
    for item in items:
        one = _read(item, fields.file, problems)
        if one.course in found:
            problems.add(fields.file, item.line,
                         _("The course %(code)s is there twice.", code=one.course),
                         _("Keep one of the two."))  # fmt: skip
        found[one.course] = one
    return tuple(found.values())


def _read(item: Value, file: str, problems: Problems) -> Prerequisite:
    fields = Fields(item, KEYS, file, problems)
    code = fields.text("course", 20)
    if code and not CODE.fullmatch(code):
        fields.note("course", _("“%(text)s” cannot be a code.", text=code),
                    _("Use capital letters and digits, such as M11."))  # fmt: skip
    has_months, has_rule = fields.has("within_months"), fields.has("rule")
    return Prerequisite(
        course=code,
        within_months=fields.number("within_months", 1, MOST_MONTHS) if has_months else None,
        rule=fields.one_of("rule", tuple(Enforcement)) if has_rule else Enforcement.BLOCK,
    )


def check_circles(
    wanted: Mapping[str, tuple[str, tuple[Prerequisite, ...]]], problems: Problems
) -> None:
    """A course that has to be completed before itself can never be begun.

    ``wanted`` gives for each code the file that is to be mended and what it asks for.
    """
    for code, (file, _prerequisites) in wanted.items():
        met: set[str] = set()
        ahead = [code]
        while ahead:
            _file, prerequisites = wanted.get(ahead.pop(), ("", ()))
            new = {one.course for one in prerequisites} - met
            met |= new
            ahead.extend(new)
        if code and code in met:
            problems.add(file, 1,
                         _("The course %(code)s has to be completed before itself.", code=code),
                         _("Remove one of its prerequisites."))  # fmt: skip
