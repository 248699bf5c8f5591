"""The learner's pages: my courses, one course, one lesson."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.enrolments.own import load_own_enrolment
from lms.enrolments.parts import drawn_parts
from lms.learning import progress, queries
from lms.lists import PAGE_SIZE, asked_page

blueprint = Blueprint("learning", __name__, url_prefix="/learning")


@blueprint.get("")
@requires(Right.LEARN)
def courses() -> ResponseReturnValue:
    page = asked_page()
    rows = queries.course_rows(current_user, page)
    return render_template(
        "learning/courses.html",
        rows=rows[:PAGE_SIZE],
        page=page,
        has_next=len(rows) > PAGE_SIZE,
    )


@blueprint.get("/<int:enrolment_id>")
@requires(Right.LEARN)
def course(enrolment_id: int) -> ResponseReturnValue:
    enrolment = load_own_enrolment(enrolment_id)
    return render_template(
        "learning/course.html",
        enrolment=enrolment,
        training_class=enrolment.training_class,
        sessions=queries.sessions(enrolment),
        parts=drawn_parts(enrolment),
    )


@blueprint.get("/<int:enrolment_id>/lessons/<slug>")
@requires(Right.LEARN)
def lesson(enrolment_id: int, slug: str) -> ResponseReturnValue:
    enrolment = load_own_enrolment(enrolment_id)
    shown = queries.load_lesson(enrolment, slug)
    outline = queries.outline(enrolment)
    return render_template(
        "learning/lesson.html",
        enrolment=enrolment,
        lesson=shown,
        outline=outline,
        place=[row.slug for row in outline].index(shown.slug),
        done=sum(row.completed_at is not None for row in outline),
    )


@blueprint.post("/<int:enrolment_id>/lessons/<slug>/completion")
@requires(Right.LEARN)
def complete(enrolment_id: int, slug: str) -> ResponseReturnValue:
    enrolment = load_own_enrolment(enrolment_id)
    lesson = queries.load_lesson(enrolment, slug)
    progress.mark_read(enrolment, lesson)
    slugs = [row.slug for row in queries.outline(enrolment)]
    following = slugs[slugs.index(slug) + 1 :]
    if following:
        return redirect(
            url_for("learning.lesson", enrolment_id=enrolment.id, slug=following[0]), 303
        )
    flash(_("You have reached the end of the last lesson."), "success")
    return redirect(url_for("learning.course", enrolment_id=enrolment.id), 303)
