"""The uploaded file, kept encrypted: lists hold telephone and citizen numbers.

The key is made of the installation's key of citizen numbers, so that one secret opens all that is closed.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import partial

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import lazy_gettext as _l

from config import CITIZEN_KEY_BYTES
from lms import database, files
from lms.errors import DomainError
from lms.files import FileDamaged
from lms.registry.people.citizen_keys import citizen_keys
from lms.rosters.models import Roster

PURPOSE = b"roster file: encryption"


def store_encrypted(data: bytes) -> str:
    """Keep the bytes under a name that this returns. Raises NoKey where the machine has no key."""
    citizen_keys().need_one()
    return files.store(_fernet().encrypt(data))


def read_encrypted(name: str) -> bytes:
    """The bytes that were kept. Raises FileDamaged when they are lost, altered, or under a lost key."""
    try:
        return _fernet().decrypt(files.read(name))
    except (InvalidToken, ValueError) as error:
        raise FileDamaged(f"no key of this machine opens the stored file {name}") from error


def bytes_of(roster: Roster) -> bytes:
    """The file of a list. Raises DomainError when it was deleted, FileDamaged when it is lost."""
    if roster.stored_as is None:
        raise DomainError(
            _l(
                "The file of this list was deleted: its time was over, or data of somebody in it were erased."
            )
        )
    return read_encrypted(roster.stored_as)


def forget_file(roster: Roster) -> None:
    """Delete the file of a list once the present transaction is on disk."""
    if roster.stored_as is not None:
        database.after_commit(partial(files.forget, roster.stored_as))
        roster.stored_as = None


def _fernet() -> MultiFernet:
    keys = current_app.config["SETTINGS"].citizen_keys
    return MultiFernet(
        [Fernet(urlsafe_b64encode(_derived(urlsafe_b64decode(key)))) for key in keys]
    )


def _derived(secret: bytes) -> bytes:
    return HKDF(SHA256(), CITIZEN_KEY_BYTES, salt=None, info=PURPOSE).derive(secret)
