"""The rules of a roll: what is kept, what is refused, and who wins when two call it at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms import clock
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.attendance.queries import Attended, attended_counts
from lms.attendance.roll import Known, call_roll
from lms.audit import AuditEntry
from lms.classes.models import ClassSession, ClassState
from lms.enrolments.models import EnrolmentState
from lms.errors import DomainError
from lms.extensions import db
from tests import factories
from tests.together import run_together

CORRECTED = Known(Evidence.CORRECTION, reason="Ký nhầm dòng")


def marks(session: ClassSession) -> list[tuple[int, str, bool]]:
    rows = db.session.query(AttendanceMark).filter_by(session_id=session.id)
    return [(m.enrolment_id, m.presence, m.is_current) for m in rows.order_by(AttendanceMark.id)]


@pytest.fixture
def actor(cast):
    return actor_of(cast.trainer)


@pytest.fixture
def session(cast) -> ClassSession:
    return factories.training_class(trainer=cast.trainer).sessions[0]


def enrolled(session: ClassSession, cast, name: str = ""):
    return factories.enrolment(session.training_class, factories.person(name), cast.officer)


def test_a_changed_mark_is_added_and_the_old_one_kept(app, cast, session, actor):
    one, two = enrolled(session, cast), enrolled(session, cast)
    assert call_roll(session, {one.id: Presence.ABSENT, two.id: Presence.PRESENT}, actor) == 2
    assert call_roll(session, {one.id: Presence.LATE, two.id: Presence.PRESENT}, actor) == 1
    assert marks(session) == [
        (one.id, "absent", False),
        (two.id, "present", True),
        (one.id, "late", True),
    ]
    last = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (last.action, last.changes) == (
        "roll called",
        {"marks": {str(one.id): ["absent", "late"]}, "evidence": "roll_call"},
    )


def test_the_same_again_adds_nothing(app, cast, session, actor):
    place = enrolled(session, cast)
    for expected in (1, 0):
        assert call_roll(session, {place.id: Presence.PRESENT}, actor) == expected
    assert len(marks(session)) == 1
    assert db.session.query(AuditEntry).count() == 1


def test_a_mark_says_who_saw_it_when_and_how(app, cast, session, actor):
    place = enrolled(session, cast)
    seen = clock.now() - timedelta(minutes=20)
    call_roll(session, {place.id: Presence.EXCUSED}, actor, Known(Evidence.SIGNED_PAPER, seen))
    mark = db.session.query(AttendanceMark).one()
    assert (mark.evidence, mark.seen_at, mark.marked_by_id) == (
        "signed_paper",
        seen,
        cast.trainer.id,
    )
    assert mark.received_at > seen


def test_no_roll_before_the_session_begins(app, cast, actor):
    begins = clock.at(date(2026, 2, 5), 8)
    later = factories.training_class(trainer=cast.trainer, starts_at=begins).sessions[0]
    place = enrolled(later, cast)
    early = clock.travelled_to(begins - timedelta(seconds=1))
    with early, pytest.raises(DomainError, match="chưa bắt đầu"):
        call_roll(later, {place.id: Presence.PRESENT}, actor)
    with clock.travelled_to(begins):
        assert call_roll(later, {place.id: Presence.PRESENT}, actor) == 1


def test_a_session_past_midnight_has_one_roll_on_both_days(app, cast, actor):
    begins = clock.at(date(2026, 2, 5), 22)
    night = factories.training_class(trainer=cast.trainer, starts_at=begins).sessions[0]
    place = enrolled(night, cast)
    with clock.travelled_to(clock.at(date(2026, 2, 5), 23, 59)):
        call_roll(night, {place.id: Presence.ABSENT}, actor)
    with clock.travelled_to(clock.at(date(2026, 2, 6), 0, 30)):
        call_roll(night, {place.id: Presence.LATE}, actor)
    assert marks(night) == [(place.id, "absent", False), (place.id, "late", True)]


def test_a_class_that_was_not_opened_has_no_roll(app, cast, actor):
    draft = factories.training_class(state=ClassState.DRAFT, trainer=cast.trainer).sessions[0]
    place = enrolled(draft, cast)
    with pytest.raises(DomainError, match="mở ghi danh"):
        call_roll(draft, {place.id: Presence.PRESENT}, actor)


def test_people_of_another_class_and_withdrawn_ones_are_refused(app, cast, session, actor):
    other = factories.training_class(trainer=cast.trainer).sessions[0]
    foreign, gone = enrolled(other, cast), enrolled(session, cast)
    gone.state = EnrolmentState.WITHDRAWN
    mine = enrolled(session, cast)
    for number in (foreign.id, gone.id, 10**30):
        with pytest.raises(DomainError, match="không còn trong lớp"):
            call_roll(session, {mine.id: Presence.PRESENT, number: Presence.PRESENT}, actor)
    assert marks(session) == []


def test_after_the_end_only_the_office_corrects_and_says_why(app, cast, actor):
    ended = factories.training_class(state=ClassState.ENDED, trainer=cast.trainer).sessions[0]
    place = enrolled(ended, cast)
    officer = actor_of(cast.officer)
    for by, known in (
        (actor, None),
        (actor, CORRECTED),
        (officer, None),
        (officer, Known(Evidence.CORRECTION)),
    ):
        with pytest.raises(DomainError):
            call_roll(ended, {place.id: Presence.PRESENT}, by, known)
    assert call_roll(ended, {place.id: Presence.PRESENT}, officer, CORRECTED) == 1
    assert db.session.query(AttendanceMark).one().reason == "Ký nhầm dòng"


def test_two_trainers_at_once_leave_one_current_mark_each(app, cast, session):
    places = [enrolled(session, cast).id for _number in range(3)]
    session_id, account_id = session.id, cast.trainer.id

    def attempt(presence: Presence) -> str:
        by = actor_of(db.session.get_one(Account, account_id))
        called = db.session.get_one(ClassSession, session_id)
        return str(call_roll(called, dict.fromkeys(places, presence), by))

    answers = run_together(app, lambda: attempt(Presence.PRESENT), lambda: attempt(Presence.ABSENT))
    assert answers == ["3", "3"]
    current = [mark for mark in marks(session) if mark[2]]
    assert (len(marks(session)), len(current)) == (6, 3)
    assert len({presence for _place, presence, _current in current}) == 1


def test_the_sums_for_certificates_count_sessions_that_have_begun(app, cast, actor):
    course = factories.training_class(
        trainer=cast.trainer, sessions=4, starts_at=clock.now() - timedelta(days=2, hours=1)
    )
    diligent, absent, gone = (enrolled(course.sessions[0], cast) for _number in range(3))
    gone.state = EnrolmentState.WITHDRAWN
    for session, presence in zip(
        course.sessions[:3], (Presence.PRESENT, Presence.LATE, Presence.EXCUSED), strict=True
    ):
        call_roll(session, {diligent.id: presence}, actor)
    call_roll(course.sessions[0], {diligent.id: Presence.ABSENT}, actor)
    assert attended_counts(course.id) == {diligent.id: Attended(3, 1), absent.id: Attended(3, 0)}
