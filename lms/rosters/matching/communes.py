"""What the communes of a list are today: names of three generations stand in lists of past years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from lms.registry.units.names import Outcome, load_gazetteer
from lms.rosters.rows import Field, Message, Severity


@dataclass(frozen=True, slots=True)
class Commune:
    """``unit_id`` is the unit on the day of the list; ``name`` is today's, or what was written where
    nobody can tell."""

    unit_id: int | None
    name: str
    messages: tuple[Message, ...] = ()


NOWHERE = Commune(None, "")


class Communes:
    """The communes of one list; every text is looked up once."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._gazetteer = load_gazetteer()
        self._known: dict[tuple[str, str], Commune] = {}

    def resolved(self, text: str, district: str = "") -> Commune:
        """The commune of a text, with what cannot be told of it."""
        if not text:
            return NOWHERE
        if (text, district) not in self._known:
            self._known[text, district] = self._resolved(text, district)
        return self._known[text, district]

    def _resolved(self, text: str, district: str) -> Commune:
        found = self._gazetteer.resolve(text, district, self._day)
        if found.unit is not None:
            today = self._gazetteer.history.rolled_forward(found.unit.id)
            name = self._gazetteer.history.units[today.unit_id].name
            return Commune(found.unit.id, name)
        if found.outcome == Outcome.AMBIGUOUS:
            names = ", ".join(
                f"{unit.name} ({', '.join(unit.districts)})" for unit in found.candidates[:4]
            )
            words = _("“%(text)s” may be several communes: %(names)s.", text=text, names=names)
        else:
            words = _("No commune of the province is called “%(text)s”.", text=text)
        code = f"commune_{found.outcome}"
        return Commune(None, text, (Message(code, Severity.NOTE, words, Field.COMMUNE),))
