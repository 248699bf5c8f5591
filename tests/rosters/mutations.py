"""Files damaged on purpose: bytes flipped, cut, doubled, and the same inside the parts of a package."""

from __future__ import annotations

import io
import random
import zipfile

from tests.rosters.nasty.kit import repacked


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One of many ways in which a file can be damaged."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            name = chance.choice(names)
            return repacked(data, {name: _damaged(archive.read(name), chance)})
    return _damaged(data, chance)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _times in range(chance.choice((1, 1, 2, 5, 30))):
        place = chance.randrange(len(changed)) if changed else 0
        way = chance.randrange(6)
        if way == 0 and changed:
            changed[place] ^= 1 << chance.randrange(8)
        elif way == 1 and changed:
            changed[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, 0x39))
        elif way == 2:
            changed[place : place + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f")
            )
        elif way == 3:
            del changed[place : place + chance.choice((1, 4, 100))]
        elif way == 4:
            changed[place:place] = changed[place : place + chance.choice((1, 4, 100))]
        elif chance.random() < 0.3:
            del changed[place:]
        else:
            changed[place : place + 1] = b"99999"
    return bytes(changed)
