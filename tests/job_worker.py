"""A real worker process for tests: python -m tests.job_worker.

Its handler for jobs of the kind "slow test" puts one row for each item, in the same transaction that
marks the item done, and takes its time.
"""

from __future__ import annotations

import time

from lms.accounts.models import SignInDelay
from lms.cli import main
from lms.extensions import db
from lms.jobs import Job, JobItem, handler

KIND = "slow test"
SECONDS = 0.25


@handler(KIND)
def work(job: Job, item: JobItem) -> None:
    db.session.add(SignInDelay(name_hash=f"{job.id} {item.key} {time.monotonic_ns()}"))
    db.session.flush()
    time.sleep(SECONDS)


if __name__ == "__main__":
    main()
