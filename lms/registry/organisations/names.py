"""Which organisations a name in a list may stand for: the caller asks when several do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, or_, select, union_all

from lms.extensions import db
from lms.registry.bare_names import bare_name_key, kind_of_name
from lms.registry.models import (
    AdministrativeUnit,
    Organisation,
    OrganisationKind,
    OrganisationName,
)
from lms.registry.units.family import Places
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
    FORMER_NAME = "former name"
    BARE_NAME = "bare name"
    OTHER_COMMUNE = "same name in another commune"
    OTHER_KIND = "same bare name of another kind"


_BEFORE_PLACE = re.compile(r"\s*[,;(]\s*|\s+[–—-]\s+")
#: Names in one statement.
NAMES_ASKED = 500
SCORES = {
    MatchReason.NAME_AND_COMMUNE: 100,
    MatchReason.NAME: 90,
    MatchReason.BARE_NAME_AND_COMMUNE: 80,
    MatchReason.FORMER_NAME: 70,
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
    """An organisation under one of its names; ``id`` and ``name`` are of today."""

    id: int
    name: str
    kind: str
    search_key: str
    bare_key: str
    unit: str
    unit_id: int | None
    sort_key: str
    is_former: bool


class OrganisationNames:
    """The organisations that any of ``texts`` may name, in few statements for hundreds of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = {part for text in texts for part in (text, _split(text)[0])}
        wanted = {search_key(part): bare_name_key(part) for part in parts}
        wanted.pop("", None)
        self._places = Places()
        self._by_name: dict[str, list[_Candidate]] = defaultdict(list)
        self._by_bare: dict[str, list[_Candidate]] = defaultdict(list)
        names = sorted(wanted)
        for start in range(0, len(names), NAMES_ASKED):
            chunk = names[start : start + NAMES_ASKED]
            self._load(chunk, [wanted[name] for name in chunk])

    def named(self, text: str, commune: str = "") -> list[OrganisationMatch]:
        """As :func:`organisations_named`, without a statement for each text."""
        found = self._named(text, commune)
        name, place = _split(text)
        if place and (not found or found[0].score < SCORES[MatchReason.BARE_NAME]):
            found = self._named(name, commune or place) or found
        return found

    def _named(self, text: str, commune: str) -> list[OrganisationMatch]:
        asked = _Asked(search_key(text), kind_of_name(text), commune)
        best: dict[int, OrganisationMatch] = {}
        rows = [*self._by_name[asked.key], *self._by_bare[bare_name_key(text)]]
        for row in sorted(rows, key=lambda row: (row.sort_key, row.id)):
            why = self._reason(row, asked)
            match = OrganisationMatch(row.id, row.name, row.unit, SCORES[why], why)
            if row.id not in best or best[row.id].score < match.score:
                best[row.id] = match
        return sorted(best.values(), key=lambda match: -match.score)

    def _reason(self, row: _Candidate, asked: _Asked) -> MatchReason:
        if asked.kind is not None and not _may_be(row, asked.kind):
            return MatchReason.OTHER_KIND
        is_there = self._places.agree(row.unit_id, asked.commune) if asked.commune else None
        if is_there is False:
            return MatchReason.OTHER_COMMUNE
        if row.is_former:
            return MatchReason.FORMER_NAME
        if row.search_key == asked.key:
            return MatchReason.NAME_AND_COMMUNE if is_there else MatchReason.NAME
        return MatchReason.BARE_NAME_AND_COMMUNE if is_there else MatchReason.BARE_NAME

    def _load(self, names: list[str], bare_names: list[str]) -> None:
        body, former = Organisation, OrganisationName
        present = _candidates(body, literal(False)).where(
            or_(body.search_key.in_(names), body.bare_key.in_(bare_names))
        )
        earlier = (
            _candidates(former, literal(True))
            .join(former, former.organisation_id == body.id)
            .where(or_(former.search_key.in_(names), former.bare_key.in_(bare_names)))
        )
        for row in db.session.execute(union_all(present, earlier)):
            one = _Candidate._make(row)._replace(unit=row.unit or "")
            self._by_name[one.search_key].append(one)
            self._by_bare[one.bare_key].append(one)


class _Asked(NamedTuple):
    key: str
    kind: OrganisationKind | None
    commune: str


def organisations_named(text: str, commune: str = "") -> list[OrganisationMatch]:
    """The organisations that ``text`` may name, the likeliest first; for many texts use one
    OrganisationNames.

    A name without legal prefixes is compared with such a name, so "HTX DVNN xã Minh Tân" finds "HTX
    Minh Tân" of every commune. ``commune`` ("xã Minh Tân", of any generation), or what the text says
    after a comma or dash ("HTX Minh Tân, Kiến Xương"), tells them apart.
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


def _candidates(named: Any, is_former: Any) -> Select[*tuple[Any, ...]]:
    body = Organisation
    return select(
        body.id,
        body.name,
        body.kind,
        named.search_key,
        named.bare_key,
        AdministrativeUnit.name.label("unit"),
        body.unit_id,
        body.sort_key,
        is_former.label("is_former"),
    ).outerjoin(AdministrativeUnit, AdministrativeUnit.id == body.unit_id)


def _may_be(row: _Candidate, kind: OrganisationKind) -> bool:
    """Whether an organisation can be of the kind that a text begins with; "other" says nothing."""
    own = kind_of_name(row.name) or row.kind
    return own in (kind, OrganisationKind.OTHER)


def _split(text: str) -> tuple[str, str]:
    """A name and the place that is written after it: ("HTX Minh Tân", "Kiến Xương")."""
    name, *rest = _BEFORE_PLACE.split(text, maxsplit=1)
    return (name, rest[0]) if rest and search_key(name) else (text, "")
