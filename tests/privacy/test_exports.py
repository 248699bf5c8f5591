"""Lists of people leave the system with a reason, a line in the record and a mark in the file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.exports import mark_of, record_export
from lms.privacy.models import Export
from tests.people import Cast


def test_an_export_says_who_took_what_when_and_why(cast: Cast) -> None:
    with clock.travelled_to(datetime(2026, 12, 7, 2, 41, tzinfo=UTC)):
        made = record_export(
            "class list",
            "Danh sách lớp L001",
            40,
            "  In danh sách kèm quyết định ",
            actor_of(cast.officer),
            class_id=12,
        )
    db.session.commit()
    kept = db.session.get_one(Export, made.id)
    assert (kept.kind, kept.title, kept.rows) == ("class list", "Danh sách lớp L001", 40)
    assert (kept.by_id, kept.reason) == (cast.officer.id, "In danh sách kèm quyết định")
    assert kept.filters == {"class_id": 12}
    assert kept.at.minute == 41


def test_without_a_reason_nothing_leaves(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        record_export("class list", "Danh sách", 3, " \u200b ", actor_of(cast.officer))
    assert refused.value.field == "export_reason"
    assert db.session.scalars(select(Export)).all() == []


def test_the_record_of_acts_tells_of_it_without_the_words(cast: Cast) -> None:
    """The reason is free text and may name people; what is chained can never be taken out again."""
    made = record_export("class list", "Lớp", 3, "Gửi bà Hạnh", actor_of(cast.officer))
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_kind, entry.subject_id) == (
        "personal data exported",
        "export",
        made.id,
    )
    assert entry.changes == {"kind": "class list", "rows": 3}


def test_the_mark_in_the_file_names_the_taker_and_the_line(app: Flask, cast: Cast) -> None:
    made = record_export("class list", "Lớp", 3, "In", actor_of(cast.officer))
    with app.test_request_context():
        mark = mark_of(made)
    assert "Bùi Thị Hạnh" in mark and f"số {made.id}" in mark
