"""What states are called on pages, and how they are drawn (see components/status.html)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.certificates.models import CertificateState

STATES = {
    CertificateState.NUMBERED: (_l("Numbered, not printed yet"), "doing"),
    CertificateState.VALID: (_l("Issued"), "done"),
    CertificateState.REVOKED: (_l("Revoked"), "wrong"),
}
ELIGIBLE = (_l("Can be issued"), "todo")
NOT_ELIGIBLE = (_l("Not complete"), "neutral")
