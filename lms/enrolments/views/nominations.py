"""The contact's pages: open classes with the own quota, sending people, who came and who is certified."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.access import Right, requires
from lms.classes import queries as class_queries
from lms.enrolments import labels
from lms.enrolments.forms.nominations import (
    NominationForm,
    NominationWithdrawalForm,
    SeatsForm,
)
from lms.enrolments.models import Enrolment
from lms.enrolments.nominations import queries
from lms.enrolments.nominations.nominating import hold_seats, nominate, withdraw_nomination
from lms.enrolments.nominations.scope import (
    load_announced_class,
    load_own_organisation,
    load_sent_place,
)
from lms.enrolments.nominations.words import quota_words
from lms.enrolments.outcomes import outcomes_of
from lms.enrolments.places import Places, places_of, places_of_classes
from lms.enrolments.registrations.queries import count_waiting
from lms.errors import DomainError
from lms.extensions import db
from lms.lists import PAGE_SIZE, asked_page, asked_words

blueprint = Blueprint("nominations", __name__)
CLASSES_AT_HOME = 5


@blueprint.get("/nominations")
@requires(Right.NOMINATE)
def index() -> ResponseReturnValue:
    return render_template("enrolments/nominations/index.html", **_open_classes())


@blueprint.get("/classes/<int:class_id>/nominations")
@requires(Right.NOMINATE)
def show(class_id: int) -> ResponseReturnValue:
    training_class = load_announced_class(class_id)
    people = queries.sent_to(training_class.id, current_user)
    return render_template(
        "enrolments/nominations/show.html",
        training_class=training_class,
        sessions=class_queries.timetable(training_class.id),
        quotas=_quotas(places_of(training_class), queries.own_organisations(current_user)),
        people=people,
        outcomes=outcomes_of([person.id for person in people]),
        waiting=count_waiting(current_user, training_class.id),
        labels=labels,
    )


@blueprint.route("/classes/<int:class_id>/nominations/new", methods=["GET", "POST"])
@requires(Right.NOMINATE)
def new(class_id: int) -> ResponseReturnValue:
    training_class, q = load_announced_class(class_id), asked_words()
    found = queries.people_to_send(training_class.id, current_user, q)
    form = NominationForm(found[: queries.OFFERED], current_user.organisation_ids)
    if form.validate_on_submit():
        try:
            chosen = form.chosen()
            with db.session.begin_nested():  # all or nobody, and the page below sees nobody
                sent = nominate(training_class, chosen, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_sent(sent), "success")
            return redirect(url_for("nominations.show", class_id=training_class.id), 303)
    return render_template(
        "enrolments/nominations/new.html",
        form=form,
        q=q,
        training_class=training_class,
        quotas=_quotas(places_of(training_class), queries.own_organisations(current_user)),
        has_more=len(found) > queries.OFFERED,
    ), form.answer_status


@blueprint.route(
    "/classes/<int:class_id>/organisations/<int:organisation_id>/held-seats",
    methods=["GET", "POST"],
)
@requires(Right.NOMINATE)
def hold(class_id: int, organisation_id: int) -> ResponseReturnValue:
    training_class = load_announced_class(class_id)
    organisation = load_own_organisation(organisation_id)
    places = places_of(training_class)
    form = SeatsForm(data={"seats": places.held_for(organisation.id)})
    if form.validate_on_submit():
        try:
            hold_seats(training_class, organisation, form.seats.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_held(form.seats.data), "success")
            return redirect(url_for("nominations.show", class_id=training_class.id), 303)
    return render_template(
        "enrolments/nominations/hold.html",
        form=form,
        training_class=training_class,
        organisation=organisation,
        words=quota_words(places, organisation.id),
    ), form.answer_status


@blueprint.route("/nominations/<int:enrolment_id>/withdrawal", methods=["GET", "POST"])
@requires(Right.NOMINATE)
def withdraw(enrolment_id: int) -> ResponseReturnValue:
    enrolment = load_sent_place(enrolment_id)
    form = NominationWithdrawalForm()
    if form.validate_on_submit():
        try:
            withdraw_nomination(enrolment, current_user, form.reason.data)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s was withdrawn.", name=enrolment.full_name), "success")
            return redirect(url_for("nominations.show", class_id=enrolment.class_id), 303)
    return render_template(
        "enrolments/nominations/withdraw.html", form=form, enrolment=enrolment
    ), form.answer_status


@blueprint.get("/nomination-results")
@requires(Right.NOMINATE)
def results() -> ResponseReturnValue:
    page = asked_page()
    rows = queries.learnt(current_user, page)
    return render_template(
        "enrolments/nominations/results.html",
        rows=rows[:PAGE_SIZE],
        outcomes=outcomes_of([row.id for row in rows[:PAGE_SIZE]]),
        page=page,
        has_next=len(rows) > PAGE_SIZE,
    )


def home_part() -> tuple[str, dict[str, Any]]:
    """What a contact has to do: registrations to confirm, classes to send people to."""
    context = _open_classes(CLASSES_AT_HOME)
    return "enrolments/nominations/home_part.html", context


def _open_classes(most: int = PAGE_SIZE) -> dict[str, Any]:
    """The classes that take people, each with the words about every own organisation's quota."""
    rows = queries.open_classes(most)
    organisations = queries.own_organisations(current_user)
    places = places_of_classes(rows)
    quotas = {row.id: _quotas(places[row.id], organisations) for row in rows}
    return {"rows": rows, "quotas": quotas, "waiting": count_waiting(current_user)}


def _quotas(places: Places, organisations: list[Any]) -> list[tuple[Any, str, bool]]:
    """For each organisation: the row, the words about its quota, and whether it can hold seats."""
    return [(one, quota_words(places, one.id), one.id in places.quotas) for one in organisations]


def _sent(sent: list[Enrolment]) -> str:
    waiting = sum(one.is_waiting for one in sent)
    words = ngettext("%(num)s person is sent.", "%(num)s people are sent.", len(sent))
    if not waiting:
        return words
    more = ngettext(
        "%(num)s of them waits for a place.", "%(num)s of them wait for a place.", waiting
    )
    return f"{words} {more}"


def _held(seats: int) -> str:
    if not seats:
        return _("No seat is held any more.")
    return ngettext("%(num)s seat is held.", "%(num)s seats are held.", seats)
