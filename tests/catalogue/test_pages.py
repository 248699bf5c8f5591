"""Pages of courses and the pictures of lessons."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import ROOT
from lms.catalogue.commands import import_packs
from lms.catalogue.models import Lesson, PackFile
from lms.extensions import db
from tests import factories, queries
from tests.catalogue.samples import write_pack
from tests.people import Cast
from tests.reader import Reader


@pytest.fixture
def shipped(app: Flask) -> None:
    import_packs(ROOT / "courses")


def picture() -> str:
    row = db.session.scalar(select(PackFile).order_by(PackFile.name))
    assert row is not None
    return f"/courses/versions/{row.version_id}/files/{row.name}"


def test_the_list_names_every_course_in_order(app: Flask, cast: Cast, shipped: None) -> None:
    page = Reader(app, cast.officer).get("/courses")

    assert [row[1:] for row in page.rows()] == [
        ["M11", "An toàn thông tin", "Hợp tác xã, Quỹ tín dụng nhân dân", "4", "4"],
        ["M04", "Thương mại điện tử", "Hợp tác xã", "5", "6"],
    ]


def test_a_course_shows_outline_outcomes_sources_and_its_folder(
    app: Flask, cast: Cast, shipped: None
) -> None:
    page = Reader(app, cast.trainer).get("/courses/M11")

    assert page.h1 == "An toàn thông tin và phòng chống lừa đảo trực tuyến"
    for words in (
        "Thư mục courses/m11-an-toan-thong-tin",
        "80 %",
        "10 câu hỏi",
        "CafeF, 10/08/2025",
        "1. Nhận ra kẻ lừa đảo",
    ):
        assert words in page.text


def test_every_shipped_lesson_is_a_sound_page(app: Flask, cast: Cast, shipped: None) -> None:
    reader = Reader(app, cast.officer)
    slugs = {
        code: [
            href for href in reader.get(f"/courses/{code}").links.values() if "/lessons/" in href
        ]
        for code in ("M04", "M11")
    }
    assert {code: len(found) for code, found in slugs.items()} == {"M04": 5, "M11": 4}
    for href in [href for found in slugs.values() for href in found]:
        assert len(reader.get(href).text) > 2000


def test_the_list_costs_the_same_for_three_courses_as_for_one(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.officer)
    factories.course()
    reader.get("/courses")
    with queries.counted() as one:
        reader.get("/courses")
    factories.course()
    factories.course()
    with queries.counted() as three:
        reader.get("/courses")

    assert (len(one), len(three)) == (2, 2), three


@pytest.mark.parametrize("path", ["/courses", "/courses/M11"])
def test_learners_and_contacts_do_not_read_the_catalogue(
    app: Flask, cast: Cast, shipped: None, path: str
) -> None:
    for account in (cast.learner, cast.contact):
        assert Reader(app, account).fetch(path).status_code == 403


def test_unknown_courses_lessons_and_pictures_are_missing(
    app: Flask, cast: Cast, shipped: None
) -> None:
    reader = Reader(app, cast.officer)
    for path in (
        "/courses/X99",
        "/courses/M11/lessons/x",
        picture() + "x",
        "/courses/versions/99/files/a.svg",
    ):
        assert reader.fetch(path).status_code == 404


def test_a_picture_is_served_to_whoever_is_signed_in_and_can_do_nothing(
    app: Flask, cast: Cast, shipped: None
) -> None:
    address = picture()
    answer = Reader(app, cast.learner).fetch(address)

    assert answer.status_code == 200
    assert answer.data.startswith(b"<svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Reader(app).fetch(address).status_code in (302, 401)


def test_a_course_without_quiz_and_sources_is_shown(app: Flask, cast: Cast, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    text = (pack / "course.yml").read_text()
    (pack / "course.yml").write_text(
        text[: text.index("quizzes:")].rstrip() + "\nquizzes: []\nsources: []\n"
    )
    (pack / "quizzes" / "kiem-tra.yml").unlink()
    import_packs(pack)

    page = Reader(app, cast.leader).get("/courses/X01")

    assert "Bài kiểm tra" not in page.text and "Nguồn" not in page.text


def test_a_lesson_shows_its_pictures(app: Flask, cast: Cast, shipped: None) -> None:
    address = picture()
    slug = db.session.scalar(select(Lesson.slug).where(Lesson.html.contains(address)))

    page = Reader(app, cast.officer).get(f"/courses/M04/lessons/{slug}")

    assert [i.get("src") for i in page.root.iter("img") if "/files/" in i.get("src", "")] == [
        address
    ]
