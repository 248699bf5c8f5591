"""Files that are evidence: stored once under the name of their SHA-256, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


class FileDamaged(Exception):
    """A stored file is missing, or its bytes are not those that were stored."""


def store(content: bytes) -> str:
    """Keep ``content`` for ever and return its SHA-256 (hex).

    The bytes are on disk, under their final name, before this returns. Storing the same bytes twice
    keeps one file.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return digest


def read(digest: str) -> bytes:
    """The stored bytes. Raises :class:`FileDamaged` when they are missing or altered."""
    try:
        content = _path(digest).read_bytes()
    except OSError as error:
        raise FileDamaged(f"the stored file {digest} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileDamaged(f"the stored file {digest} was altered")
    return content


def forget(digest: str) -> None:
    """Delete a stored file that is no evidence, such as a list that holds erased data."""
    _path(digest).unlink(missing_ok=True)


def _path(digest: str) -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir / "files"
    return folder / digest[:2] / digest


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
