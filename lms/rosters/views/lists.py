"""The lists that were uploaded, and uploading one."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import asked_page
from lms.rosters import queries
from lms.rosters.forms.reading import UploadForm
from lms.rosters.models import Roster, Step
from lms.rosters.refusal import MOST_BYTES
from lms.rosters.scope import load_roster
from lms.rosters.uploading import upload
from lms.rosters.views.blueprint import blueprint
from lms.submissions import accepts_body

#: The file and the form around it; a file that is a little too large still gets a sentence of its own.
LARGEST_BODY = MOST_BYTES + 2 * 1024 * 1024
#: The page on which each step goes on.
PAGES = {
    Step.SHEET: "rosters.sheet",
    Step.COLUMNS: "rosters.columns",
    Step.READING: "rosters.columns",
    Step.PREVIEW: "rosters.rows",
    Step.APPLIED: "rosters.result",
    Step.UNDONE: "rosters.result",
}


@blueprint.get("")
@requires(Right.IMPORT_ROSTERS)
def index() -> ResponseReturnValue:
    page = asked_page()
    lines, has_next = queries.lists_page(current_user, page)
    return render_template("rosters/index.html", lines=lines, page=page, has_next=has_next)


@blueprint.get("/new")
@requires(Right.IMPORT_ROSTERS)
def new() -> ResponseReturnValue:
    form = _upload_form()
    form.training_class.data = request.args.get("class", "")
    return render_template("rosters/new.html", form=form)


@blueprint.post("")
@requires(Right.IMPORT_ROSTERS)
@accepts_body(LARGEST_BODY)
def create() -> ResponseReturnValue:
    form = _upload_form()
    if form.validate_on_submit():
        try:
            roster = _upload(form)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("rosters.show", roster_id=roster.id), 303)
    return render_template("rosters/new.html", form=form), form.answer_status


@blueprint.get("/<int:roster_id>")
@requires(Right.IMPORT_ROSTERS)
def show(roster_id: int) -> ResponseReturnValue:
    """Leads to where the list was left."""
    roster = load_roster(roster_id)
    return redirect(url_for(PAGES[roster.step], roster_id=roster.id))


def _upload_form() -> UploadForm:
    form = UploadForm()
    form.training_class.choices = [
        SelectChoice("", _("No class: only the register")),
        *queries.open_classes(current_user),
    ]
    return form


def _upload(form: UploadForm) -> Roster:
    file, chosen = form.file.data, form.training_class.data
    if file is None:
        abort(400)
    return upload(file.read(), file.filename or "", current_user, int(chosen) if chosen else None)
