"""Printing the slips that open the accounts of a class."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.access import Right, requires
from lms.accounts.activation import CODE_GROUP
from lms.classes.scope import load_class
from lms.codes import shown_code
from lms.enrolments.slips import accounts_of, give_slips
from lms.enrolments.views.blueprint import blueprint
from lms.forms import BaseForm
from lms.qr import qr_data_uri
from lms.security import public_address

CREATED = 201


@blueprint.get("/classes/<int:class_id>/activation-slips")
@requires(Right.OPEN_ACCOUNTS)
def activation_slips(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    return render_template(
        "enrolments/activation_slips.html",
        training_class=training_class,
        accounts=accounts_of(training_class),
        form=BaseForm(),
    )


@blueprint.post("/classes/<int:class_id>/activation-slips")
@requires(Right.OPEN_ACCOUNTS)
def print_activation_slips(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    slips = [
        (slip, organisation, shown_code(slip.code, CODE_GROUP), _qr(slip.code))
        for slip, organisation in give_slips(training_class, current_user)
    ]
    page = render_template(
        "enrolments/printed_slips.html",
        training_class=training_class,
        slips=slips,
        address=public_address(url_for("accounts.activation")).partition("://")[2],
    )
    again = url_for("enrolments.activation_slips", class_id=training_class.id)
    return page, CREATED, {"Location": again}


def _qr(code: str) -> str:
    return qr_data_uri(public_address(url_for("accounts.activation", code=code)))
