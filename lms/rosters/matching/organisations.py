"""Which organisation each text of a list means: found, not certain, or not in the register.

A text is decided once for all of its rows. Only where several organisations bear the name do the communes
of the rows tell texts apart, because the commune of a row is as often where the person lives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from lms.extensions import db
from lms.registry.models import Organisation
from lms.registry.organisations.names import (
    MatchReason,
    OrganisationMatch,
    OrganisationNames,
    bare_name_key,
    certain_match,
)
from lms.rosters.matching.near import chunks
from lms.vietnamese import search_key


class NameState(StrEnum):
    """What is known of a text before anybody decides."""

    FOUND = "found"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


class Choice(StrEnum):
    """What an officer decides of a text."""

    USE = "use"
    ENTER = "enter"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says of its organisation; ``commune`` is today's name of it where that is known."""

    text: str
    tax_code: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation that a text may mean."""

    id: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Named:
    """A text of the list. ``found`` is the organisation it means for certain; ``offered`` are to choose."""

    key: str
    text: str
    tax_code: str
    commune: str
    state: NameState
    found: Offered | None = None
    offered: tuple[Offered, ...] = ()


def name_organisations(rows: Iterable[Written]) -> dict[Written, Named]:
    """What each of the different texts means; rows without a text and a tax code are left out."""
    asked = dict.fromkeys(row for row in rows if row.text or row.tax_code)
    groups = _grouped(list(asked))
    names = OrganisationNames({row.text for group in groups.values() for row in group})
    by_code = _by_tax_code({code for _text, code in groups if code})
    named: dict[Written, Named] = {}
    for group in groups.values():
        named.update(_name_group(group, names, by_code))
    return named


def _grouped(rows: Sequence[Written]) -> dict[tuple[str, str], list[Written]]:
    """Rows of one tax code are of one organisation, however its name is written; else the name decides.

    A name that stands beside one tax code alone means that one also where the code is left out.
    """
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.tax_code:
            codes[search_key(row.text)].add(row.tax_code)
    groups: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: not row.tax_code):
        text = search_key(row.text)
        known = codes[text] if not row.tax_code else {row.tax_code}
        code = next(iter(known)) if len(known) == 1 else ""
        groups["" if code else text, code].append(row)
    return groups


def _name_group(
    group: Sequence[Written], names: OrganisationNames, by_code: Mapping[str, Offered]
) -> dict[Written, Named]:
    """The answers for the rows that write one text."""
    first = group[0]
    if holder := by_code.get(first.tax_code):
        return _all(group, NameState.FOUND, (holder,))
    matches = [match for match in names.named(first.text) if match.why != MatchReason.OTHER_KIND]
    if len(matches) > 1:
        return _by_commune(group, names, matches)
    if not matches:
        return _all(group, NameState.UNKNOWN, _offers(names.named(first.text)))
    agrees = _agrees(group, matches[0])
    return _all(group, NameState.FOUND if agrees else NameState.UNSURE, _offers(matches))


def _by_commune(
    group: Sequence[Written], names: OrganisationNames, matches: Sequence[OrganisationMatch]
) -> dict[Written, Named]:
    parts: dict[str, list[Written]] = defaultdict(list)
    for row in group:
        parts[search_key(row.commune)].append(row)
    named = {}
    for commune, rows in parts.items():
        likely = names.named(rows[0].text, rows[0].commune)
        certain = certain_match(likely)
        if certain is not None:
            named.update(_all(rows, NameState.FOUND, _offers([certain]), commune))
        else:
            offers = _offers(likely or matches)
            named.update(_all(rows, NameState.UNSURE, offers, commune))
    return named


def _agrees(group: Sequence[Written], match: OrganisationMatch) -> bool:
    """Whether no commune of the rows speaks against the only candidate, or at least one for it."""
    communes = {bare_name_key(row.commune) for row in group if row.commune}
    return not communes or not match.unit or bare_name_key(match.unit) in communes


def _all(
    rows: Sequence[Written], state: NameState, offers: tuple[Offered, ...], commune: str = ""
) -> dict[Written, Named]:
    first = rows[0]
    one = Named(
        key="|".join(("" if first.tax_code else search_key(first.text), first.tax_code, commune)),
        text=first.text,
        tax_code=first.tax_code,
        commune=first.commune if commune else "",
        state=state,
        found=offers[0] if state == NameState.FOUND else None,
        offered=offers,
    )
    return dict.fromkeys(rows, one)


def _offers(matches: Iterable[OrganisationMatch]) -> tuple[Offered, ...]:
    return tuple(Offered(match.id, match.name, match.unit) for match in matches)


def _by_tax_code(codes: set[str]) -> dict[str, Offered]:
    body = Organisation
    return {
        row.tax_code: Offered(row.id, row.name, "")
        for chunk in chunks(sorted(codes))
        for row in db.session.execute(
            select(body.id, body.name, body.tax_code).where(body.tax_code.in_(chunk))
        )
    }
