"""Where figures come from, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.reports.plan_report import ActualSource

SOURCES = {
    ActualSource.ROSTERS: _l("from class rosters"),
    ActualSource.REPORTED: _l("as reported"),
    ActualSource.NONE: _l("no class yet"),
}


def source_label(source: str) -> str:
    """Where a year's actual figures come from."""
    return str(SOURCES[ActualSource(source)])
