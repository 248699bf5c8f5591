"""The same work from several threads at the same moment, each with its own context and transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context

from flask import Flask

from lms import database
from lms.errors import DomainError
from lms.extensions import db

REFUSED = "refused"


def run_together(app: Flask, *works: Callable[[], str]) -> list[str]:
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
