"""What becomes of attempts when two places in a class turn out to be one human being's."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from lms.duplicates import parts
from lms.duplicates.parts import Section, Two
from lms.enrolments.merging import TwoPlaces, join_by
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.quizzes.models import Attempt, AttemptState


def init_app(app: Flask) -> None:
    join_by(app, Attempt.enrolment_id, join_attempts, _l("Attempts at quizzes"))
    parts.compare_by(app, lines)


def join_attempts(two: TwoPlaces) -> None:
    """The attempts of the other place follow those of the counting one, with the numbers after them.

    All of them count: the best result, and how many are left. One that is still open stays behind where
    the counting place has an open attempt at the same quiz.
    """
    own = _attempts(two.kept_id)
    is_open = {attempt.quiz_id for attempt in own if attempt.state == AttemptState.OPEN}
    last = {attempt.quiz_id: attempt.number for attempt in own}
    for attempt in _attempts(two.absorbed_id):
        if attempt.state == AttemptState.OPEN and attempt.quiz_id in is_open:
            continue
        last[attempt.quiz_id] = last.get(attempt.quiz_id, 0) + 1
        two.merging.journal.set(
            Attempt, attempt.id, enrolment_id=two.kept_id, number=last[attempt.quiz_id]
        )


def lines(two: Two) -> Section:
    """How many attempts each has made."""
    rows = db.session.execute(
        select(Enrolment.person_id, func.count(Attempt.id))
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(two))
        .group_by(Enrolment.person_id)
    )
    return Section(
        _("Quizzes"),
        {
            person: [ngettext("%(num)s attempt", "%(num)s attempts", count)]
            for person, count in rows
        },
    )


def _attempts(enrolment_id: int) -> list[Any]:
    return list(
        db.session.execute(
            select(Attempt.id, Attempt.quiz_id, Attempt.number, Attempt.state)
            .where(Attempt.enrolment_id == enrolment_id)
            .order_by(Attempt.quiz_id, Attempt.number)
            .with_for_update()
        )
    )
