"""Which organisations a name in a list may stand for: the caller asks when several do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import or_, select

from lms.extensions import db
from lms.registry.bare_names import bare_name_key, kind_of_name
from lms.registry.models import AdministrativeUnit, Organisation
from lms.vietnamese import search_key

__all__ = [
    "MatchReason",
    "OrganisationMatch",
    "OrganisationNames",
    "bare_name_key",
    "certain_match",
    "organisations_named",
]


class MatchReason(StrEnum):
    """Why an organisation may be meant, the strongest first."""

    NAME_AND_COMMUNE = "name and commune"
    NAME = "name"
    BARE_NAME_AND_COMMUNE = "bare name and commune"
    BARE_NAME = "bare name"
    OTHER_COMMUNE = "same name in another commune"
    OTHER_KIND = "same bare name of another kind"


#: Names in one statement.
NAMES_ASKED = 500
SCORES = {
    MatchReason.NAME_AND_COMMUNE: 100,
    MatchReason.NAME: 90,
    MatchReason.BARE_NAME_AND_COMMUNE: 80,
    MatchReason.BARE_NAME: 60,
    MatchReason.OTHER_COMMUNE: 40,
    MatchReason.OTHER_KIND: 20,
}


class OrganisationMatch(NamedTuple):
    """An organisation that a name may stand for; ``score`` is from 0 to 100."""

    id: int
    name: str
    unit: str
    score: int
    why: MatchReason


class _Candidate(NamedTuple):
    id: int
    name: str
    kind: str
    search_key: str
    bare_key: str
    unit: str


class OrganisationNames:
    """The organisations that any of ``texts`` may name, in one statement for hundreds of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted = {search_key(text): bare_name_key(text) for text in texts}
        wanted.pop("", None)
        self._by_name: dict[str, list[_Candidate]] = defaultdict(list)
        self._by_bare: dict[str, list[_Candidate]] = defaultdict(list)
        names = sorted(wanted)
        for start in range(0, len(names), NAMES_ASKED):
            chunk = names[start : start + NAMES_ASKED]
            self._load(chunk, [wanted[name] for name in chunk])

    def named(self, text: str, commune: str = "") -> list[OrganisationMatch]:
        """As :func:`organisations_named`, without a statement."""
        found = [*self._by_name[search_key(text)], *self._by_bare[bare_name_key(text)]]
        return _ranked(text, commune, dict.fromkeys(found))

    def _load(self, names: list[str], bare_names: list[str]) -> None:
        body = Organisation
        rows = db.session.execute(
            select(
                body.id,
                body.name,
                body.kind,
                body.search_key,
                body.bare_key,
                AdministrativeUnit.name,
            )
            .outerjoin(AdministrativeUnit, AdministrativeUnit.id == body.unit_id)
            .where(or_(body.search_key.in_(names), body.bare_key.in_(bare_names)))
            .order_by(body.sort_key, body.id)
        )
        for row in rows:
            one = _Candidate(*row[:5], row[5] or "")
            self._by_name[one.search_key].append(one)
            self._by_bare[one.bare_key].append(one)


def organisations_named(text: str, commune: str = "") -> list[OrganisationMatch]:
    """The organisations that ``text`` may name, the likeliest first, in one statement.

    A name without legal prefixes is compared with such a name, so "HTX DVNN xã Minh Tân" finds "HTX
    Minh Tân" of every commune. ``commune`` ("xã Minh Tân"), where the list says it, tells them apart.
    """
    return OrganisationNames([text]).named(text, commune)


def certain_match(matches: Sequence[OrganisationMatch]) -> OrganisationMatch | None:
    """The one that is meant beyond doubt, or None when somebody has to be asked.

    It is the only one of its rank and no weaker than an equal bare name; beside others that have the
    bare name too, only the whole name or the commune makes it certain.
    """
    if not matches or matches[0].score < SCORES[MatchReason.BARE_NAME]:
        return None
    first, *others = matches
    return first if all(other.score < first.score for other in others) else None


def _ranked(text: str, commune: str, rows: Iterable[_Candidate]) -> list[OrganisationMatch]:
    name, kind, place = search_key(text), kind_of_name(text), bare_name_key(commune)
    matches = []
    for row in rows:
        why = _reason(row, name, kind, place)
        matches.append(OrganisationMatch(row.id, row.name, row.unit, SCORES[why], why))
    return sorted(matches, key=lambda match: -match.score)


def _reason(row: _Candidate, name: str, kind: str | None, place: str) -> MatchReason:
    if kind is not None and kind != (kind_of_name(row.name) or row.kind):
        return MatchReason.OTHER_KIND
    is_there = bool(place) and bare_name_key(row.unit) == place
    if place and row.unit and not is_there:
        return MatchReason.OTHER_COMMUNE
    if row.search_key == name:
        return MatchReason.NAME_AND_COMMUNE if is_there else MatchReason.NAME
    return MatchReason.BARE_NAME_AND_COMMUNE if is_there else MatchReason.BARE_NAME
