"""Every table that knows a human being is shown to them and erased for them, or says here why not."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import Column, Table

from lms.extensions import db
from lms.personal_data import parts

PEOPLE = frozenset({"person", "account", "enrolment"})
#: Columns that name an account for what it did in the name of the office: that stays attributable by
#: number, and an erased account's name is gone from the account itself.
BY_THE_OFFICE = "by_id"
#: Column -> why nobody is told of it and nothing is erased through it.
EXCUSED: dict[str, str] = {}


def references(table: Table) -> Iterator[tuple[Column[object], str]]:
    """The columns that refer to another table, and which one."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column.table.name


def is_excused(column: Column[object]) -> bool:
    return column.name.endswith(BY_THE_OFFICE) or str(column) in EXCUSED


def knowing_people() -> set[str]:
    """Tables that lead to a human being, also through other tables."""
    found = set(PEOPLE)
    while True:
        more = {
            table.name
            for table in db.metadata.sorted_tables
            for column, target in references(table)
            if target in found and not is_excused(column)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_about_people_is_answered_for(app: Flask) -> None:
    covered = set().union(*(part.tables for part in parts()))
    assert knowing_people() - covered == set(), (
        "offer a lms.personal_data.Part that shows and erases these tables, or excuse the column"
    )


def test_no_part_answers_for_a_table_that_is_not_there(app: Flask) -> None:
    covered = set().union(*(part.tables for part in parts()))
    assert covered - set(db.metadata.tables) == set()


def test_no_table_has_two_parts(app: Flask) -> None:
    tables = [table for part in parts() for table in part.tables]
    assert len(tables) == len(set(tables))


def test_every_excuse_is_needed(app: Flask) -> None:
    columns = {
        str(column) for table in db.metadata.sorted_tables for column, _target in references(table)
    }
    assert set(EXCUSED) <= columns


def test_the_walk_finds_tables_that_know_people_through_others(app: Flask) -> None:
    assert {"answer", "data_request_step", "certificate_revocation"} <= knowing_people()
