"""Pages of courses, and their pictures."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from lms import files
from lms.access import Right, requires, signed_in
from lms.catalogue import labels, queries
from lms.lists import PAGE_SIZE, asked_page

blueprint = Blueprint("catalogue", __name__, url_prefix="/courses")

#: A picture can do nothing but be seen, also when somebody opens it by itself.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ONE_YEAR = 31_536_000


@blueprint.get("")
@requires(Right.SEE_COURSES)
def index() -> ResponseReturnValue:
    page = asked_page()
    rows = queries.course_rows(page)
    return render_template(
        "catalogue/index.html",
        rows=rows[:PAGE_SIZE],
        page=page,
        has_next=len(rows) > PAGE_SIZE,
        topics=labels.TOPICS,
        audiences=labels.AUDIENCES,
    )


@blueprint.get("/<code>")
@requires(Right.SEE_COURSES)
def course(code: str) -> ResponseReturnValue:
    version = queries.load_version(code)
    return render_template(
        "catalogue/course.html",
        version=version,
        course=version.course,
        lessons=queries.lesson_rows(version),
        quizzes=queries.quiz_rows(version),
        topics=labels.TOPICS,
        audiences=labels.AUDIENCES,
    )


@blueprint.get("/<code>/lessons/<slug>")
@requires(Right.SEE_COURSES)
def lesson(code: str, slug: str) -> ResponseReturnValue:
    version = queries.load_version(code)
    return render_template(
        "catalogue/lesson.html",
        version=version,
        course=version.course,
        lesson=queries.load_lesson(version, slug),
    )


@blueprint.get("/versions/<int:version_id>/files/<name>")
@signed_in  # whoever may sign in may see the pictures of courses; they hold no personal data
def file(version_id: int, name: str) -> ResponseReturnValue:
    found = queries.load_file(version_id, name)
    response: Response = make_response(files.read(found.sha256))
    response.content_type = found.media_type
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"private, max-age={ONE_YEAR}, immutable"
    return response
