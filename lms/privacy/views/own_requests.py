"""What people ask of the office about their own data."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import terms
from lms.access import signed_in
from lms.extensions import limiter
from lms.formatting import as_date
from lms.privacy import queries
from lms.privacy.forms import RequestForm
from lms.privacy.models import RequestKind
from lms.privacy.request_terms import REPLY_WORKING_DAYS
from lms.privacy.requests import file_own_request
from lms.privacy.scope import load_own_request
from lms.privacy.views.blueprint import blueprint

REQUESTS = "20 per day"


@blueprint.route("/my-data/requests/new", methods=["GET", "POST"])
@limiter.limit(REQUESTS, methods=["POST"], key_func=lambda: f"requests {current_user.id}")
@signed_in
def new_own_request() -> ResponseReturnValue:
    form = RequestForm()
    if form.validate_on_submit():
        made = file_own_request(RequestKind(form.kind.data), form.details.data or "", current_user)
        flash(
            _(
                "Your request came in as no. %(number)s. You will be answered by %(day)s.",
                number=made.id,
                day=as_date(made.reply_due_on),
            ),
            "success",
        )
        return redirect(url_for("privacy.own_request", request_id=made.id), 303)
    days = terms.value_of(REPLY_WORKING_DAYS)
    page = render_template("privacy/new_own_request.html", form=form, reply_days=days)
    return page, form.answer_status


@blueprint.get("/my-data/requests/<int:request_id>")
@signed_in
def own_request(request_id: int) -> ResponseReturnValue:
    request = load_own_request(request_id)
    return render_template(
        "privacy/own_request.html", data_request=request, due=queries.due_of(request)
    )
