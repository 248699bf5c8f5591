"""Who runs this installation: what papers print is changed on the record only."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from lms import database
from lms.audit import AuditEntry
from lms.extensions import db
from lms.office import change_office, load_office


def test_changing_the_office_is_recorded_with_the_old_and_the_new_words(app: Flask) -> None:
    for _time in range(2):  # the second time changes nothing
        with database.transaction():
            change_office(signer_name=" Phạm Quốc  Khánh ", place="Hưng Yên")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.changes) == (
        "office changed",
        {"signer_name": ["", "Phạm Quốc Khánh"]},
    )


def test_words_too_long_for_their_place_are_named_in_one_line(app: Flask) -> None:
    db.session.commit()
    ran = app.test_cli_runner().invoke(args=["office", "set", "place=" + "ệ" * 81])
    assert (ran.exit_code, ran.output) == (1, "Error: place is longer than 80 characters\n")
    assert load_office().place == "Hưng Yên"
