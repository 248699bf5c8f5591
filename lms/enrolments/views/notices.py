"""What people have to be told about their places."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.enrolments import labels, notice_queries
from lms.enrolments.notices import mark_read, mark_told
from lms.enrolments.scope import load_notice, load_own_notice
from lms.enrolments.views.blueprint import blueprint
from lms.lists import PAGE_SIZE, asked_page
from lms.office import get_office


@blueprint.get("/notices")
@requires(Right.ENROL)
def notices() -> ResponseReturnValue:
    page, office = asked_page(), get_office()
    rows = notice_queries.untold(page)
    return render_template(
        "enrolments/notices.html",
        rows=[(row, notice_queries.words_of(row, office)) for row in rows[:PAGE_SIZE]],
        labels=labels,
        page=page,
        has_next=len(rows) > PAGE_SIZE,
        form_key=uuid.uuid4().hex,
    )


@blueprint.post("/notices/<int:notice_id>/telling")
@requires(Right.ENROL)
def tell(notice_id: int) -> ResponseReturnValue:
    notice = load_notice(notice_id)
    mark_told(notice, current_user)
    flash(_("%(name)s was told.", name=notice.enrolment.full_name), "success")
    return redirect(url_for("enrolments.notices"), 303)


@blueprint.post("/notices/<int:notice_id>/reading")
@requires(Right.LEARN)
def read_notice(notice_id: int) -> ResponseReturnValue:
    mark_read(load_own_notice(notice_id))
    return redirect(url_for("home.show"), 303)
