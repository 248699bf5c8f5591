"""Files and rows of lists go after their days; what was taken over stays, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock, database, files, terms
from lms.errors import DomainError
from lms.extensions import db
from lms.rosters.kept_file import bytes_of, read_encrypted
from lms.rosters.models import RosterEffect, RosterRow
from lms.rosters.retention import KEPT, forget_old_lists
from tests.people import Cast
from tests.reader import Reader
from tests.rosters.files import workbook
from tests.rosters.lists import uploaded_list
from tests.rosters.test_applying import take


def count(model: type[RosterRow] | type[RosterEffect]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_old_lists_lose_their_file_and_rows(app: Flask, cast: Cast) -> None:
    roster = uploaded_list(cast.officer, workbook((1, "Lê Văn Hai", 1980)))
    take(roster, cast)
    name = roster.stored_as or ""
    with database.transaction():
        forget_old_lists()
    assert read_encrypted(name) and count(RosterRow) == 1
    later = clock.now() + timedelta(days=terms.value_of(KEPT) + 1)
    with clock.travelled_to(later), database.transaction():
        forget_old_lists()
    with pytest.raises(DomainError):
        bytes_of(roster)
    assert (count(RosterRow), count(RosterEffect)) == (0, 1)
    page = Reader(app, cast.officer).get(f"/rosters/{roster.id}")
    assert page.h1 == "Kết quả nhập danh sách"


def test_a_stored_list_is_no_readable_file(cast: Cast) -> None:
    data = workbook((1, "Lê Văn Hai", 1980))
    roster = uploaded_list(cast.officer, data)
    stored = files.read(roster.stored_as or "")
    assert bytes_of(roster) == data
    assert not stored.startswith(b"PK") and data[:100] not in stored
