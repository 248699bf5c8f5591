"""The link of a class with its QR code, its poster for the door, and the text for its Zalo group."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.classes import queries as class_queries
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.enrolments.forms.registrations import LinkForm
from lms.enrolments.registrations import queries
from lms.enrolments.registrations.announcement import announcement_of
from lms.enrolments.registrations.links import address_of, make_link, typed_address_of
from lms.enrolments.registrations.models import RegistrationLink
from lms.enrolments.views.registrations import blueprint
from lms.errors import DomainError
from lms.qr import qr_data_uri, qr_png


@blueprint.route("/classes/<int:class_id>/registration-link", methods=["GET", "POST"])
@requires(Right.ENROL)
def link(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = LinkForm()
    if form.validate_on_submit():
        try:
            make_link(training_class, current_user, form.last_day.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The link is ready."), "success")
            return redirect(url_for("registrations.link", class_id=training_class.id), 303)
    return render_template(
        "enrolments/registrations/link.html",
        form=form,
        training_class=training_class,
        waiting=queries.count_waiting(current_user, training_class.id),
        **_shown(queries.open_link(training_class.id)),
    ), form.answer_status


@blueprint.post("/classes/<int:class_id>/registration-link/closing")
@requires(Right.ENROL)
def close_link(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    found = queries.open_link(training_class.id)
    if found is None:
        raise DomainError(_("This link is closed already."))
    found.close(current_user)
    flash(_("The link is closed. Registrations that arrived stay."), "success")
    return redirect(url_for("registrations.link", class_id=training_class.id), 303)


@blueprint.get("/classes/<int:class_id>/registration-link/qr.png")
@requires(Right.ENROL)
def qr_picture(class_id: int) -> ResponseReturnValue:
    training_class, found = _open_link(class_id)
    response = make_response(qr_png(address_of(found)))
    response.mimetype = "image/png"
    name = "".join(sign if sign.isalnum() else "-" for sign in training_class.code)
    response.headers.set("Content-Disposition", "attachment", filename=f"qr-{name}.png")
    return response


@blueprint.get("/classes/<int:class_id>/registration-link/poster")
@requires(Right.ENROL)
def poster(class_id: int) -> ResponseReturnValue:
    training_class, found = _open_link(class_id)
    return render_template(
        "enrolments/registrations/poster.html",
        training_class=training_class,
        sessions=class_queries.timetable(training_class.id),
        **_shown(found),
    )


@blueprint.get("/classes/<int:class_id>/announcement")
@requires(Right.ENROL)
def announcement(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    found = queries.open_link(training_class.id)
    text = announcement_of(
        training_class,
        class_queries.timetable(training_class.id),
        address_of(found) if found and found.is_open else "",
    )
    return render_template(
        "enrolments/registrations/announcement.html",
        text=text,
        training_class=training_class,
        **_shown(found),
    )


def _open_link(class_id: int) -> tuple[TrainingClass, RegistrationLink]:
    training_class = load_class(class_id)
    return training_class, queries.open_link(training_class.id) or abort(404)


def _shown(found: RegistrationLink | None) -> dict[str, Any]:
    """A link as pages draw it."""
    if found is None:
        return {"link": None}
    address = address_of(found)
    return {
        "link": found,
        "address": address,
        "typed_address": typed_address_of(found),
        "qr": qr_data_uri(address),
    }
