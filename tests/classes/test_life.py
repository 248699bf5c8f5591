"""The steps of a class: each is taken once, by whoever was first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms import clock
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.classes.creation import ClassDraft, create_class, make_session
from lms.classes.models import ClassState, ClassStep, TrainingClass
from lms.errors import DomainError
from lms.extensions import db
from tests import factories
from tests.reader import Reader
from tests.together import run_together


def press(reader: Reader, training_class: TrainingClass, action: str, status: int = 200):
    asked_first = action != "/opening"
    page = reader.get(f"/classes/{training_class.id}{action if asked_first else ''}")
    return reader.submit(page, action=action, status=status)


def test_a_class_goes_from_draft_to_its_end_with_who_and_when(app, cast):
    draft = factories.training_class(state=ClassState.DRAFT)
    factories.enrolment(draft, cast.learner, cast.officer)
    officer = Reader(app, cast.officer)
    for action in ("/opening", "/list-closing", "/ending"):
        page = press(officer, draft, action)
    assert [row[0::2] for row in page.rows()[-3:]] == [
        ["Mở ghi danh", "Bùi Thị Hạnh"],
        ["Đã chốt danh sách", "Bùi Thị Hạnh"],
        ["Kết thúc lớp", "Bùi Thị Hạnh"],
    ]
    db.session.expire_all()
    assert draft.state == ClassState.ENDED
    assert [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)] == [
        "class open",
        "class listed",
        "class ended",
    ]


def test_a_class_without_a_session_cannot_open(app, cast):
    draft = factories.training_class(state=ClassState.DRAFT, sessions=0)
    officer = Reader(app, cast.officer)
    assert officer.post(f"/classes/{draft.id}/opening").status_code == 409
    db.session.expire_all()
    assert draft.state == ClassState.DRAFT


def test_a_class_cannot_end_before_its_last_session_has_begun(app, cast):
    listed = factories.training_class(
        state=ClassState.LISTED, starts_at=clock.now() - timedelta(hours=1), sessions=2
    )
    officer = Reader(app, cast.officer)
    assert officer.post(f"/classes/{listed.id}/ending").status_code == 409
    db.session.expire_all()
    assert listed.state == ClassState.LISTED


def test_pressing_twice_opens_once_and_leads_to_the_same_place(app, cast):
    draft = factories.training_class(state=ClassState.DRAFT)
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{draft.id}")
    for _press in range(2):
        assert officer.submit(page, action="/opening").path == f"/classes/{draft.id}"
    assert db.session.query(ClassStep).count() == 1
    assert officer.post(f"/classes/{draft.id}/opening").status_code == 409


def test_a_trainer_cannot_take_the_offices_steps(app, cast):
    mine = factories.training_class(trainer=cast.trainer, state=ClassState.DRAFT)
    trainer = Reader(app, cast.trainer)
    for action in ("opening", "list-closing", "ending", "sessions/new"):
        assert trainer.post(f"/classes/{mine.id}/{action}").status_code == 403


def test_of_two_officers_at_once_one_opens_the_class(app, cast):
    class_id = factories.training_class(state=ClassState.DRAFT).id
    account_id = cast.officer.id

    def attempt() -> str:
        officer = actor_of(db.session.get_one(Account, account_id))
        db.session.get_one(TrainingClass, class_id).open_enrolment(officer)
        return "opened"

    assert run_together(app, attempt, attempt) == ["opened", "refused"]
    assert db.session.query(ClassStep).count() == 1


def test_of_two_officers_at_once_one_gets_the_hour(app, cast):
    class_id = factories.training_class(state=ClassState.DRAFT, sessions=0).id
    account_id, begins = cast.officer.id, clock.now()

    def attempt() -> str:
        officer = actor_of(db.session.get_one(Account, account_id))
        session = make_session((begins, begins + timedelta(hours=3)), "Buổi", 4)
        db.session.get_one(TrainingClass, class_id).add_session(session, officer)
        return "added"

    assert run_together(app, attempt, attempt) == ["added", "refused"]


def test_a_course_that_is_retired_begins_no_class(app, cast):
    course = factories.course().course
    course.retired_at = clock.now()
    draft = ClassDraft("01/2026", "Lớp", course, 10, "Hội trường")
    with pytest.raises(DomainError, match="không còn giảng dạy"):
        create_class(draft, cast.officer)
