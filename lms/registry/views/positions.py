"""Pages of the positions that somebody holds or held."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.registry.forms.positions import CorrectionForm, EndingForm, MoveForm, PositionForm
from lms.registry.models import Person, Position
from lms.registry.people import positions
from lms.registry.scope import load_person
from lms.registry.views.blueprint import blueprint
from lms.registry.views.changing import back_to, carried_out, change_page


@blueprint.route("/people/<int:person_id>/positions/new", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def new_position(person_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    form = PositionForm(is_primary=not someone.positions_held)
    if carried_out(someone, form, lambda: _begin(someone, form)):
        return back_to(someone, _("The position was added."))
    return change_page("registry/new_position.html", someone, form)


@blueprint.route("/people/<int:person_id>/positions/<int:position_id>", methods=["GET", "POST"])
@requires(Right.MANAGE_PEOPLE)
def correct_position(person_id: int, position_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    held = _position(someone, position_id)
    form = CorrectionForm.of(held)
    if carried_out(someone, form, lambda: _correct(held, form)):
        return back_to(someone, _("The position was corrected."))
    return change_page("registry/correct_position.html", someone, form, held=held)


@blueprint.route(
    "/people/<int:person_id>/positions/<int:position_id>/ending", methods=["GET", "POST"]
)
@requires(Right.MANAGE_PEOPLE)
def end_position(person_id: int, position_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    held = _position(someone, position_id)
    form = EndingForm()
    if carried_out(
        someone, form, lambda: positions.end_position(held, form.ended_on.data, current_user)
    ):
        return back_to(someone, _("The position ended."))
    return change_page("registry/end_position.html", someone, form, held=held)


@blueprint.post("/people/<int:person_id>/positions/<int:position_id>/removal")
@requires(Right.MANAGE_PEOPLE)
def remove_position(person_id: int, position_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    positions.remove_position(_position(someone, position_id), current_user)
    return back_to(someone, _("The line was removed."))


@blueprint.route(
    "/people/<int:person_id>/positions/<int:position_id>/move", methods=["GET", "POST"]
)
@requires(Right.MANAGE_PEOPLE)
def move(person_id: int, position_id: int) -> ResponseReturnValue:
    someone = load_person(person_id)
    held = _position(someone, position_id)
    form = MoveForm()
    if carried_out(someone, form, lambda: _move(someone, held, form)):
        return back_to(someone, _("The move was recorded."))
    return change_page("registry/move.html", someone, form, held=held)


def _begin(someone: Person, form: PositionForm) -> None:
    positions.begin_position(
        someone,
        form.organisation.chosen,
        form.title.data,
        current_user,
        started_on=form.started_on.data,
        is_primary=form.is_primary.data,
    )


def _correct(held: Position, form: CorrectionForm) -> None:
    positions.correct_position(
        held,
        current_user,
        title=form.title.data,
        started_on=form.started_on.data,
        ended_on=form.ended_on.data,
        is_primary=form.is_primary.data,
    )


def _move(someone: Person, held: Position, form: MoveForm) -> None:
    positions.move_person(
        someone,
        held.organisation,
        form.organisation.chosen,
        form.title.data,
        form.moved_on.data,
        current_user,
    )


def _position(someone: Person, position_id: int) -> Position:
    """A position of this person; else 404."""
    return next((one for one in someone.positions if one.id == position_id), None) or abort(404)
