"""In which position somebody is sent to a class."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.access import Viewer
from lms.enrolments.models import Enrolment, WayIn
from lms.errors import DomainError
from lms.registry.models import Organisation, Person, Position

#: Ways on which an organisation sends its own people (Decree 113/2024, article 7).
SENT = frozenset({WayIn.NOMINATION, WayIn.LINK})


def position_in(person: Person, organisation_ids: Collection[int | None]) -> Position | None:
    """The position held today in one of these organisations: the primary one first."""
    today = clock.today()
    held = [
        position
        for position in person.positions
        if position.organisation_id in organisation_ids and position.is_held_on(today)
    ]
    return min(held, key=lambda one: (not one.is_primary, one.id or 0), default=None)


def position_sent_in(
    person: Person, by: Viewer, way: WayIn, sender: Organisation | None
) -> Position | None:
    """The position in the sending organisation: ``sender``, or on its own ways the contact's.

    Raises DomainError when the person holds none there; without a sender it is the present position.
    """
    senders: Collection[int] = {sender.id} if sender else ()
    if not senders and way in SENT:
        senders = by.organisation_ids
    if not senders:
        return person.current_position
    held = position_in(person, senders)
    if held is None:
        raise DomainError(
            _l("%(name)s holds no position in this organisation.", name=person.full_name),
            field="people",
        )
    return held


def position_kept(enrolment: Enrolment) -> Position | None:
    """Still the one in the organisation that stands in the place, or else the present one."""
    person = enrolment.person
    return position_in(person, [enrolment.organisation_id]) or person.current_position
