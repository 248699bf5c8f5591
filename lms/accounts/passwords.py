"""Passwords: Argon2id at 19 MiB, two passes, one lane (OWASP's second choice; 50 ms here)."""

from __future__ import annotations

import secrets
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

#: Nothing that is mistaken for another sign when it is read aloud or copied by hand.
CLEAR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
#: Compared with when there is no account, so that an unknown name takes as long as a known one. It is
#: written out because making it would take that long once more in every new process.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$5o+sodEXFXITv6SK+6o7UQ$OeQQPO"
    "AaozmSZb1qUaZXFi7u+r4IbvHGk6svJ36P5G4"
)  # fmt: skip

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
        return _hasher.verify(kept or NOBODYS_HASH, _same_bytes(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def one_time_password() -> str:
    """A random password of 59 bits that can be read out by telephone: "kx7m-2hqd-9wtr"."""
    parts = ("".join(secrets.choice(CLEAR_SIGNS) for _sign in range(4)) for _part in range(3))
    return "-".join(parts)


def _same_bytes(password: str) -> str:
    """Vietnamese keyboards send NFC or NFD for the same keys, so both are one password."""
    return unicodedata.normalize("NFC", password)
