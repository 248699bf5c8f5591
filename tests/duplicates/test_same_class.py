"""Both records in one class: one place counts, with all that either shows; the other is kept."""

from __future__ import annotations

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.attendance.models import AttendanceMark, Evidence, Presence
from lms.attendance.queries import attended_counts, roll_of
from lms.certificates.completion import eligibility
from lms.certificates.issuing import waiting_for_certificate
from lms.classes.models import TrainingClass
from lms.duplicates.merging import merge_people
from lms.duplicates.reversal import reverse_merge
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, EnrolmentState, WayIn
from lms.enrolments.queries import people_of, places_taken
from lms.errors import DomainError
from lms.extensions import db
from lms.quizzes import attempts
from lms.quizzes.queries import quiz_results
from lms.registry.models import Person
from lms.reports.actuals import actuals
from tests import factories
from tests.duplicates import twins
from tests.reader import Reader

P, L, E, A = Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.ABSENT


@pytest.fixture
def training_class(app: Flask) -> TrainingClass:
    return twins.ended_class(3)


@pytest.fixture
def mine(training_class: TrainingClass, one: Person, officer: Account) -> Enrolment:
    return twins.place(training_class, one, officer)


@pytest.fixture
def hers(training_class: TrainingClass, other: Person, officer: Account) -> Enrolment:
    return twins.place(training_class, other, officer)


def mark_all(place: Enrolment, by: Account, *presences: Presence | None) -> None:
    for session, presence in enumerate(presences):
        if presence is not None:
            twins.mark(place, session, presence, by)


def test_one_place_counts_in_every_list_and_figure(
    training_class: TrainingClass,
    mine: Enrolment,
    hers: Enrolment,
    one: Person,
    other: Person,
    officer: Account,
) -> None:
    mark_all(mine, officer, P, None, None)
    mark_all(hers, officer, P, None, None)
    year = clock.today().year
    assert (actuals(year, year)[year].turns, actuals(year, year)[year].heads) == (2, 2)
    twins.merged(one, other, officer)
    assert (mine.state, hers.state) == (EnrolmentState.CONFIRMED, EnrolmentState.MERGED)
    assert [row.id for row in people_of(training_class.id, actor_of(officer))] == [mine.id]
    assert places_taken([training_class.id]) == {training_class.id: 1}
    assert [row.id for row in roll_of(training_class.sessions[0])] == [mine.id]
    assert [row.enrolment_id for row in eligibility(training_class)] == [mine.id]
    assert list(quiz_results(training_class.id)) == [mine.id]
    assert (actuals(year, year)[year].turns, actuals(year, year)[year].heads) == (1, 1)


@pytest.mark.parametrize(
    "story",  # the survivor's marks, the other's, and what counts
    [
        ((A, A, A), (P, P, P), [P, P, P]),
        ((P, None, A), (A, L, E), [P, L, E]),
        ((L, E, P), (P, A, None), [P, E, P]),
        ((None, None, None), (A, None, P), [A, None, P]),
    ],
)
def test_the_mark_that_says_more_counts(
    mine: Enrolment,
    hers: Enrolment,
    one: Person,
    other: Person,
    officer: Account,
    story: tuple[tuple[Presence, ...], tuple[Presence, ...], list[Presence | None]],
) -> None:
    own, others, shown = story
    mark_all(mine, officer, *own)
    mark_all(hers, officer, *others)
    twins.merged(one, other, officer)
    assert twins.marks(mine) == shown
    assert twins.marks(hers) == list(others), "evidence stays as it was"


def test_a_carried_mark_is_known_as_the_other_was_and_is_the_newest(
    mine: Enrolment, hers: Enrolment, one: Person, other: Person, officer: Account
) -> None:
    before = twins.mark(mine, 0, A, officer)
    scanned = twins.mark(hers, 0, P, officer, Evidence.CODE_SCANNED)
    twins.merged(one, other, officer)
    newest = db.session.query(AttendanceMark).order_by(AttendanceMark.id.desc()).first()
    assert newest is not None
    assert (newest.enrolment_id, newest.presence, newest.evidence, newest.seen_at) == (
        mine.id,
        P,
        Evidence.CODE_SCANNED,
        scanned.seen_at,
    )
    assert (newest.is_current, before.is_current, newest.marked_by_id) == (True, False, officer.id)


def test_attendance_of_both_together_may_be_enough(
    training_class: TrainingClass,
    mine: Enrolment,
    hers: Enrolment,
    one: Person,
    other: Person,
    officer: Account,
) -> None:
    mark_all(mine, officer, P, P, A)
    mark_all(hers, officer, A, A, P)
    twins.attempt(hers, 1, 2)
    assert waiting_for_certificate(training_class) == []
    twins.merged(one, other, officer)
    assert attended_counts(training_class.id)[mine.id].sessions_there == 3
    assert [row.enrolment_id for row in waiting_for_certificate(training_class)] == [mine.id]


def test_the_place_with_the_certificate_is_the_one_that_counts(
    mine: Enrolment, hers: Enrolment, one: Person, other: Person, officer: Account
) -> None:
    paper = twins.certificate(hers, officer)
    words, sha256 = dict(paper.words), paper.sha256
    mark_all(mine, officer, P, None, None)
    twins.merged(one, other, officer)
    assert (hers.person_id, hers.state) == (one.id, EnrolmentState.CONFIRMED)
    assert (mine.person_id, mine.state) == (other.id, EnrolmentState.MERGED)
    assert (paper.enrolment_id, paper.words, paper.sha256) == (hers.id, words, sha256)
    assert twins.marks(hers) == [P, None, None]


