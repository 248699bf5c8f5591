"""What is packed in an .xlsx file, unpacked within limits and packed again for the reader.

The reader gets only what was unpacked and looked at here: sizes in the directory of a ZIP file can lie,
and calamine takes memory as the file tells it to, which ends the process (tafia/calamine#684, #693).
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable

from lms.rosters.refusal import MOST_MEMBERS, MOST_UNPACKED_BYTES, RosterRefused

_IS_ENCRYPTED = 0x1
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class Archive:
    """Parts by name. Raises RosterRefused when limits are passed, and when something is damaged."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except (*_ZIP_FAULTS, NotImplementedError) as fault:
            raise RosterRefused("damaged") from fault
        members = self._file.infolist()
        if len(members) > MOST_MEMBERS:
            raise RosterRefused("too_many_members")
        if any(member.flag_bits & _IS_ENCRYPTED for member in members):
            raise RosterRefused("password")
        if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
            raise RosterRefused("too_big_unpacked")
        self._members = {member.filename.replace("\\", "/").lower(): member for member in members}
        self._unpacked: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def part(self, name: str) -> bytes:
        """The bytes of a part, at most as many as the directory says."""
        key = name.lower()
        if key not in self._unpacked:
            self._unpacked[key] = self._unpack(key)
        return self._unpacked[key]

    def forget(self, name: str) -> None:
        """Let the memory of an unpacked part go."""
        self._unpacked.pop(name.lower(), None)

    def _unpack(self, key: str) -> bytes:
        if key not in self._members:
            raise RosterRefused("damaged")
        try:
            return self._file.read(self._members[key])
        except (*_ZIP_FAULTS, NotImplementedError, RuntimeError) as fault:
            raise RosterRefused("damaged") from fault


def packed(parts: Iterable[tuple[str, bytes]]) -> io.BytesIO:
    """A ZIP file of these parts, not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    file.seek(0)
    return file
