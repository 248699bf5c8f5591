"""Taking in an uploaded file: looked at before anything is kept."""

from __future__ import annotations

import hashlib
import re

from sqlalchemy import select

from lms import audit, clock
from lms.access import Viewer
from lms.extensions import db
from lms.rosters.files.reading import Workbook, open_workbook
from lms.rosters.kept_file import store_encrypted
from lms.rosters.models import FILENAME_LENGTH, Roster, RosterBatch, RosterUndoing
from lms.rosters.refusal import RosterRefused
from lms.vietnamese import normal_text


def upload(data: bytes, filename: str, by: Viewer, class_id: int | None) -> Roster:
    """Keep the file and begin a list with it; a file with one sheet to see is read from that one.

    Raises RosterRefused for what cannot be read, and NoKey where nothing can be encrypted.
    """
    name = safe_name(filename)
    workbook = open_workbook(data, name)
    visible = [sheet for sheet in workbook.sheets if not sheet.is_hidden]
    if len(visible) == 1:
        check_sheet(workbook, visible[0].index)  # refused before anything is kept
    roster = Roster(
        filename=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        stored_as=store_encrypted(data),
        uploaded_at=clock.now(),
        uploaded_by_id=by.id,
        class_id=class_id,
    )
    if len(visible) == 1:
        roster.sheet, roster.sheet_name = visible[0].index, visible[0].name[:100]
    db.session.add(roster)
    audit.record("list uploaded", roster, by, filename=name, sha256=roster.sha256)
    return roster


def check_sheet(workbook: Workbook, index: int) -> None:
    """Raises RosterRefused for a sheet that is damaged, or in which nothing is written."""
    if all(cell is None for row in workbook.sheet(index).rows for cell in row):
        raise RosterRefused("empty_sheet")


def safe_name(filename: str) -> str:
    """The last part of a file's name as people may see it: no folders, no invisible signs, not too long."""
    last = re.split(r"[/\\]", normal_text(filename))[-1].strip(" .")
    stem, dot, ending = last.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: FILENAME_LENGTH - len(ending) - 1]}.{ending}"
    return last[:FILENAME_LENGTH] or "danh-sach"


def taken_over_before(roster: Roster) -> RosterBatch | None:
    """The last batch of the same file and sheet that was not taken back."""
    return db.session.scalar(
        select(RosterBatch)
        .join(Roster, Roster.id == RosterBatch.roster_id)
        .outerjoin(RosterUndoing, RosterUndoing.batch_id == RosterBatch.id)
        .where(
            Roster.sha256 == roster.sha256,
            Roster.sheet_name == roster.sheet_name,
            Roster.id != roster.id,
            RosterUndoing.id.is_(None),
        )
        .order_by(RosterBatch.id.desc())
        .limit(1)
    )
