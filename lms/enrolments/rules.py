"""What this feature has to say when a class changes (see lms.classes.agreement)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.models import NoticeKind
from lms.enrolments.notices import notify
from lms.enrolments.places import places_of
from lms.enrolments.waiting import fill_places, queue_of
from lms.errors import DomainError


def list_closed(training_class: TrainingClass, by: Viewer) -> None:
    """A list needs people. Who still waits has to be told that no place was found."""
    if not places_of(training_class).named:
        raise DomainError(
            _l("Nobody is in this class yet; a list without people cannot be closed.")
        )
    for one in queue_of(training_class):
        notify(one.enrolment, NoticeKind.NOT_ADMITTED)


def capacity_changed(training_class: TrainingClass, by: Viewer) -> None:
    """Who has a place keeps it, and held seats stay held; more places go to those who wait."""
    places = places_of(training_class)
    if places.left < 0:
        taken = places.named + places.held
        raise DomainError(
            _ln(
                "%(num)s place is taken or held; the class cannot have fewer.",
                "%(num)s places are taken or held; the class cannot have fewer.",
                taken,
            ),
            field="capacity",
        )
    fill_places(training_class, by)
