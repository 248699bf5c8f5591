"""Nothing that points to a person, or to a place in a class, is forgotten by a merge."""

from __future__ import annotations

from flask import Flask

from lms.duplicates.fields import FIELDS, NOT_CHOSEN
from lms.extensions import db
from lms.registry.models import Person


def foreign_keys(target: str) -> set[str]:
    """ "table.column" of every foreign key to a table."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == target
    }


def test_every_foreign_key_to_a_person_has_a_rule(app: Flask) -> None:
    assert foreign_keys("person") == set(app.extensions["merge_rules"]), (
        "say with lms.duplicates.rules.move_by, where the feature starts, what becomes of these rows "
        "when a person is merged: moved(…), left, or a rule of the feature's own"
    )


def test_every_foreign_key_to_a_place_has_a_rule(app: Flask) -> None:
    assert foreign_keys("enrolment") == set(app.extensions["place_joiners"]), (
        "say with lms.enrolments.merging.join_by, where the feature starts, what becomes of these rows "
        "when two places in a class are one human being's: stay, or a rule of the feature's own"
    )


def test_every_column_of_a_person_is_chosen_or_known_not_to_be() -> None:
    columns = set(Person.__table__.columns.keys())
    chosen = [column for field in FIELDS for column in field.columns]
    assert columns == {*chosen, *NOT_CHOSEN}, "add it to lms.duplicates.fields"
    assert len(chosen) == len(set(chosen))