def test_two_valid_certificates_for_one_class_are_for_a_human_to_settle(
    app: Flask, mine: Enrolment, hers: Enrolment, one: Person, other: Person, officer: Account
) -> None:
    twins.certificate(mine, officer, number=1)
    twins.certificate(hers, officer, number=2)
    with pytest.raises(DomainError, match=r"0001/2026/GCN.*0002/2026/GCN.*thu hồi"):
        merge_people(one, other, officer, "Trùng")
    page = Reader(app, officer).get(f"/duplicates/{one.id}/{other.id}")
    assert "Hãy thu hồi một giấy trước rồi mới gộp." in page.text
    assert "Gộp hai hồ sơ" not in page.text


def test_a_revoked_certificate_does_not_hinder_and_brings_no_new_one(
    training_class: TrainingClass,
    mine: Enrolment,
    hers: Enrolment,
    one: Person,
    other: Person,
    officer: Account,
) -> None:
    mark_all(mine, officer, P, P, P)
    twins.attempt(mine, 1, 2)
    twins.certificate(hers, officer, revoked=True)
    twins.merged(one, other, officer)
    assert hers.person_id == one.id
    assert waiting_for_certificate(training_class) == [], "revoked stays revoked"


def test_a_confirmed_place_counts_rather_than_a_withdrawn_one(
    mine: Enrolment, hers: Enrolment, one: Person, other: Person, officer: Account
) -> None:
    mine.state = EnrolmentState.WITHDRAWN
    twins.merged(one, other, officer)
    assert (hers.person_id, hers.state) == (one.id, EnrolmentState.CONFIRMED)
    assert (mine.person_id, mine.state) == (other.id, EnrolmentState.MERGED)


def test_the_place_that_falls_free_goes_to_whoever_waits(
    one: Person, other: Person, officer: Account
) -> None:
    open_class = factories.training_class(capacity=2)
    twins.place(open_class, one, officer)
    hers = twins.place(open_class, other, officer)
    waiting = enrol(open_class, twins.person("Lê Văn Ba"), officer, way=WayIn.OFFICE, may_wait=True)
    assert waiting.is_waiting
    merge = twins.merged(one, other, officer)
    assert waiting.is_confirmed
    reverse_merge(merge, officer, "Nhầm")
    assert (hers.state, waiting.state) == (EnrolmentState.CONFIRMED, EnrolmentState.CONFIRMED)


def test_of_two_on_the_waiting_list_the_earlier_number_counts_and_both_come_back(
    one: Person, other: Person, officer: Account
) -> None:
    full = factories.training_class(capacity=1)
    twins.place(full, twins.person("Lê Văn Ba"), officer)
    hers, mine = (
        enrol(full, person, officer, way=WayIn.OFFICE, may_wait=True) for person in (other, one)
    )
    merge = twins.merged(one, other, officer)
    assert (hers.person_id, hers.state) == (one.id, EnrolmentState.WAITING)
    assert mine.state == EnrolmentState.MERGED
    later = enrol(full, twins.person("Lê Văn Tư"), officer, way=WayIn.OFFICE, may_wait=True)
    reverse_merge(merge, officer, "Nhầm")
    numbers = [(place.person_id, place.waiting_number) for place in (hers, mine, later)]
    assert numbers == [(other.id, 1), (one.id, 2), (later.person_id, 3)]
    assert mine.state == EnrolmentState.WAITING


def test_lessons_read_under_either_name_are_read_once(
    mine: Enrolment, hers: Enrolment, one: Person, other: Person, officer: Account
) -> None:
    kept, twice, missing = (
        twins.lesson_read(mine, 0),
        twins.lesson_read(hers, 0),
        twins.lesson_read(hers, 1),
    )
    twins.merged(one, other, officer)
    assert [row.enrolment_id for row in (kept, twice, missing)] == [mine.id, hers.id, mine.id]


def test_attempts_of_both_count_with_the_best_result(
    training_class: TrainingClass,
    mine: Enrolment,
    hers: Enrolment,
    one: Person,
    other: Person,
    officer: Account,
) -> None:
    twins.attempt(mine, 1, 0)
    better = twins.attempt(hers, 1, 2)
    twins.merged(one, other, officer)
    assert (better.enrolment_id, better.number) == (mine.id, 2)
    assert quiz_results(training_class.id)[mine.id].percent == 100


def test_of_two_open_attempts_the_survivors_goes_on(
    mine: Enrolment, hers: Enrolment, one: Person, other: Person, officer: Account
) -> None:
    own, left = twins.attempt(mine, 1, None), twins.attempt(hers, 1, None)
    twins.merged(one, other, officer)
    assert (own.enrolment_id, left.enrolment_id) == (mine.id, hers.id)


def test_an_attempt_after_an_undone_merge_finds_a_number(
    one: Person, other: Person, officer: Account
) -> None:
    training_class = factories.training_class()
    place = twins.place(training_class, one, officer)
    twins.attempt(place, 1, 0)
    twins.attempt(place, 3, 0)
    quiz = training_class.course_version.quizzes[0]
    assert attempts.start(place, quiz, officer).number == 4
