"""The official list of a class (danh sách học viên) to download."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.access import Right, requires
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.enrolments.forms.official_list import OfficialListForm
from lms.enrolments.official_list.making import official_list
from lms.enrolments.official_list.rows import ListOrder
from lms.errors import DomainError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint = Blueprint("official_list", __name__)


@blueprint.route("/classes/<int:class_id>/official-list", methods=["GET", "POST"])
@requires(Right.SEE_PEOPLE)
def new(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = OfficialListForm()
    if form.validate_on_submit():
        try:
            content = official_list(
                training_class,
                ListOrder(form.order.data),
                form.export_reason.data,
                current_user._get_current_object(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return _file(training_class, content)
    return render_template(
        "enrolments/official_list.html", form=form, training_class=training_class
    ), form.answer_status


def _file(training_class: TrainingClass, content: bytes) -> Response:
    code = "".join(sign if sign.isalnum() else "-" for sign in training_class.code)
    response = send_file(
        BytesIO(content),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"danh-sach-{code}.xlsx",
        etag=False,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
