"""The door of a session: its trainer, or an officer, takes in who is not on the list."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.classes.models import ClassSession
from lms.enrolments.eligibility import NotEligible
from lms.enrolments.forms.walk_in import AdmissionForm, DoorSearchForm, NewcomerForm
from lms.enrolments.places import places_of
from lms.enrolments.walk_in import (
    admit,
    admit_newcomer,
    load_session_at_the_door,
    people_named,
    people_with_phone,
    refuse_another_day,
)
from lms.errors import DomainError
from lms.extensions import db, limiter
from lms.forms import BaseForm
from lms.lists import LONGEST_SEARCH
from lms.registry.models import Person
from lms.registry.people.position_titles import SUGGESTED_TITLES
from lms.vietnamese import normal_text

#: Enough for a queue at the door, too little for reading the registry number by number.
LOOKS = "60 per minute"

blueprint = Blueprint("walk_in", __name__)


@blueprint.route("/sessions/<int:session_id>/walk-in", methods=["GET", "POST"])
@limiter.limit(LOOKS)
@requires(Right.MARK_ATTENDANCE)
def find(session_id: int) -> ResponseReturnValue:
    class_session = load_session_at_the_door(session_id)
    search = DoorSearchForm(request.args)
    found = _found(search)
    form = AdmissionForm(found)
    if form.validate_on_submit():
        try:
            refuse_another_day(class_session)
            with db.session.begin_nested():
                place = admit(
                    class_session.training_class, form.chosen(), current_user, form.despite.data
                )
        except DomainError as error:
            form.refuse(error)
            return _page("find", class_session, form, error, search=search)
        return _admitted(class_session, place.full_name)
    return _page("find", class_session, form, search=search)


@blueprint.route("/sessions/<int:session_id>/walk-in/new", methods=["GET", "POST"])
@requires(Right.MARK_ATTENDANCE)
def new(session_id: int) -> ResponseReturnValue:
    class_session = load_session_at_the_door(session_id)
    form = NewcomerForm(data=_said_before())
    if form.validate_on_submit():
        try:
            refuse_another_day(class_session)
            with db.session.begin_nested():  # nobody is entered whom the class does not take
                place = admit_newcomer(
                    class_session.training_class, form.newcomer(), current_user, form.despite.data
                )
        except DomainError as error:
            form.refuse(error)
            return _page("new", class_session, form, error)
        return _admitted(class_session, place.full_name)
    return _page("new", class_session, form)


def _found(search: DoorSearchForm) -> list[Person]:
    if not search.validate() or not search.asks:
        return []
    if search.phone.data:
        return people_with_phone(search.phone.data)
    return people_named(search.full_name.data, search.year.data)


def _said_before() -> dict[str, str]:
    """What was looked for need not be typed again."""
    return {
        name: normal_text(request.args.get(name, ""))[:LONGEST_SEARCH]
        for name in ("phone", "full_name")
    }


def _page(
    name: str,
    class_session: ClassSession,
    form: BaseForm,
    error: DomainError | None = None,
    search: DoorSearchForm | None = None,
) -> ResponseReturnValue:
    """With the field for a reason once a rule was in the way, for those who may set it aside."""
    training_class = class_session.training_class
    asks_reason = isinstance(error, NotEligible) and current_user.can(Right.ENROL)
    return render_template(
        f"enrolments/walk_in/{name}.html",
        form=form,
        search=search,
        class_session=class_session,
        training_class=training_class,
        left=places_of(training_class).left,
        asks_reason=asks_reason,
        suggested_titles=SUGGESTED_TITLES,
    ), form.answer_status


def _admitted(class_session: ClassSession, full_name: str) -> ResponseReturnValue:
    flash(
        _("%(name)s is in the class now. Mark the attendance as usual.", name=full_name), "success"
    )
    return redirect(url_for("walk_in.find", session_id=class_session.id), 303)
