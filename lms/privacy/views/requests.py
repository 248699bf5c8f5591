"""The queue of requests about personal data, and what is done with each."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from lms import audit
from lms.access import Right, requires
from lms.errors import DomainError
from lms.forms import BaseForm
from lms.lists import asked_page
from lms.privacy import queries
from lms.privacy.exports import record_export
from lms.privacy.forms import StepForm
from lms.privacy.models import DataRequest, RequestKind
from lms.privacy.own_copy import copy_of, rows_in, sections_about
from lms.privacy.scope import load_request
from lms.privacy.subjects import subject_of_request
from lms.privacy.views.blueprint import blueprint
from lms.privacy.views.own import zip_file


class StepWords(NamedTuple):
    """How a step is called where it is taken."""

    title: LazyString
    label: LazyString
    done: LazyString


STEPS = {
    "reply": StepWords(
        _l("Answer that it is being dealt with"),
        _l("What the person was told"),
        _l("The answer was recorded."),
    ),
    "extension": StepWords(
        _l("Extend the term, once"), _l("Why more time is needed"), _l("The term was extended.")
    ),
    "fulfilment": StepWords(
        _l("Close it as fulfilled"), _l("Answer to the person"), _l("The request was closed.")
    ),
    "refusal": StepWords(
        _l("Close it without fulfilling it"),
        _l("Why it is not fulfilled, as the person is told"),
        _l("The request was closed."),
    ),
}


@blueprint.get("/data-requests")
@requires(Right.HANDLE_DATA_REQUESTS)
def requests() -> ResponseReturnValue:
    is_closed, page = request.args.get("state") == "closed", asked_page()
    find = queries.closed_requests if is_closed else queries.open_requests
    rows, has_next = find(current_user, page)
    return render_template(
        "privacy/requests.html", rows=rows, page=page, has_next=has_next, is_closed=is_closed
    )


@blueprint.get("/data-requests/<int:request_id>", endpoint="request")
@requires(Right.HANDLE_DATA_REQUESTS)
def show_request(request_id: int) -> ResponseReturnValue:
    asked = load_request(request_id)
    return render_template(
        "privacy/request.html",
        data_request=asked,
        due=queries.due_of(asked),
        steps=STEPS,
        form=BaseForm(),
    )


@blueprint.route(
    "/data-requests/<int:request_id>/<any(reply,extension,fulfilment,refusal):step>",
    methods=["GET", "POST"],
)
@requires(Right.HANDLE_DATA_REQUESTS)
def take_step(request_id: int, step: str) -> ResponseReturnValue:
    asked, words, form = load_request(request_id), STEPS[step], StepForm()
    form.words.label.text = words.label
    if form.validate_on_submit():
        try:
            _take(asked, step, form.words.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(str(words.done), "success")
            return redirect(url_for("privacy.request", request_id=asked.id), 303)
    page = render_template(
        "privacy/step.html", form=form, data_request=asked, step=step, title=words.title
    )
    return page, form.answer_status


@blueprint.post("/data-requests/<int:request_id>/copy")
@requires(Right.HANDLE_DATA_REQUESTS)
def hand_out_copy(request_id: int) -> Response:
    """The copy for somebody who cannot sign in; it is an export like any other."""
    asked = load_request(request_id)
    if asked.kind not in (RequestKind.SEE, RequestKind.COPY) or not asked.is_open:
        raise DomainError(_("A copy is handed out on an open request to see or to get one's data."))
    subject = subject_of_request(asked)
    rows = rows_in(sections_about(subject))
    reason = _("Request no. %(number)s of the person", number=asked.id)
    record_export("own data", reason, rows, reason, current_user, request_id=asked.id)
    audit.record("copy handed out", asked, current_user)
    return zip_file(copy_of(subject, asked.name))


def home_part() -> tuple[str, dict[str, Any]] | None:
    """How many requests wait, on the first page of those who deal with them."""
    waiting = queries.waiting_requests(current_user)
    return ("privacy/requests_part.html", {"waiting": waiting}) if waiting.open else None


def _take(asked: DataRequest, step: str, words: str) -> None:
    verbs = {
        "reply": asked.reply,
        "extension": asked.extend,
        "fulfilment": asked.fulfil,
        "refusal": asked.refuse,
    }
    verbs[step](words, current_user)
