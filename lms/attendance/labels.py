"""Presences and kinds of evidence in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.attendance.models import Evidence, Presence

PRESENCES = {
    Presence.PRESENT: _l("Present"),
    Presence.LATE: _l("Came late"),
    Presence.EXCUSED: _l("Excused"),
    Presence.ABSENT: _l("Absent"),
}
EVIDENCE = {
    Evidence.CODE_SCANNED: _l("The person's code was scanned"),
    Evidence.CODE_ENTERED: _l("The person entered the code of the hall"),
    Evidence.ROLL_CALL: _l("Roll call"),
    Evidence.SIGNED_PAPER: _l("From the signed list"),
    Evidence.CORRECTION: _l("Corrected later"),
}
