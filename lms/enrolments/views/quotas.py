"""What organisations may have of a class."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.access import Right, requires
from lms.classes.models import TrainingClass
from lms.classes.scope import load_class
from lms.enrolments import quota_queries
from lms.enrolments import quotas as rules
from lms.enrolments.forms.quotas import DefaultQuotaForm, NewQuotaForm, QuotaForm, QuotasForm
from lms.enrolments.places import places_of
from lms.enrolments.scope import load_quota
from lms.enrolments.views.blueprint import blueprint
from lms.errors import DomainError
from lms.extensions import db
from lms.forms import BaseForm
from lms.lists import PAGE_SIZE, asked_page
from lms.registry.units.geography import former_district_names


@blueprint.get("/classes/<int:class_id>/quotas")
@requires(Right.ENROL)
def quotas(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    places, page = places_of(training_class), asked_page()
    lines = quota_queries.quota_lines(training_class, places, page)
    return render_template(
        "enrolments/quotas.html",
        training_class=training_class,
        places=places,
        lines=lines[:PAGE_SIZE],
        page=page,
        has_next=len(lines) > PAGE_SIZE,
    )


@blueprint.route("/classes/<int:class_id>/quotas/new", methods=["GET", "POST"])
@requires(Right.ENROL)
def new_quota(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = NewQuotaForm()
    if form.validate_on_submit():
        try:
            rules.set_quota(training_class, form.organisation.chosen, form.quota, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(training_class, _("The quota is set."))
    return _form_page("enrolments/new_quota.html", training_class, form)


@blueprint.route("/classes/<int:class_id>/quotas/<int:organisation_id>", methods=["GET", "POST"])
@requires(Right.ENROL)
def change_quota(class_id: int, organisation_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    quota = load_quota(training_class, organisation_id)
    form = QuotaForm(obj=quota)
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                rules.set_quota(training_class, quota.organisation, form.quota, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(training_class, _("The quota is set."))
    return _form_page("enrolments/quota.html", training_class, form, quota=quota)


@blueprint.post("/classes/<int:class_id>/quotas/<int:organisation_id>/release")
@requires(Right.ENROL)
def release_quota(class_id: int, organisation_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    rules.release(load_quota(training_class, organisation_id), current_user)
    return _back(training_class, _("The held places are free for others now."))


@blueprint.post("/classes/<int:class_id>/quotas/<int:organisation_id>/removal")
@requires(Right.ENROL)
def remove_quota(class_id: int, organisation_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    rules.remove(load_quota(training_class, organisation_id), current_user)
    return _back(training_class, _("The organisation has no quota of its own any more."))


@blueprint.route("/classes/<int:class_id>/quotas/batch", methods=["GET", "POST"])
@requires(Right.ENROL)
def set_quotas(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = QuotasForm(former_district_names())
    if form.validate_on_submit():
        try:
            found = quota_queries.organisations_like(form.kind.data, form.area.data)
            with db.session.begin_nested():  # all or none, and the page below sees none
                count = rules.set_quotas(training_class, found, form.quota, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(training_class, _given(count))
    return _form_page("enrolments/quota_batch.html", training_class, form)


@blueprint.route("/classes/<int:class_id>/quotas/default", methods=["GET", "POST"])
@requires(Right.ENROL)
def default_quota(class_id: int) -> ResponseReturnValue:
    training_class = load_class(class_id)
    form = DefaultQuotaForm()
    if not form.is_submitted():
        form.fill(places_of(training_class).default_seats)
    if form.validate_on_submit():
        try:
            rules.set_default(training_class, form.default_seats(), current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(training_class, _("The quota is set."))
    return _form_page("enrolments/default_quota.html", training_class, form)


def _form_page(
    template: str, training_class: TrainingClass, form: BaseForm, **more: object
) -> ResponseReturnValue:
    return render_template(
        template,
        form=form,
        training_class=training_class,
        places=places_of(training_class),
        **more,
    ), form.answer_status


def _back(training_class: TrainingClass, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("enrolments.quotas", class_id=training_class.id), 303)


def _given(count: int) -> str:
    if not count:
        return _("No organisation without a quota fits.")
    return ngettext(
        "%(num)s organisation got a quota.", "%(num)s organisations got a quota.", count
    )
