"""What is tidied up every hour, and what is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lms import clock, jobs
from lms.accounts import sessions
from lms.accounts.models import SignInSession
from lms.extensions import db
from lms.submissions import SubmittedForm
from tests.people import Cast


def test_old_keys_and_sessions_go_and_young_ones_stay(app: Flask, cast: Cast) -> None:
    old, young = clock.now() - timedelta(days=8), clock.now() - timedelta(days=6)
    for key, moment in (("old", old), ("young", young)):
        db.session.add(
            SubmittedForm(
                account_id=cast.officer.id, key=key, body_hash="", location="/", submitted_at=moment
            )
        )
    for device, moment in (("old", timedelta(days=366)), ("young", timedelta(days=364))):
        row, _token = sessions.open_session(cast.officer, device=device, address="")
        row.expires_at = clock.now() - moment
    db.session.commit()
    jobs.do_chores(app)
    assert db.session.scalars(select(SubmittedForm.key)).all() == ["young"]
    assert db.session.scalars(select(SignInSession.device)).all() == ["young"]


def test_a_chore_that_fails_keeps_no_other_from_being_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def fail() -> None:
        raise OperationalError("a chore", {}, Exception("database is locked"))

    monkeypatch.setitem(app.extensions, "chores", [fail, lambda: done.append("second")])
    jobs.do_chores(app)
    assert done == ["second"]
