"""Closing citizen numbers under the installation's keys, and comparing them without opening them.

Each key of the settings gives two: one encrypts (Fernet: AES-128-CBC with HMAC-SHA-256), one makes the
keyed hash by which equal numbers are found. A plain hash would not do: a citizen number has so few digits
that all of them can be tried. The first key of the settings closes, all of them open, so that keys can be
changed while the old ones still read.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import lazy_gettext as _l

from config import CITIZEN_KEY_BYTES
from lms.errors import DomainError

ENCRYPTION, EQUALITY = b"citizen number: encryption", b"citizen number: equality"


class NoKey(DomainError):
    """This machine has no key, or not the one under which a number was stored."""


class CitizenKeys:
    """The keys of one installation, newest first."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        secrets = [urlsafe_b64decode(key) for key in keys]
        self._fernets = [Fernet(urlsafe_b64encode(_derived(s, ENCRYPTION))) for s in secrets]
        self.are_proven = False  # until a number that is stored was opened with them
        self._equality = [_derived(secret, EQUALITY) for secret in secrets]

    @property
    def count(self) -> int:
        return len(self._fernets)

    def close(self, number: str) -> str:
        """The number, encrypted under the first key; a different text each time."""
        self.need_one()
        return self._fernets[0].encrypt(number.encode("ascii")).decode("ascii")

    def open(self, encrypted: str) -> str:
        """The number. Raises NoKey when none of the keys opens it."""
        self.need_one()
        try:
            return MultiFernet(self._fernets).decrypt(encrypted).decode("ascii")
        except InvalidToken:
            raise NoKey(
                _l(
                    "The citizen numbers were stored under a key that this machine does not have. "
                    "Please tell the administrator; nothing is lost."
                ),
                field="citizen_number",
            ) from None

    def is_newest(self, encrypted: str) -> bool:
        """Whether the number was closed under the first key."""
        self.need_one()
        try:
            self._fernets[0].decrypt(encrypted)
        except InvalidToken:
            return False
        return True

    def hashes(self, number: str) -> tuple[str, ...]:
        """The HMAC-SHA-256 (hex) of the number under each key, the first key's first."""
        message = number.encode("ascii")
        return tuple(hmac.new(key, message, hashlib.sha256).hexdigest() for key in self._equality)

    def need_one(self) -> None:
        """Raises NoKey where the machine has no key at all."""
        if not self._fernets:
            raise NoKey(
                _l(
                    "This machine has no key for citizen numbers, so none can be kept. "
                    "Please tell the administrator."
                ),
                field="citizen_number",
            )


def citizen_keys() -> CitizenKeys:
    """The keys that the settings name, made ready once for each process."""
    kept: CitizenKeys | None = current_app.extensions.get("citizen_keys")
    if kept is None:
        kept = CitizenKeys(current_app.config["SETTINGS"].citizen_keys)
        current_app.extensions["citizen_keys"] = kept
    return kept


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), CITIZEN_KEY_BYTES, salt=None, info=purpose).derive(secret)
