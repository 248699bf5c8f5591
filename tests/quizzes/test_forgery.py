"""What a console could send: forged scores, other people's attempts, choices that are not offered."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.quizzes.models import Answer, Attempt
from tests import factories
from tests.people import Cast
from tests.quizzes.taking import begin, intro_path
from tests.reader import Reader

CHANCE = re.compile(r'(name="(?:csrf_token|form_key)" value=")[^"]*')
EXPLANATION = "Vì thế."
NOT_YET = "Đáp án và giải thích sẽ hiện khi Anh/Chị đã đạt hoặc đã hết lượt."


def test_a_forged_score_is_not_read(learner: Reader, place: Enrolment) -> None:
    begin(learner, place)
    forged = {"points": "100", "passed": "1", "score": "100", "state": "submitted", "choice": "b"}
    learner.post("/attempts/1/questions/1", forged)
    assert db.session.scalar(select(Attempt.state)) == "open"
    learner.post("/attempts/1/submission", forged)

    attempt = db.session.scalar(select(Attempt))
    assert (attempt.points, attempt.points_possible, attempt.passed) == (0, 2, False)


@pytest.mark.parametrize("choice", ["z", ["a", "b"], "a,b", "true"])
def test_a_choice_that_is_not_offered_is_refused_or_not_counted(
    learner: Reader, place: Enrolment, choice: object
) -> None:
    begin(learner, place)
    answer = learner.post("/attempts/1/questions/1", {"choice": choice})

    if choice == ["a", "b"]:  # radio buttons send one; a second one is not read
        assert list(db.session.scalars(select(Answer.value))) == [["a"]]
    else:
        assert answer.status_code == 422
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 0
    last = learner.post("/attempts/1/submission", {"number": "2", "choice": choice})
    assert last.status_code == 409


def test_the_last_answer_can_travel_with_the_submission(learner: Reader, place: Enrolment) -> None:
    begin(learner, place)
    learner.post("/attempts/1/submission", {"number": "2", "choice": "a"})

    assert db.session.scalar(select(Attempt.points)) == 1


@pytest.mark.parametrize("number", [0, 3, 99])
def test_numbers_without_a_question_are_missing(
    learner: Reader, place: Enrolment, number: int
) -> None:
    begin(learner, place)
    assert learner.fetch(f"/attempts/1/questions/{number}").status_code == 404


def requests_of(reader: Reader, place: Enrolment) -> dict[str, int]:
    read = [intro_path(place), "/attempts/1", "/attempts/1/check", "/attempts/1/questions/1"]
    write = [f"{intro_path(place)}/attempts", "/attempts/1/questions/1", "/attempts/1/submission"]
    answers = {f"GET {path}": reader.fetch(path).status_code for path in read}
    token = reader.token()
    for path in write:
        form = {"csrf_token": token, "choice": "a", "number": "1"}
        answers[f"POST {path}"] = reader.client.post(path, data=form).status_code
    return answers


def state() -> tuple[object, ...]:
    db.session.rollback()
    attempt = db.session.scalar(select(Attempt))
    return (
        attempt.state,
        attempt.points,
        db.session.scalar(select(func.count()).select_from(Answer)),
    )


def test_another_learners_attempt_looks_missing(
    app: Flask, cast: Cast, learner: Reader, place: Enrolment
) -> None:
    begin(learner, place)
    before = state()

    assert set(requests_of(Reader(app, cast.other_learner), place).values()) == {404}
    for account in (cast.officer, cast.trainer, cast.contact, cast.leader, cast.administrator):
        assert set(requests_of(Reader(app, account), place).values()) == {403}
    assert state() == before


@pytest.mark.parametrize("how", ["withdrawn", "draft"])
def test_without_a_place_in_an_open_class_everything_looks_missing(
    cast: Cast, learner: Reader, place: Enrolment, how: str
) -> None:
    begin(learner, place)
    if how == "withdrawn":
        place.state = "withdrawn"
    else:
        place.training_class.state = ClassState.DRAFT
    db.session.commit()
    before = state()

    assert set(requests_of(learner, place).values()) == {404}
    assert state() == before


def test_a_quiz_of_another_course_version_is_missing(learner: Reader, place: Enrolment) -> None:
    other = factories.course()
    other.quizzes[0].slug = "khac"
    db.session.commit()

    assert learner.fetch(f"/learning/{place.id}/quizzes/khac").status_code == 404
