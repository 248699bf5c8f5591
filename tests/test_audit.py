"""The record of acts: who, what, when, chained."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from lms import audit, database
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.extensions import db
from tests.people import Cast

WRITERS, EACH = 4, 10


@pytest.fixture
def chain(cast: Cast) -> list[int]:
    """Five entries; their numbers."""
    for number in range(5):
        with database.transaction():
            audit.record(
                "renamed", cast.learner, actor_of(cast.officer), name=[f"cũ {number}", "mới"]
            )
    return list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def walked() -> tuple[int | None, int]:
    db.session.commit()
    db.session.expire_all()
    return audit.first_broken_entry()


def test_an_entry_says_who_did_what_to_what(chain: list[int], cast: Cast) -> None:
    entry = db.session.get_one(AuditEntry, chain[0])
    assert (entry.actor_id, entry.actor) == (cast.officer.id, "Bùi Thị Hạnh")
    assert (entry.action, entry.subject_kind, entry.subject_id) == (
        "renamed",
        "account",
        cast.learner.id,
    )
    assert entry.changes == {"name": ["cũ 0", "mới"]}
    assert entry.previous_hash == audit.FIRST_HASH


def test_an_untouched_chain_holds(chain: list[int]) -> None:
    assert walked() == (None, 5)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "Ai đó"},
        {"actor_id": None},
        {"action": "deleted"},
        {"subject_id": 77},
        {"subject_kind": "person"},
        {"changes": {"name": ["cũ 2", "khác"]}},
        {"hash": "f" * 64},
        {"actor": "", "actor_salt": None},  # removed, and no act tells of it
        {"changes": {}, "changes_salt": None},
        {"changes": {"name": ["cũ 2", "khác"]}, "changes_salt": None},
        {"actor_hash": None, "changes_hash": None},  # as entries of before values could be removed
    ],
)
def test_a_changed_field_is_found(chain: list[int], change: dict[str, object]) -> None:
    db.session.execute(update(AuditEntry).where(AuditEntry.id == chain[2]).values(**change))
    assert walked()[0] == chain[2]


def test_an_entry_taken_out_of_the_middle_is_found(chain: list[int]) -> None:
    db.session.execute(delete(AuditEntry).where(AuditEntry.id == chain[2]))
    assert walked() == (chain[3], 3)


def test_removed_values_are_gone_and_the_chain_holds(chain: list[int], cast: Cast) -> None:
    officer = actor_of(cast.officer)
    audit.record("opened", cast.officer, officer, name=["giữ", "lại"])
    audit.remove_particulars(cast.learner, officer, {"account": [cast.learner.id]}, actor_ids=[])
    assert walked() == (None, 7)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.changes for entry in entries[:5]] == [{}] * 5
    assert {entry.changes_salt for entry in entries[:5]} == {None}
    assert {entry.actor for entry in entries} == {"Bùi Thị Hạnh"}
    assert entries[5].changes == {"name": ["giữ", "lại"]}
    assert (entries[6].action, entries[6].changes) == ("particulars removed", {"values": 5})


def test_the_name_of_somebody_who_acted_can_be_removed(chain: list[int], cast: Cast) -> None:
    by = actor_of(cast.leader)
    audit.remove_particulars(cast.officer, by, {}, actor_ids=[cast.officer.id])
    assert walked() == (None, 6)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.actor for entry in entries] == [*[""] * 5, "Phạm Quốc Khánh"]
    assert {entry.actor_id for entry in entries[:5]} == {cast.officer.id}


def test_removing_again_takes_nothing_more(chain: list[int], cast: Cast) -> None:
    for _time in range(2):
        by = actor_of(cast.officer)
        audit.remove_particulars(cast.learner, by, {"account": [cast.learner.id]}, actor_ids=[])
    assert walked() == (None, 7)


def test_an_announcement_that_is_emptied_is_found(chain: list[int], cast: Cast) -> None:
    by = actor_of(cast.officer)
    told = audit.remove_particulars(cast.learner, by, {"account": [cast.learner.id]}, actor_ids=[])
    db.session.flush()
    db.session.execute(
        update(AuditEntry).where(AuditEntry.id == told.id).values(changes={}, changes_salt=None)
    )
    assert walked()[0] is not None


def test_entries_of_before_values_could_be_removed_still_hold(cast: Cast) -> None:
    entry = audit.record("renamed", cast.learner, actor_of(cast.officer), name=["cũ", "mới"])
    entry.actor_salt = entry.actor_hash = entry.changes_salt = entry.changes_hash = None
    entry.hash = entry.computed_hash()
    audit.record("renamed", cast.learner, actor_of(cast.officer), name=["mới", "khác"])
    assert walked() == (None, 2)
    db.session.execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(actor=""))
    assert walked()[0] == entry.id


def test_an_act_that_was_undone_leaves_no_entry(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction():
        audit.record("renamed", cast.learner)
        raise ZeroDivisionError
    assert walked() == (None, 0)


def test_writers_at_the_same_time_keep_one_chain(app: Flask, cast: Cast) -> None:
    subject = cast.learner.id
    kind = type(cast.learner)
    db.session.commit()
    meeting = threading.Barrier(WRITERS)

    def write() -> None:
        meeting.wait()
        with app.app_context():
            for _act in range(EACH):
                with database.transaction() as session:
                    audit.record("touched", session.get_one(kind, subject))

    threads = [threading.Thread(target=write) for _writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert walked() == (None, WRITERS * EACH)


def test_the_command_tells_whether_the_chain_holds(app: Flask, chain: list[int]) -> None:
    run = app.test_cli_runner().invoke
    db.session.commit()
    whole = run(args="audit verify")
    head = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    assert (whole.exit_code, whole.stdout) == (
        0,
        f"the audit chain holds: 5 entries, the last {head}\n",
    )
    db.session.execute(delete(AuditEntry).where(AuditEntry.id == chain[1]))
    db.session.commit()
    broken = run(args="audit verify")
    assert broken.exit_code == 1
    assert f"broken at entry {chain[2]} (1 entries before it hold)" in broken.stderr
