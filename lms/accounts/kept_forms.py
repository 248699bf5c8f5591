"""Nothing typed is lost when the session ended before the form was sent.

The fields travel, signed, through the sign-in page to a page that offers to send them again. Nothing is
sent without a press of the person's, and only to the path on this site to which it was sent first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from lms.security import local_path

MOST_SIGNS = 100_000
MOST_SEALED = 300_000
SECONDS_KEPT = 24 * 3600
#: Parts of the names of fields whose words must not wait in a page for somebody to sign in.
NEVER_KEPT = ("csrf_token", "password", "citizen_number", "sought")


@dataclass(frozen=True)
class KeptForm:
    """A form that could not be accepted yet: where it was sent, and its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    def seal(self) -> str:
        """The form as signed text for a hidden field; "" when it is too long to travel."""
        if sum(len(name) + len(value) for name, value in self.fields) > MOST_SIGNS:
            return ""
        sealed = _serializer().dumps([self.path, self.fields, self.had_files])
        text = sealed if isinstance(sealed, str) else sealed.decode()
        return text if len(text) <= MOST_SEALED else ""


def keep_request() -> KeptForm | None:
    """The form that the present request sent, without its token, passwords and citizen numbers."""
    path = local_path(request.full_path.removesuffix("?"))
    if path is None:
        return None
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name.lower() for word in NEVER_KEPT)
    )
    return KeptForm(path, fields, had_files=any(file.filename for file in request.files.values()))


def unseal(text: str | None) -> KeptForm | None:
    """The form that :meth:`KeptForm.seal` made into ``text``; None for anything else."""
    if not text:
        return None
    try:
        kept: Any = _serializer().loads(text, max_age=SECONDS_KEPT)
    except BadData:
        return None
    path, fields, had_files = kept
    return KeptForm(path, tuple((name, value) for name, value in fields), had_files)


def comes_from_our_pages() -> bool:
    """Whether the browser itself says that one of our pages sent this request."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    sender = request.headers.get("Origin") or request.referrer
    return bool(sender) and urlsplit(sender).netloc == request.host


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept form")
