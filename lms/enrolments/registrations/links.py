"""Making the address of a class, and the paper and pictures that carry it."""

from __future__ import annotations

from datetime import date

from flask import current_app
from flask_babel import lazy_gettext as _l

from lms import audit, clock
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.codes import new_code, shown_code
from lms.enrolments.registrations.models import CODE_LENGTH, RegistrationLink
from lms.enrolments.registrations.queries import open_link
from lms.errors import DomainError
from lms.extensions import db


def make_link(training_class: TrainingClass, by: Viewer, last_day: date | None) -> RegistrationLink:
    """A new link; the one before is closed, so that a poster gone astray ends.

    Raises DomainError once the list of the class is closed.
    """
    training_class.lock()
    if training_class.is_list_final:
        raise DomainError(_l("The list of this class is closed; nobody can register any more."))
    former = open_link(training_class.id)
    if former is not None:
        former.close(by)
    link = RegistrationLink(
        training_class=training_class,
        code=new_code(CODE_LENGTH),
        last_day=last_day,
        made_at=clock.now(),
        made_by_id=by.id,
    )
    db.session.add(link)
    audit.record("registration link made", link, by, class_id=training_class.id)
    return link


def address_of(link: RegistrationLink) -> str:
    """The whole address, as QR codes carry it and messages quote it."""
    return f"{current_app.config['SETTINGS'].public_base_url}/r/{link.code}"


def typed_address_of(link: RegistrationLink) -> str:
    """The address as somebody types it from a poster: "daotao.example.vn/r/K7QM-2XTD-9RWF"."""
    base = current_app.config["SETTINGS"].public_base_url.partition("://")[2]
    return f"{base}/r/{shown_code(link.code)}"
