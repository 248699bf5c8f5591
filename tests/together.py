"""The same work from several threads at the same moment, each with its own context and transaction."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import Context

from flask import Flask

from lms import database
from lms.errors import DomainError
from lms.extensions import db

REFUSED = "refused"
#: How long each transaction stays open after its work, so that they overlap for certain.
OPEN_SECONDS = 0.3


def run_together(
    app: Flask, *works: Callable[[], str], open_seconds: float = OPEN_SECONDS
) -> list[str]:
    """Run each work in a committed transaction of its own; what they answer, sorted.

    A work that a rule forbids answers "refused"; any other error is raised again.
    """
    db.session.commit()
    start = threading.Barrier(len(works))
    answers: list[str] = []
    errors: list[Exception] = []

    def run(work: Callable[[], str]) -> None:
        with app.app_context():
            start.wait()
            try:
                with database.transaction():
                    answer = work()
                    time.sleep(open_seconds)
                answers.append(answer)
            except DomainError:
                answers.append(REFUSED)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=Context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.expire_all()
    if errors:
        raise errors[0]
    return sorted(answers)
