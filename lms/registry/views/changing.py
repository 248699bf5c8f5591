"""What the pages that change a person share: the guard against two officers at once, and the page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.errors import DomainError
from lms.extensions import db
from lms.registry.forms.changing import ChangeForm
from lms.registry.models import Person, Position
from lms.registry.people.changes import described_changes
from lms.registry.people.changing import changes_since, refuse_stale, values_before
from lms.registry.people.position_titles import SUGGESTED_TITLES


def carried_out(person: Person, form: ChangeForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, holds, is not stale, and the act succeeded; else the form says why."""
    if not form.validate_on_submit():
        return False
    try:
        with db.session.begin_nested():  # all or nothing, and the page below shows what is stored
            refuse_stale(person, form.seen_revision)
            act()
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def change_page(
    template: str, person: Person, form: ChangeForm, *, held: Position | None = None
) -> ResponseReturnValue:
    """The form, drawn from the newest revision, with what was changed since the one that was sent.

    What the sender had left as it was drawn follows those changes, so that sending again undoes none.
    """
    meanwhile = []
    if form.is_submitted() and form.seen_revision != person.revision:
        meanwhile = changes_since(person, form.seen_revision)
        form.follow(held or person, values_before(meanwhile, held.id if held else None))
    form.revision.data = str(person.revision)
    page = render_template(
        template,
        person=person,
        form=form,
        held=held,
        meanwhile=described_changes(meanwhile),
        suggested_titles=SUGGESTED_TITLES,
    )
    return page, form.answer_status


def back_to(person: Person, words: str) -> ResponseReturnValue:
    """To the person's page, which says what was done."""
    flash(words, "success")
    return redirect(url_for("registry.person", person_id=person.id), 303)
