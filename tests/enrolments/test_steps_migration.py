"""Places of before get the steps that the record of acts tells of, on both databases."""

from __future__ import annotations

from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import update

from lms import create_app
from lms.accounts.actors import actor_of
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import Enrolment, EnrolmentState, WayIn
from lms.enrolments.queries import steps_of
from lms.extensions import db
from tests import factories
from tests.conftest import make_settings
from tests.people import Cast
from tests.rules.test_migrations import SCRIPTS, _own_database


def test_steps_are_read_from_the_record_of_acts(
    app: Flask, scratch: Path, postgresql_url: str
) -> None:
    address = _own_database(app, scratch, postgresql_url)
    other = create_app(make_settings(scratch / "migrated", address))
    with other.app_context():
        upgrade(directory=str(SCRIPTS))
        came_back, silent, waiting = _fill()
        db.session.remove()
        downgrade(directory=str(SCRIPTS), revision=before())
        upgrade(directory=str(SCRIPTS))
        assert [(row.state, row.by, row.way, row.reason) for row in steps_of(came_back)] == [
            ("confirmed", "Bùi Thị Hạnh", "office", ""),
            ("withdrawn", "Hoàng Thị Mỹ", None, "Ốm"),
            ("confirmed", "Bùi Thị Hạnh", "office", ""),
        ]
        assert [row.state for row in steps_of(silent)] == ["confirmed", "withdrawn"]
        assert db.session.get_one(Enrolment, waiting).state == EnrolmentState.WITHDRAWN
        db.session.remove()
        downgrade(directory=str(SCRIPTS), revision="base")
        db.engine.dispose()


def before() -> str:
    """The revision on which the one that brings the steps follows."""
    [steps] = [
        script
        for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()
        if script.path.endswith("_enrolment_steps.py")
    ]
    assert isinstance(steps.down_revision, str)
    return steps.down_revision


def _fill() -> tuple[int, int, int]:
    """Somebody who left and came back, a place changed behind the record's back, somebody who waits."""
    cast = Cast()
    running = factories.training_class(capacity=1)
    officer, contact = actor_of(cast.officer), actor_of(cast.contact)
    person = factories.person()
    place = enrol(running, person, officer, way=WayIn.OFFICE)
    withdraw(place, contact, "Ốm")
    enrol(running, person, officer, way=WayIn.OFFICE)
    waiting = enrol(running, factories.person(), officer, way=WayIn.OFFICE, may_wait=True)
    silent = factories.enrolment(factories.training_class(), cast.learner, cast.officer)
    db.session.execute(
        update(Enrolment).where(Enrolment.id == silent.id).values(state=EnrolmentState.WITHDRAWN)
    )
    db.session.commit()
    return place.id, silent.id, waiting.id
