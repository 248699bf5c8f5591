"""Taking over packs: all or none, twice changes nothing, classes keep their version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import ROOT
from lms import audit, files
from lms.catalogue.commands import PacksBroken, import_packs
from lms.catalogue.models import (
    Course,
    CourseVersion,
    Lesson,
    PackFile,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from lms.classes.models import TrainingClass
from lms.errors import DomainError
from lms.extensions import db
from tests import factories
from tests.catalogue.samples import change, write_pack

TABLES = (Course, CourseVersion, Lesson, PackFile, Question, QuestionVersion, Quiz, QuizQuestion)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "packs" / "goi")


def counts() -> dict[str, int]:
    db.session.rollback()
    return {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (*TABLES, audit.AuditEntry)
    }


def version_numbers() -> list[tuple[str, int, bool]]:
    rows = db.session.execute(
        select(Course.code, CourseVersion.number, CourseVersion.is_current)
        .join(CourseVersion)
        .order_by(Course.code, CourseVersion.number)
    )
    return [tuple(row) for row in rows]


def question_versions() -> dict[str, list[int]]:
    """The version of each question that the current course asks, and in which version of the question."""
    rows = db.session.execute(
        select(Question.name, QuestionVersion.number)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
        .join(Quiz)
        .join(CourseVersion)
        .where(CourseVersion.is_current)
    )
    found: dict[str, list[int]] = {}
    for name, number in rows:
        found.setdefault(name, []).append(number)
    return found


def test_both_shipped_packs_are_taken_over(app: Flask) -> None:
    import_packs(ROOT / "courses")

    assert version_numbers() == [("M04", 1, True), ("M11", 1, True)]
    assert counts() | {"choice": 0} == {
        "course": 2, "course_version": 2, "lesson": 9, "pack_file": 4, "question": 20,
        "question_version": 20, "quiz": 2, "quiz_question": 20, "audit_entry": 2, "choice": 0,
    }  # fmt: skip
    safety = db.session.scalar(select(CourseVersion).join(Course).where(Course.code == "M11"))
    assert (safety.pass_mark, safety.quizzes[0].pass_mark, safety.periods) == (80, 80, 4)
    for question in safety.quizzes[0].questions:
        asked = question.question_version
        assert (len(asked.key) == 1) == (asked.kind != "multiple") and asked.key


def test_every_picture_of_a_lesson_is_stored_under_the_address_that_the_lesson_names(
    app: Flask,
) -> None:
    import_packs(ROOT / "courses")

    for row in db.session.scalars(select(PackFile)):
        address = f"/courses/versions/{row.version_id}/files/{row.name}"
        html = "".join(
            db.session.scalars(select(Lesson.html).where(Lesson.version_id == row.version_id))
        )
        assert html.count(f'src="{address}"') == 1
        assert len(files.read(row.sha256)) == row.size


def test_twice_changes_nothing(app: Flask, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_packs(pack.parent)
    before = counts()

    changes = import_packs(pack.parent)

    assert counts() == before
    assert [(c.code, c.version) for c in changes] == [("X01", None)]
    assert capsys.readouterr().out.splitlines()[-1] == "X01: không thay đổi."


def test_a_changed_question_gets_a_new_version_and_the_others_keep_theirs(
    app: Flask, pack: Path
) -> None:
    import_packs(pack.parent)
    change(pack, "quizzes/kiem-tra.yml", "Người quen.", "Người thân.")

    (made,) = import_packs(pack.parent)

    assert (made.version, made.new_questions, made.changed_questions) == (2, 0, 1)
    assert question_versions() == {"q1": [2], "q2": [1]}
    assert version_numbers() == [("X01", 1, False), ("X01", 2, True)]


def test_changed_words_of_a_lesson_leave_all_questions_as_they_are(app: Flask, pack: Path) -> None:
    import_packs(pack.parent)
    change(pack, "lessons/01-mot.md", "Đoạn đầu.", "Đoạn mới.")

    (made,) = import_packs(pack.parent)

    assert (made.version, made.changed_questions) == (2, 0)
    assert question_versions() == {"q1": [1], "q2": [1]}


def test_a_class_keeps_the_version_it_began_with(app: Flask, pack: Path) -> None:
    import_packs(pack.parent)
    first = db.session.scalar(select(CourseVersion))
    group = factories.training_class(version=first)
    old = first.lessons[0].html
    change(pack, "lessons/01-mot.md", "Đoạn đầu.", "Đoạn mới.")
    import_packs(pack.parent)

    group = db.session.get_one(TrainingClass, group.id, populate_existing=True)

    assert group.course_version.number == 1
    assert group.course_version.lessons[0].html == old
    assert group.course_version.course.current_version.number == 2


def test_a_removed_question_is_retired_and_comes_back(app: Flask, pack: Path) -> None:
    import_packs(pack.parent)
    quiz = pack / "quizzes" / "kiem-tra.yml"
    whole = quiz.read_text()
    quiz.write_text(whole[: whole.index("  - id: q2")])

    (made,) = import_packs(pack.parent)

    assert made.retired_questions == 1
    retired = dict(db.session.execute(select(Question.name, Question.retired_at)).all())
    assert (retired["q1"] is None, retired["q2"] is None) == (True, False)
    quiz.write_text(whole)
    import_packs(pack.parent)
    assert set(db.session.scalars(select(Question.retired_at))) == {None}
    assert question_versions() == {"q1": [1], "q2": [1]}


def test_a_broken_pack_beside_a_sound_one_applies_nothing(app: Flask, pack: Path) -> None:
    import_packs(pack.parent)
    before = counts()
    change(pack, "lessons/01-mot.md", "Đoạn đầu.", "Đoạn mới.")
    other = write_pack(
        pack.parent / "khac", code="X02", uuid="5f7f2a3e-94a0-4a57-9f0e-6d1f3c6c2b10"
    )
    change(other, "course.yml", "pass_mark: 50", "pass_mark: 500")

    with pytest.raises(PacksBroken) as caught:
        import_packs(pack.parent)

    assert [(p.file, p.line) for p in caught.value.problems] == [("khac/course.yml", 9)]
    assert counts() == before


def test_a_code_of_another_course_refuses_all(app: Flask, pack: Path) -> None:
    factories.course("X02")
    before = counts()
    write_pack(pack.parent / "khac", code="X02", uuid="5f7f2a3e-94a0-4a57-9f0e-6d1f3c6c2b10")

    with pytest.raises(DomainError, match="X02"):
        import_packs(pack.parent)

    assert counts() == before


def test_a_renamed_folder_and_code_stay_the_same_course(app: Flask, pack: Path) -> None:
    import_packs(pack.parent)
    shutil.move(pack, pack.parent / "ten-moi")
    change(pack.parent / "ten-moi", "course.yml", "code: X01", "code: X09")

    import_packs(pack.parent)

    assert [(c.code, c.pack) for c in db.session.scalars(select(Course))] == [("X09", "ten-moi")]


def test_check_tells_faults_and_exits_1(app: Flask, pack: Path) -> None:
    change(pack, "course.yml", "code: X01", "kode: X01")
    runner = app.test_cli_runner()

    text = runner.invoke(args=["courses", "check", str(pack.parent)])
    listed = runner.invoke(args=["courses", "check", "--format", "json", str(pack.parent)])

    assert (text.exit_code, listed.exit_code) == (1, 1)
    assert text.output.splitlines()[0] == (
        "goi/course.yml:1: Thiếu mục “code”. Hãy thêm vào; courses/README.md nói rõ ý nghĩa của mục."
    )
    assert [(p["file"], p["line"]) for p in json.loads(listed.output)] == [
        ("goi/course.yml", 1),
        ("goi/course.yml", 3),
    ]


def test_check_of_sound_packs_exits_0(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["courses", "check"])

    assert (result.exit_code, result.output) == (0, "2 chuyên đề không có lỗi.\n")


def test_rules_about_people_are_taken_over_with_the_course(app: Flask, pack: Path) -> None:
    other = {"uuid": "5f7f2a3e-94a0-4a57-9f0e-6d1f3c6c2b10", "code": "X02"}
    write_pack(pack.parent / "truoc", **other)
    rules = "audience_rule: block\nprerequisites: [{course: X02, within_months: 24}]\ntopic:"
    change(pack, "course.yml", "topic:", rules)
    import_packs(pack.parent)
    version = db.session.scalars(
        select(CourseVersion).join(Course).where(Course.code == "X01")
    ).one()
    assert version.audience_rule == "block"
    assert version.prerequisites == [{"course": "X02", "within_months": 24, "rule": "block"}]


def test_a_course_that_must_come_before_has_to_be_there(app: Flask, pack: Path) -> None:
    change(pack, "course.yml", "topic:", "prerequisites: [{course: X99}]\ntopic:")
    with pytest.raises(DomainError, match="X99"):
        import_packs(pack.parent)
    assert set(counts().values()) == {0}
