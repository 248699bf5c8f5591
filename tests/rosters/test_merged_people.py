"""Lists and people who turn out to be one: rows mean the survivor, before and after they are applied."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms import database
from lms.duplicates.merging import merge_people
from lms.duplicates.models import Merge
from lms.duplicates.reversal import reverse_merge
from lms.extensions import db
from lms.registry.models import Person
from lms.rosters.batches.applying import PreviewChanged
from lms.rosters.models import RosterDecision, RosterEffect
from tests import factories
from tests.people import Cast
from tests.rosters.lists import kept_list, kept_rows, row
from tests.rosters.test_applying import person_called, take
from tests.rosters.test_undoing import kept, take_back

SAU = row(5, "Lê Thị Sáu", year=1980, phones=["0912345678"])


def merged(survivor: Person, other: Person, cast: Cast) -> Merge:
    with database.transaction():
        merge = merge_people(survivor, other, cast.officer, "Trùng hồ sơ")
    return merge


def heads() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_the_same_file_again_finds_the_survivor(cast: Cast) -> None:
    take(kept_list(cast.officer, SAU), cast)
    survivor = factories.person("Lê Thị Sáu Hoa")
    merged(survivor, person_called("Lê Thị Sáu"), cast)
    before = heads()
    again = kept_list(cast.officer, SAU)
    (found,) = kept_rows(again)
    assert found.person_id == survivor.id
    take(again, cast)
    assert heads() == before


def test_a_waiting_list_that_meant_the_merged_record_means_the_survivor(cast: Cast) -> None:
    other = factories.person("Lê Thị Sáu", phone="0912345678")
    survivor = factories.person("Lê Thị Sáu Hoa")
    training_class = factories.training_class()
    roster = kept_list(cast.officer, SAU, training_class=training_class)
    decision = RosterDecision(
        roster_id=roster.id, number=5, person_id=other.id, decided_by_id=cast.officer.id
    )
    with database.transaction():
        db.session.add(decision)
    merge = merged(survivor, other, cast)
    assert (decision.person_id, kept_rows(roster)[0].person_id) == (survivor.id, survivor.id)
    with pytest.raises(PreviewChanged):  # the officer looks once more at what becomes of whom
        take(roster, cast)
    with database.transaction():
        reverse_merge(merge, cast.officer, "Nhầm")
    assert (decision.person_id, kept_rows(roster)[0].person_id) == (other.id, other.id)
    take(roster, cast)
    assert db.session.scalars(select(RosterEffect.person_id)).all() == [other.id]


def test_taking_a_list_back_keeps_whom_it_entered_and_somebody_merged(cast: Cast) -> None:
    batch = take(kept_list(cast.officer, SAU), cast)
    entered = person_called("Lê Thị Sáu")
    survivor = factories.person("Lê Thị Sáu Hoa")
    merged(survivor, entered, cast)
    take_back(batch, cast)
    assert kept() == {5: "Người này đã được gộp với người khác."}
    assert entered.merged_into_id == survivor.id
    db.session.refresh(survivor)
    assert [phone.digits for phone in survivor.phones] == ["0912345678"]
