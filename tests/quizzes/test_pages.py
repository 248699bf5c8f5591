"""The pages of a quiz: without JavaScript, only one's own, and no key before its time."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.catalogue.models import Choice, Lesson, QuestionVersion
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.quizzes.models import Answer, Attempt
from tests import factories, queries
from tests.people import Cast
from tests.reader import Page, Reader

CHANCE = re.compile(r'(name="(?:csrf_token|form_key)" value=")[^"]*')
EXPLANATION = "Vì thế."
NOT_YET = "Đáp án và giải thích sẽ hiện khi Anh/Chị đã đạt hoặc đã hết lượt."


@pytest.fixture
def learner(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.learner)


def intro_path(place: Enrolment) -> str:
    return f"/learning/{place.id}/quizzes/kiem-tra"


def begin(learner: Reader, place: Enrolment) -> Page:
    return learner.submit(learner.get(intro_path(place)), action="/attempts")


def take(learner: Reader, place: Enrolment, *choices: str | None) -> Page:
    """Answer the questions in the order shown and send; the result page."""
    page = begin(learner, place)
    for choice in choices:
        page = learner.submit(page, {"choice": choice})
    return learner.submit(page, action="/submission")


def test_a_quiz_is_taken_page_by_page(learner: Reader, place: Enrolment) -> None:
    page = learner.get(intro_path(place))
    for words in ("2 câu hỏi", "Được làm 3 lượt, còn 3 lượt", "từ 50 %", "tự học, không giám sát"):
        assert words in page.text

    page = learner.submit(page, action="/attempts")
    assert (page.h1, page.path) == ("Câu 1/2", "/attempts/1/questions/1")
    page = learner.submit(page, {"choice": "a"})
    assert page.h1 == "Câu 2/2"
    page = learner.submit(page, {"choice": "a"})
    assert page.h1 == "Xem lại các câu trả lời"
    assert page.text.count("Phương án a") == 2
    page = learner.submit(page, action="/submission")

    assert page.h1 == "Anh/Chị đã đạt"
    assert "Được 2/2 điểm, tức là 100 %." in page.text
    assert page.html.count(EXPLANATION) == 2


def test_a_saved_answer_is_shown_with_its_time_and_can_be_changed(
    learner: Reader, place: Enrolment
) -> None:
    learner.submit(begin(learner, place), {"choice": "b"})

    page = learner.get("/attempts/1/questions/1?return=check")
    assert [i.get("value") for i in page.root.iter("input") if i.get("checked") is not None] == [
        "b"
    ]
    assert re.search(r"✓ Đã lưu trên máy chủ lúc \d\d:\d\d", page.text)
    page = learner.submit(page, {"choice": "c"})

    assert page.path == "/attempts/1/check", "a change from the check page returns there"
    assert "Phương án c" in page.text and "Phương án b" not in page.text
    assert list(db.session.scalars(select(Answer.value))) == [["b"], ["c"]], (
        "answers are only added"
    )


def test_the_way_back_keeps_the_answer_too(learner: Reader, place: Enrolment) -> None:
    begin(learner, place)
    learner.post("/attempts/1/questions/2", {"choice": "a", "go": "back"})

    assert list(db.session.scalars(select(Answer.value))) == [["a"]]


def test_the_check_page_names_what_is_missing_and_it_can_still_be_sent(
    learner: Reader, place: Enrolment
) -> None:
    page = begin(learner, place)
    page = learner.submit(page, {"choice": None})
    page = learner.submit(page, {"choice": "a"})

    assert "Còn 1 câu chưa trả lời." in page.text
    page = learner.submit(page, action="/submission")
    assert "Được 1/2 điểm, tức là 50 %." in page.text


def test_an_attempt_is_gone_on_with_after_leaving(learner: Reader, place: Enrolment) -> None:
    begin(learner, place)

    assert "Làm tiếp lượt 1" in learner.get(intro_path(place)).links
    assert learner.get("/attempts/1").path == "/attempts/1/check"
    assert "Làm tiếp: Bài kiểm tra" in learner.get("/").links


def test_sending_twice_shows_the_same_result(learner: Reader, place: Enrolment) -> None:
    page = take(learner, place, "a", "b")

    again = learner.post("/attempts/1/submission", follow_redirects=True)

    assert again.request.path == page.path == "/attempts/1"
    assert (Page(again).text, db.session.scalar(select(func.count()).select_from(Attempt))) == (
        page.text,
        1,
    )


def test_questions_of_a_sent_attempt_lead_to_its_result(learner: Reader, place: Enrolment) -> None:
    take(learner, place, "b", "b")

    for path in ("/attempts/1/questions/1", "/attempts/1/check"):
        assert learner.get(path).path == "/attempts/1"
    answer = learner.post("/attempts/1/questions/1", {"choice": "a"})
    assert (answer.status_code, answer.location) == (303, "/attempts/1")
    assert db.session.scalar(select(Attempt.points)) == 0


def pages_before_the_key(learner: Reader, place: Enrolment) -> list[str]:
    """Every page that a learner sees while something can still be tried."""
    found = ["/", "/learning", f"/learning/{place.id}", intro_path(place), "/attempts/1"]
    found += [f"/attempts/2/{name}" for name in ("questions/1", "questions/2", "check")]
    return [CHANCE.sub(r"\1", learner.get(path).html) for path in found]


def test_no_page_tells_a_key_or_an_explanation_while_something_can_be_tried(
    learner: Reader, place: Enrolment
) -> None:
    failed = take(learner, place, "b", "b")
    assert NOT_YET in failed.text and failed.h1 == "Chưa đạt"
    begin(learner, place)

    before = pages_before_the_key(learner, place)

    assert not [page for page in before if EXPLANATION in page]
    for choice in db.session.scalars(select(Choice)):  # another key: every byte must stay
        choice.is_correct = choice.name == "c"
    for asked in db.session.scalars(select(QuestionVersion)):
        asked.explanation = "Vì lẽ khác."
    db.session.commit()
    assert pages_before_the_key(learner, place) == before


def test_a_failed_attempt_tells_lessons_to_read_not_questions(
    learner: Reader, place: Enrolment
) -> None:
    for asked in db.session.scalars(select(QuestionVersion)):
        asked.lesson_slug = "bai-2"
    place.training_class.course_version.quizzes[0].pass_mark = 90
    db.session.commit()

    page = take(learner, place, "a", "b")

    assert "Bài 2" in page.links and "Bài 1" not in page.links
    assert "Chưa đúng" not in page.text and EXPLANATION not in page.html


def test_keys_are_shown_after_the_last_attempt_and_never_while_one_is_open(
    learner: Reader, place: Enrolment
) -> None:
    take(learner, place, "b", "b")
    take(learner, place, "b", "b")
    page = begin(learner, place)  # the third and last
    for number in (1, 2):
        assert EXPLANATION not in learner.get(f"/attempts/{number}").html

    learner.submit(learner.submit(page, {"choice": "b"}), {"choice": "b"})
    learner.post("/attempts/3/submission")

    for number in (1, 2, 3):
        assert learner.get(f"/attempts/{number}").html.count(EXPLANATION) == 2
    page = learner.get(intro_path(place))
    assert "Anh/Chị đã dùng hết số lượt làm bài kiểm tra này." in page.text
    assert learner.post(f"{intro_path(place)}/attempts").status_code == 409


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


def test_the_course_page_tells_the_state_of_the_quiz(learner: Reader, place: Enrolment) -> None:
    path = f"/learning/{place.id}"
    assert "Chưa làm" in learner.get(path).text
    begin(learner, place)
    assert "Đang làm, chưa gửi" in learner.get(path).text
    learner.post("/attempts/1/submission")
    assert "Chưa đạt, 0 %" in learner.get(path).text
    take(learner, place, "a", "a")
    assert "Đạt, 100 %" in learner.get(path).text
    assert "Bài kiểm tra cần làm" not in learner.get("/").text


def test_a_question_of_several_right_choices_has_boxes(learner: Reader, place: Enrolment) -> None:
    for asked in db.session.scalars(select(QuestionVersion)):
        asked.kind = "multiple"
        asked.choices[1].is_correct = True
    db.session.commit()
    page = begin(learner, place)
    assert "Chọn tất cả các phương án đúng." in page.text

    page = learner.submit(page, {"choice": ["a", "b"]})
    page = learner.submit(page, {"choice": ["a"]})
    page = learner.submit(page, action="/submission")
    assert "Được 1/2 điểm" in page.text


def test_questions_cost_no_statements_of_their_own(app: Flask, cast: Cast, learner: Reader) -> None:
    costs = {}
    for questions in (1, 3):
        group = factories.training_class(version=factories.course(questions=questions))
        place = factories.enrolment(group, cast.learner, cast.officer)
        page = begin(learner, place)
        attempt = page.path.split("/")[2]
        pages = [
            f"/attempts/{attempt}/questions/1",
            f"/attempts/{attempt}/check",
            intro_path(place),
        ]
        costs[questions] = [cost(learner, path) for path in pages]
        learner.post(f"/attempts/{attempt}/submission")
        for number in range(2):
            learner.post(f"{intro_path(place)}/attempts")
            learner.post(f"/attempts/{int(attempt) + number + 1}/submission")
        costs[questions].append(cost(learner, f"/attempts/{attempt}"))
    assert costs[1] == costs[3], costs
    assert max(costs[1]) <= 7, costs


def cost(reader: Reader, path: str) -> int:
    reader.get(path)
    with queries.counted() as statements:
        reader.get(path)
    return len(statements)


def test_lessons_named_by_questions_are_those_of_the_class(
    learner: Reader, place: Enrolment
) -> None:
    assert db.session.scalar(select(func.count()).select_from(Lesson)) == 2
    assert "Anh/Chị nên đọc lại" not in take(learner, place, "b", "b").text
