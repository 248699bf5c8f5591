"""The dry run of one list in a process that is up, as a worker or a web process is: its seconds."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from lms import create_app, database
from lms.rosters.checking import check, json_pieces
from lms.rosters.collector import collector_paused


def main(path: Path) -> None:
    """Print the seconds from the bytes to the answer's last letter."""
    with create_app().app_context(), database.reading(), collector_paused():
        begun = time.perf_counter()
        data = path.read_bytes()
        found = check(data, hashlib.sha256(data).hexdigest(), path.name)
        size = sum(map(len, json_pieces(found)))
        seconds = time.perf_counter() - begun
    if not size:
        raise RuntimeError("the dry run answered nothing")
    print(seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
