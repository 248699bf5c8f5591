"""Every download of a list of people has a reason and a line in the record of exports.

A view that offers one mixes :class:`ExportForm` 's field into its form, draws it with
``components/export_form.html``, calls :func:`record_export` in the request that makes the file, and
writes :func:`mark_of` into the file, so that a copy tells where it came from.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from lms import audit, clock
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.formatting import as_moment
from lms.forms import BaseForm
from lms.privacy.models import Export
from lms.privacy.models.exports import REASON_LENGTH
from lms.vietnamese import normal_text

TITLE_LENGTH = 200


class ExportForm(BaseForm):
    """Why somebody takes a list of people out of the system; a base for forms that ask more."""

    export_reason = StringField(
        _l("Reason for the export"),
        [DataRequired(), Length(max=REASON_LENGTH)],
        description=_l(
            "For example: to print the list for the decision. It is kept with your name."
        ),
    )


def record_export(
    kind: str, title: str, rows: int, reason: str, by: Viewer, **filters: Any
) -> Export:
    """Note that ``by`` takes ``rows`` people out, before the file is handed over.

    ``kind`` is the same for all exports of a sort ("class list"); ``title`` says on pages what was
    taken ("Danh sách lớp L001"); ``filters`` name rows by number (class_id=12), never people by name.
    Raises DomainError without a reason.
    """
    reason = normal_text(reason)
    if not reason:
        raise DomainError(_l("Write what the list is needed for."), field="export_reason")
    export = Export(
        at=clock.now(),
        by_id=by.id,
        kind=kind,
        title=normal_text(title)[:TITLE_LENGTH],
        rows=rows,
        reason=reason[:REASON_LENGTH],
        filters=filters,
    )
    db.session.add(export)
    audit.record("personal data exported", export, by, kind=kind, rows=rows)
    return export


def mark_of(export: Export) -> str:
    """The line that the file carries: who took it out, when, and under which number."""
    return _(
        "Taken out by %(name)s at %(moment)s, export no. %(number)s. Holds personal data: "
        "use it for the stated purpose only, then delete it.",
        name=export.by.display_name,
        moment=as_moment(export.at),
        number=export.id,
    )
