"""Passwords: Argon2id at 19 MiB, two passes, one lane (OWASP's second choice; 50 ms here)."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from lms.errors import DomainError
from lms.vietnamese import search_key

LEAST_LENGTH = 8
MOST_LENGTH = 200
#: Words that guessers of this programme would try first.
TOO_COMMON = frozenset(
    {
        *(
            "12345678",
            "123456789",
            "1234567890",
            "11111111",
            "00000000",
            "password",
            "matkhau123",
            "matkhau1",
        ),
        *(
            "hoptacxa",
            "hoptacxa1",
            "hoptacxa123",
            "htx12345",
            "thaibinh",
            "thaibinh123",
            "hungyen123",
        ),
        *("lienminh", "lienminhhtx", "quytindung", "abcd1234", "qwertyui", "iloveyou", "anhyeuem"),
    }
)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to keep. Raises DomainError (field "password") for one that is too short or too common."""
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise DomainError(_l("Use at least 8 characters."), field="password")
    if search_key(password).replace(" ", "") in TOO_COMMON:
        raise DomainError(
            _l("This password is guessed too easily. Choose another one."), field="password"
        )
    return _hasher.hash(_same_bytes(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether the password fits. Takes the same time when there is nothing to compare with."""
    try:
        return _hasher.verify(kept or _nobody(), _same_bytes(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


_nobodys_hash = ""


def _nobody() -> str:
    global _nobodys_hash  # noqa: PLW0603
    if not _nobodys_hash:
        _nobodys_hash = _hasher.hash("nobody has this password")
    return _nobodys_hash


def _same_bytes(password: str) -> str:
    """Vietnamese keyboards send NFC or NFD for the same keys, so both are one password."""
    return unicodedata.normalize("NFC", password)
