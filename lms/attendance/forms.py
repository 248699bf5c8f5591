"""The roll as it is sent: one radio group for each person, named by the enrolment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length, Optional

from lms.attendance import labels
from lms.attendance.models import Evidence, Presence
from lms.errors import DomainError
from lms.forms import BaseForm, clean

PREFIX = "mark-"
OFFERED_EVIDENCE = (Evidence.ROLL_CALL, Evidence.SIGNED_PAPER)


class RollForm(BaseForm):
    """What a trainer sends: only the marks."""


class OfficeRollForm(RollForm):
    """An officer says how the marks are known."""

    evidence = RadioField(
        _l("How do you know who was there?"),
        choices=[SelectChoice(one.value, labels.EVIDENCE[one]) for one in OFFERED_EVIDENCE],
        default=Evidence.ROLL_CALL.value,
    )


class CorrectionForm(RollForm):
    """After the class has ended: why a mark is corrected."""

    reason = TextAreaField(
        _l("Reason of the correction"), [Optional(), Length(max=400)], filters=[clean]
    )


def typed_marks() -> dict[str, str]:
    """The radio groups as they were sent: name of the group -> value."""
    return {name: value for name, value in request.form.items() if name.startswith(PREFIX)}


def read_marks(typed: Mapping[str, str], enrolment_ids: Iterable[int]) -> dict[int, Presence]:
    """The marks that were sent. Raises DomainError for anything the page did not offer."""
    names = {f"{PREFIX}{enrolment_id}": enrolment_id for enrolment_id in enrolment_ids}
    try:
        return {names[name]: Presence(value) for name, value in typed.items()}
    except (KeyError, ValueError):
        raise DomainError(
            _l("Somebody of this roll is not in the class any more. Check the list and save again.")
        ) from None


def evidence_of(form: Any) -> tuple[Evidence, str]:
    """How the marks are known, and the reason of a correction."""
    if isinstance(form, CorrectionForm):
        return Evidence.CORRECTION, form.reason.data or ""
    if isinstance(form, OfficeRollForm):
        return Evidence(form.evidence.data), ""
    return Evidence.ROLL_CALL, ""
