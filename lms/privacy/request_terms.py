"""How long the office has for a request about personal data, as settings.

Decree 356/2025/NĐ-CP, in force since 1 January 2026. The papers give: a reply within 2 working days;
withdrawing, restricting and objecting within 15 days (extended once by at most 15); 10 to 20 days over
all kinds. That seeing, correcting and copying have 10 and deleting has 20, and that the extension is the
same for all, is from memory: check it against the Decree and set it with `bin/lms terms set`.
"""

from __future__ import annotations

from lms.terms import declare

REPLY_WORKING_DAYS = declare(
    "request_reply_working_days", 2, "working days until a request is answered (Decree 356/2025)"
)
_FOUND, _FROM_MEMORY = "(Decree 356/2025)", "(Decree 356/2025, from memory)"
DAYS = {
    kind: declare(f"request_{kind}_days", days, f"days to fulfil a request to {meaning} {source}")
    for kind, days, meaning, source in (
        ("see", 10, "see one's data", _FROM_MEMORY),
        ("correct", 10, "correct it", _FROM_MEMORY),
        ("copy", 10, "get a copy", _FROM_MEMORY),
        ("withdraw", 15, "withdraw a consent", _FOUND),
        ("restrict", 15, "restrict its use", _FOUND),
        ("object", 15, "object to a use", _FOUND),
        ("delete", 20, "delete it", _FROM_MEMORY),
    )
}
EXTENSION_DAYS = declare(
    "request_extension_days", 15, "days by which a term is extended, once (Decree 356/2025)"
)
