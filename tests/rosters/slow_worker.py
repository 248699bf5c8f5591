"""A real worker process for tests, which stops in the middle of writing a list:
python -m tests.rosters.slow_worker worker.

It writes the rows, tells so by making the file ``written`` in the data folder, and then takes its time
with the transaction open.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

from lms.access import Viewer
from lms.cli import main
from lms.extensions import db
from lms.registry.models import Organisation
from lms.rosters.batches import applying, writing
from lms.rosters.batches.operations import Operations

SECONDS = 60


def write(
    operations: Operations, organisations: Mapping[str, Organisation], by: Viewer
) -> writing.Written:
    written = writing.write(operations, organisations, by)
    db.session.flush()
    (Path(os.environ["LMS_DATA_DIR"]) / "written").touch()
    time.sleep(SECONDS)
    return written


if __name__ == "__main__":
    with patch.object(applying, "write", write):
        main()
