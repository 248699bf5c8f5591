"""A copy of all that is kept about somebody: one file for people and one for programs, in a ZIP."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import render_template
from flask_babel import gettext as _

from lms import clock
from lms.formatting import as_date, as_moment
from lms.office import get_office
from lms.personal_data import Section, Subject, Value, parts

FOR_PEOPLE, FOR_PROGRAMS = "du-lieu-cua-toi.html", "du-lieu-cua-toi.json"


def sections_about(subject: Subject) -> list[Section]:
    """All that is kept, feature by feature; a sort of rows of which there are none is left out."""
    return [section for part in parts() for section in part.gather(subject) if section.rows]


def copy_of(subject: Subject, name: str) -> bytes:
    """The ZIP. JSON has instants in UTC (ISO 8601); the page has them on the clocks of Vietnam."""
    sections = sections_about(subject)
    page = render_template(
        "documents/personal_data/copy.html",
        name=name,
        made_at=clock.now(),
        sections=sections,
        in_words=in_words,
        office=get_office(),
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr(_entry(FOR_PEOPLE), page)
        archive.writestr(_entry(FOR_PROGRAMS), _for_programs(sections))
    return buffer.getvalue()


def rows_in(sections: list[Section]) -> int:
    """How many rows a copy holds."""
    return sum(len(section.rows) for section in sections)


def in_words(value: Value) -> str:
    """A value as people read it; a dash for none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return as_moment(value)
    return as_date(value) if isinstance(value, date) else str(value)


def _for_programs(sections: list[Section]) -> str:
    everything = {
        "office": get_office().name,
        "made_at": clock.now(),
        "data": {section.name: [dict(row) for row in section.rows] for section in sections},
    }
    return json.dumps(everything, ensure_ascii=False, indent=1, default=_in_iso)


def _in_iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, clock.local(clock.now()).timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry
