"""Behind a class's link or QR code: anybody can register, and learns nothing about anybody."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import terms
from lms.access import public
from lms.classes import queries as class_queries
from lms.enrolments.forms.registrations import RegistrationForm
from lms.enrolments.places import places_of
from lms.enrolments.registrations.models import RegistrationLink
from lms.enrolments.registrations.receiving import link_of, receive
from lms.enrolments.registrations.tidying import KEPT_DAYS
from lms.enrolments.views.registrations import blueprint
from lms.errors import DomainError
from lms.extensions import limiter
from lms.registry.people.position_titles import SUGGESTED_TITLES
from lms.submissions import writes

#: Loose, because a whole hall scans the poster through one Wi-Fi.
READINGS, REGISTRATIONS = "240 per minute", "60 per minute; 400 per hour"


@blueprint.route("/r/<code>", methods=["GET", "POST"])
@limiter.limit(READINGS, methods=["GET"])
@limiter.limit(REGISTRATIONS, methods=["POST"])
@public("people register from a poster, without an account; the code cannot be guessed")
def register(code: str) -> ResponseReturnValue:
    link = link_of(code) or abort(404)
    form = RegistrationForm()
    if form.validate_on_submit():
        try:
            receive(link, form.registrant())
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("registrations.received", code=link.code), 303)
    return _page(link, form)


@blueprint.get("/r/<code>/received")
@limiter.limit(READINGS)
@public("thanks everybody who registered in the same words; says nothing about them")
def received(code: str) -> ResponseReturnValue:
    link = link_of(code) or abort(404)
    page = render_template(
        "enrolments/registrations/received.html",
        training_class=link.training_class,
        code=link.code,
    )
    return _not_indexed(page, 200)


def _page(link: RegistrationLink, form: RegistrationForm) -> ResponseReturnValue:
    training_class = link.training_class
    name = "register" if link.is_open or writes() else "closed"
    page = render_template(
        f"enrolments/registrations/{name}.html",
        form=form,
        link=link,
        training_class=training_class,
        sessions=class_queries.timetable(training_class.id),
        places=places_of(training_class),
        suggested_titles=SUGGESTED_TITLES,
        kept_days=terms.value_of(KEPT_DAYS),
    )
    return _not_indexed(page, form.answer_status)


def _not_indexed(page: str, status: int) -> ResponseReturnValue:
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
