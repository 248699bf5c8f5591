"""The text that an officer pastes into the Zalo group of a class: plain lines, one short link."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from lms.classes.models import TrainingClass
from lms.classes.queries import SessionRow
from lms.formatting import as_period, as_sentence
from lms.office import get_office


def announcement_of(
    training_class: TrainingClass, sessions: Sequence[SessionRow], address: str
) -> str:
    """What, when, where, what to bring, and the link when there is one."""
    office = get_office()
    times = [f"• {as_sentence(as_period(one.starts_at, one.ends_at))}" for one in sessions]
    lines = [
        _("%(office)s invites you to the class:", office=office.name),
        training_class.title,
        "",
        _("Time:"),
        *(times or [_("to be announced")]),
        _("Venue: %(venue)s", venue=training_class.venue),
        _("Please bring: your phone, its charger, a notebook and a pen."),
    ]
    if address:
        lines += [
            "",
            _("Register here (your organisation confirms it): %(address)s", address=address),
        ]
    if office.help_phone:
        asked = _("Questions: %(name)s, %(phone)s", name=office.help_name, phone=office.help_phone)
        lines += ["", asked]
    return "\n".join(lines)
