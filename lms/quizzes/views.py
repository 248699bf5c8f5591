"""The pages of a quiz; they work without JavaScript."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.access import Right, requires
from lms.enrolments.own import load_own_enrolment
from lms.quizzes import attempts, forms, queries, results, scope
from lms.quizzes.models import Attempt

blueprint = Blueprint("quizzes", __name__)
CHECK = "check"


@blueprint.get("/learning/<int:enrolment_id>/quizzes/<slug>")
@requires(Right.LEARN)
def intro(enrolment_id: int, slug: str) -> ResponseReturnValue:
    enrolment = load_own_enrolment(enrolment_id)
    quiz = scope.load_quiz(enrolment, slug)
    return render_template(
        "quizzes/intro.html",
        enrolment=enrolment,
        quiz=quiz,
        standing=queries.standing(enrolment.id, quiz.id),
    )


@blueprint.post("/learning/<int:enrolment_id>/quizzes/<slug>/attempts")
@requires(Right.LEARN)
def start(enrolment_id: int, slug: str) -> ResponseReturnValue:
    enrolment = load_own_enrolment(enrolment_id)
    attempt = attempts.start(enrolment, scope.load_quiz(enrolment, slug), current_user)
    return redirect(url_for("quizzes.question", attempt_id=attempt.id, number=1), 303)


@blueprint.route("/attempts/<int:attempt_id>/questions/<int:number>", methods=["GET", "POST"])
@requires(Right.LEARN)
def question(attempt_id: int, number: int) -> ResponseReturnValue:
    attempt = scope.load_attempt(attempt_id)
    if not attempt.is_open:
        return redirect(url_for("quizzes.result", attempt_id=attempt.id), 303)
    questions = scope.load_questions(attempt)
    asked = scope.pick(questions, number)
    form = forms.question_form(asked)
    if form.validate_on_submit():
        attempts.save(asked, attempts.GivenAnswer(form.chosen()))
        return redirect(_next_address(attempt, number, len(questions)), 303)
    status = form.answer_status
    return render_template(
        "quizzes/question.html",
        attempt=attempt,
        form=form,
        saved_at=results.last_saved(questions),
        number=number,
        total=len(questions),
    ), status


@blueprint.get("/attempts/<int:attempt_id>/check")
@requires(Right.LEARN)
def check(attempt_id: int) -> ResponseReturnValue:
    attempt = scope.load_attempt(attempt_id)
    if not attempt.is_open:
        return redirect(url_for("quizzes.result", attempt_id=attempt.id), 303)
    questions = scope.load_questions(attempt)
    return render_template(
        "quizzes/check.html",
        attempt=attempt,
        answers=results.shown_answers(questions),
        saved_at=results.last_saved(questions),
    )


@blueprint.post("/attempts/<int:attempt_id>/submission")
@requires(Right.LEARN)
def submit(attempt_id: int) -> ResponseReturnValue:
    attempt = scope.load_attempt(attempt_id)
    number = request.form.get("number", type=int)
    last = None
    if number is not None:
        given = attempts.GivenAnswer(request.form.getlist("choice"))
        last = (scope.pick(scope.load_questions(attempt), number), given)
    attempts.submit(attempt, current_user, last)
    return redirect(url_for("quizzes.result", attempt_id=attempt.id), 303)


@blueprint.get("/attempts/<int:attempt_id>")
@requires(Right.LEARN)
def result(attempt_id: int) -> ResponseReturnValue:
    attempt = scope.load_attempt(attempt_id)
    if attempt.is_open:
        return redirect(url_for("quizzes.check", attempt_id=attempt.id), 303)
    standing = queries.standing(attempt.enrolment_id, attempt.quiz_id)
    questions = scope.load_questions(attempt)
    to_read = set() if standing.shows_keys else results.lessons_to_read(questions)
    return render_template(
        "quizzes/result.html",
        attempt=attempt,
        standing=standing,
        total=len(questions),
        answers=results.shown_results(questions) if standing.shows_keys else [],
        lessons=queries.lesson_rows(attempt.quiz.version_id, to_read),
    )


def _next_address(attempt: Attempt, number: int, total: int) -> str:
    if request.form.get("go") == "back" and number > 1:
        return url_for("quizzes.question", attempt_id=attempt.id, number=number - 1)
    if number == total or request.args.get("return") == CHECK:
        return url_for("quizzes.check", attempt_id=attempt.id)
    return url_for("quizzes.question", attempt_id=attempt.id, number=number + 1)
