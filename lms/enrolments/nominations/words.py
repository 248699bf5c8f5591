"""What an organisation may have of a class, in words a contact reads on the phone."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.enrolments.places import Places


def quota_words(places: Places, organisation_id: int) -> str:
    """ "Đơn vị được cử 5 người: đã cử 2, giữ chỗ 2." or how many places the class has for everybody."""
    named = places.confirmed.get(organisation_id, 0)
    seats = places.seats_of(organisation_id)
    sentences = []
    if seats == 0:
        sentences.append(_("This class takes nobody of your organisation."))
    elif seats is not None:
        sentences.append(
            ngettext(
                "Your organisation may send %(num)s person: %(named)s sent, %(held)s seats held.",
                "Your organisation may send %(num)s people: %(named)s sent, %(held)s seats held.",
                seats,
                named=named,
                held=places.held_for(organisation_id),
            )
        )
    else:
        sentences.append(_("Your organisation has sent %(named)s people.", named=named))
    waiting = places.waiting.get(organisation_id, 0)
    if waiting:
        sentences.append(
            ngettext(
                "%(num)s person waits for a place.", "%(num)s people wait for a place.", waiting
            )
        )
    if seats != 0:
        sentences.append(_left(places, organisation_id))
    return " ".join(sentences)


def _left(places: Places, organisation_id: int) -> str:
    left = places.offer_for(organisation_id)
    if left:
        return ngettext("%(num)s place is free for you.", "%(num)s places are free for you.", left)
    if places.quota_left(organisation_id) == 0:
        return _("The quota is used up.")
    return _("No place is free now; whom you send comes to the waiting list.")
