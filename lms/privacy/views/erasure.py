"""Erasing somebody's data: what will happen, and the name typed once more."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.errors import DomainError
from lms.privacy.erasing import erase, foresee
from lms.privacy.forms import ErasureForm
from lms.privacy.models import RequestKind
from lms.privacy.scope import load_request
from lms.privacy.subjects import subject_of_request
from lms.privacy.views.blueprint import blueprint


@blueprint.route("/data-requests/<int:request_id>/erasure", methods=["GET", "POST"])
@requires(Right.HANDLE_DATA_REQUESTS)
def erasure(request_id: int) -> ResponseReturnValue:
    asked, form = load_request(request_id), ErasureForm()
    if form.validate_on_submit():
        try:
            erase(asked, form.full_name.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The data were deleted. Tell the person the answer below."), "success")
            return redirect(url_for("privacy.request", request_id=asked.id), 303)
    is_possible = asked.is_open and asked.kind == RequestKind.DELETE
    page = render_template(
        "privacy/erasure.html",
        form=form,
        data_request=asked,
        fate=foresee(subject_of_request(asked)) if is_possible else None,
    )
    return page, form.answer_status
