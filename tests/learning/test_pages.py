"""The learner's pages: my courses, a course, a lesson."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import ROOT
from lms import clock, database
from lms.catalogue.commands import import_packs
from lms.catalogue.models import CourseVersion, Lesson
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.learning import progress
from lms.learning.models import LessonCompletion
from tests import factories, queries
from tests.people import Cast
from tests.reader import Reader, words


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    return factories.enrolment(factories.training_class("Lớp A"), cast.learner, cast.officer)


@pytest.fixture
def learner(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.learner)


def completions() -> list[tuple[int, int]]:
    db.session.rollback()
    rows = db.session.execute(select(LessonCompletion.enrolment_id, LessonCompletion.lesson_id))
    return [tuple(row) for row in rows]


def test_my_courses_tell_the_progress_in_words(learner: Reader, place: Enrolment) -> None:
    learner.post(f"/learning/{place.id}/lessons/bai-1/completion")

    page = learner.get("/learning")

    assert page.links["Lớp A"] == f"/learning/{place.id}"
    assert "1/2 bài đã xong" in page.text


def test_somebody_without_a_class_is_told_what_comes(learner: Reader) -> None:
    assert "Anh/Chị chưa có lớp học nào" in learner.get("/learning").text


def test_lessons_are_read_one_after_the_other(learner: Reader, place: Enrolment) -> None:
    page = learner.get(f"/learning/{place.id}")
    assert page.h1 == "Lớp A"
    page = learner.get(page.links["1. Bài 1"])
    assert "Bài 1/2, 10 phút" in page.text and "0/2 bài đã xong" in page.text
    page = learner.submit(page)
    assert (page.h1, "1/2 bài đã xong" in page.text) == ("Bài 2", True)
    assert page.links["Bài trước: Bài 1"].endswith("/lessons/bai-1")
    page = learner.submit(page)

    assert page.path == f"/learning/{place.id}"
    assert "2/2 bài đã xong" in page.text and "Anh/Chị đã đọc xong bài cuối cùng." in page.text
    states = [e for e in page.root.iter("div") if e.get("id", "").startswith("lesson-")]
    assert [words(e) for e in states] == ["Đã xong", "Đã xong"]
    assert not [tag for e in states for tag in e.iter("strong")], "what is done is plain text"


def test_a_lesson_that_was_read_offers_the_next_one(learner: Reader, place: Enrolment) -> None:
    path = f"/learning/{place.id}/lessons/bai-1"
    learner.post(f"{path}/completion")

    page = learner.get(path)

    assert page.links["Sang bài tiếp theo"].endswith("/lessons/bai-2")
    assert "Anh/Chị đã đọc xong bài này." in page.text


def test_reading_to_the_end_twice_keeps_the_first_time(learner: Reader, place: Enrolment) -> None:
    path = f"/learning/{place.id}/lessons/bai-1/completion"
    learner.post(path)
    first = db.session.scalar(select(LessonCompletion.completed_at))
    with clock.travelled_to(clock.now() + timedelta(minutes=5)):
        learner.post(path)
    db.session.rollback()

    assert list(db.session.scalars(select(LessonCompletion.completed_at))) == [first]


def test_twenty_completions_at_once_are_one(app: Flask, place: Enrolment) -> None:
    place_id, lesson_id = place.id, db.session.scalar(select(func.min(Lesson.id)))
    db.session.commit()
    errors: list[Exception] = []

    def read() -> None:
        with app.app_context():
            try:
                with database.transaction():
                    lesson = db.session.get_one(Lesson, lesson_id)
                    progress.mark_read(db.session.get_one(Enrolment, place_id), lesson)
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=read) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (errors, completions()) == ([], [(place_id, lesson_id)])


def test_a_forged_completion_writes_for_nobody_else(
    app: Flask, cast: Cast, learner: Reader, place: Enrolment
) -> None:
    own = factories.enrolment(place.training_class, cast.other_learner, cast.officer)
    forged = {
        "enrolment_id": str(place.id),
        "lesson_id": "2",
        "completed_at": "2020-01-01",
        "person_id": str(cast.learner.person_id),
    }
    Reader(app, cast.other_learner).post(f"/learning/{own.id}/lessons/bai-1/completion", forged)

    assert [enrolment for enrolment, _lesson in completions()] == [own.id]
    assert db.session.scalar(select(LessonCompletion.completed_at)).year > 2020


def requests_of(reader: Reader, place: Enrolment) -> set[int]:
    base = f"/learning/{place.id}"
    lesson = f"{base}/lessons/bai-1"
    found = {reader.fetch(base).status_code, reader.fetch(lesson).status_code}
    return found | {reader.post(f"{lesson}/completion").status_code}


def test_other_peoples_courses_look_missing(
    app: Flask, cast: Cast, learner: Reader, place: Enrolment
) -> None:
    assert requests_of(Reader(app, cast.other_learner), place) == {404}
    assert learner.fetch("/learning/999").status_code == 404
    for account in (cast.officer, cast.trainer, cast.contact, cast.leader, cast.administrator):
        assert requests_of(Reader(app, account), place) == {403}
    assert completions() == []
    assert requests_of(learner, place) == {200, 303}


@pytest.mark.parametrize("how", ["withdrawn", "draft"])
def test_withdrawn_places_and_drafts_look_missing(
    learner: Reader, place: Enrolment, how: str
) -> None:
    if how == "withdrawn":
        place.state = "withdrawn"
    else:
        place.training_class.state = ClassState.DRAFT
    db.session.commit()

    assert requests_of(learner, place) == {404}
    assert "Lớp A" not in learner.get("/learning").text
    assert "Lớp A" not in learner.get("/").text


def test_a_lesson_of_another_course_is_missing(learner: Reader, place: Enrolment) -> None:
    other = factories.course()
    other.lessons[0].slug = "khac"
    db.session.commit()

    assert learner.fetch(f"/learning/{place.id}/lessons/khac").status_code == 404


def test_the_first_page_leads_to_the_next_lesson_and_the_quiz(
    learner: Reader, place: Enrolment
) -> None:
    learner.post(f"/learning/{place.id}/lessons/bai-1/completion")

    page = learner.get("/")

    assert "Học tiếp" in page.text
    assert page.links["Đọc bài: Bài 2"] == f"/learning/{place.id}/lessons/bai-2"
    assert page.links["Bài kiểm tra"] == f"/learning/{place.id}/quizzes/kiem-tra"


def test_the_lists_of_a_learner_hold_no_classmates_course(
    app: Flask, cast: Cast, learner: Reader, place: Enrolment
) -> None:
    theirs = factories.enrolment(place.training_class, cast.other_learner, cast.officer)
    alone = factories.enrolment(factories.training_class("Lớp B"), cast.other_learner, cast.officer)

    def led_to(reader: Reader) -> set[int]:
        links = [*reader.get("/learning").links.values(), *reader.get("/").links.values()]
        return {int(link.split("/")[2]) for link in links if link.startswith("/learning/")}

    assert led_to(learner) == {place.id}
    assert led_to(Reader(app, cast.other_learner)) == {theirs.id, alone.id}


def test_an_ended_class_can_be_read_and_asks_for_nothing(learner: Reader, place: Enrolment) -> None:
    place.training_class.state = ClassState.ENDED
    db.session.commit()

    assert "Lớp đã kết thúc." in learner.get("/learning").text
    assert learner.get(f"/learning/{place.id}/lessons/bai-1").h1 == "Bài 1"
    assert "Học tiếp" not in learner.get("/").text


def test_more_courses_and_lessons_cost_no_more_statements(
    app: Flask, cast: Cast, learner: Reader
) -> None:
    costs = []
    for more in (1, 2):
        for _ in range(more):
            group = factories.training_class(version=factories.course(lessons=more * 2 - 1))
            place = factories.enrolment(group, cast.learner, cast.officer)
        paths = ("/", "/learning", f"/learning/{place.id}", f"/learning/{place.id}/lessons/bai-1")
        costs.append([cost(learner, path) for path in paths])
    assert costs[0] == costs[1], costs
    home, courses, _course_with_parts_of_all_features, lesson = costs[0]
    assert home <= 6, costs  # who it is, own places, what waits, and news of places
    assert max(courses, lesson) <= 5, costs


def cost(reader: Reader, path: str) -> int:
    reader.get(path)
    with queries.counted() as statements:
        reader.get(path)
    return len(statements)


def test_every_shipped_lesson_is_a_sound_page_for_a_learner(
    app: Flask, cast: Cast, learner: Reader
) -> None:
    import_packs(ROOT / "courses")
    for version in list(db.session.scalars(select(CourseVersion))):
        group = factories.training_class(version=version)
        place = factories.enrolment(group, cast.learner, cast.officer)
        page = learner.get(f"/learning/{place.id}/lessons/{version.lessons[0].slug}")
        titles = [page.h1]
        while page.root.find(".//div[@class='lesson']") is not None:
            page = learner.submit(page)
            titles.append(page.h1)
        assert titles[:-1] == [lesson.title for lesson in version.lessons]
