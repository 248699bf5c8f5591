"""Choosing the sheet, and saying what its columns hold."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.access import Right, requires
from lms.errors import DomainError
from lms.registry.people import queries as registry_queries
from lms.registry.scope import load_organisation
from lms.rosters import work
from lms.rosters.files.reading import open_workbook
from lms.rosters.forms.reading import MappingForm, SheetForm, mapping_form
from lms.rosters.kept_file import bytes_of
from lms.rosters.models import Roster
from lms.rosters.preview.drafts import change_sheet
from lms.rosters.preview.mapping import Mapping, mapping_of
from lms.rosters.scope import load_roster
from lms.rosters.uploading import check_sheet, taken_over_before
from lms.rosters.views.blueprint import blueprint


@blueprint.route("/<int:roster_id>/sheet", methods=["GET", "POST"])
@requires(Right.IMPORT_ROSTERS)
def sheet(roster_id: int) -> ResponseReturnValue:
    roster = load_roster(roster_id)
    workbook = open_workbook(bytes_of(roster), roster.filename)
    form = SheetForm(workbook.sheets, sheet=roster.sheet or 0)
    if form.validate_on_submit():
        try:
            check_sheet(workbook, form.sheet.data)
            change_sheet(roster, workbook.sheets[form.sheet.data])
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for("rosters.columns", roster_id=roster.id), 303)
    return render_template("rosters/sheet.html", roster=roster, form=form), form.answer_status


@blueprint.route("/<int:roster_id>/columns", methods=["GET", "POST"])
@requires(Right.IMPORT_ROSTERS)
def columns(roster_id: int) -> ResponseReturnValue:
    roster = load_roster(roster_id)
    if roster.sheet is None:
        return redirect(url_for("rosters.sheet", roster_id=roster.id))
    mapping = mapping_of(roster)
    form = _mapping_form(roster, mapping)
    if form.validate_on_submit():
        try:
            return redirect(_read(roster, mapping, form), 303)
        except DomainError as error:
            form.refuse(error)
    return render_template(
        "rosters/columns.html",
        roster=roster,
        mapping=mapping,
        form=form,
        job=work.unfinished_job(roster),
        before=taken_over_before(roster),
    ), form.answer_status


def _mapping_form(roster: Roster, mapping: Mapping) -> MappingForm:
    form = mapping_form(
        mapping,
        organisation=str(roster.organisation_id or ""),
        commune=roster.commune,
        listed_on=roster.listed_on,
    )
    form.organisation.choices = [
        SelectChoice("", _("Nothing in common")),
        *registry_queries.organisation_choices(current_user),
    ]
    return form


def _read(roster: Roster, mapping: Mapping, form: MappingForm) -> str:
    """Keep the choices and read the rows, at once or by a worker; where to go on."""
    chosen = form.organisation.data
    organisation = load_organisation(int(chosen)) if chosen else None
    roster.choose_reading(form.choices().as_json())
    roster.organisation_id = organisation.id if organisation else None
    roster.commune, roster.listed_on = form.commune.data or "", form.listed_on.data
    preview = url_for("rosters.rows", roster_id=roster.id)
    if mapping.rows > work.SHORT:
        job = work.submit(work.READ, roster, current_user, preview)
        return url_for("jobs.show", job_id=job.id)
    work.read(roster)
    return preview
