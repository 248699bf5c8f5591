"""Finding organisations by what somebody types: a part of a name old or new, with or without marks and
legal prefixes, the digits of a tax code, the number of a group without one."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, or_, select

from lms.access import Viewer
from lms.extensions import db
from lms.registry.bare_names import bare_name_key, kind_of_name
from lms.registry.models import AdministrativeUnit, Organisation, OrganisationName
from lms.registry.scope import visible_organisations
from lms.vietnamese import search_key

#: More words than a name has only cost time.
WORDS_SEARCHED = 12
#: Fewer digits would find half of the register.
FEWEST_DIGITS = 3
_DIGITS = re.compile(rf"[0-9]{{{FEWEST_DIGITS},}}", re.ASCII)


class FoundOrganisation(NamedTuple):
    """An organisation as a form offers it: what tells equal names apart is with it."""

    id: int
    name: str
    unit: str
    tax_code: str


def organisations_with(q: str) -> list[ColumnElement[bool]]:
    """The conditions of a search, to be joined by AND; none when nothing is asked for."""
    words = search_key(q).split()[:WORDS_SEARCHED]
    if not words:
        return []
    found = [_named(words), Organisation.internal_code == q.upper()]
    bare, kind = bare_name_key(q).split()[:WORDS_SEARCHED], kind_of_name(q)
    if bare != words:
        found.append(_named(bare) if kind is None else and_(_named(bare), _may_be(kind)))
    digits = re.sub(r"[\s.\-–]", "", q)
    if _DIGITS.fullmatch(digits):
        found.append(_digits_of_tax_code().contains(digits))
    return [or_(*found)]


def find_organisations(viewer: Viewer, q: str, most: int) -> list[FoundOrganisation]:
    """At most ``most`` organisations that the viewer may see: those called just so come first."""
    body = Organisation
    bare = bare_name_key(q)
    is_so_called = or_(body.search_key == search_key(q), body.bare_key == bare)
    rows = db.session.execute(
        select(body.id, body.name, AdministrativeUnit.name, body.tax_code, body.internal_code)
        .outerjoin(AdministrativeUnit, AdministrativeUnit.id == body.unit_id)
        .where(visible_organisations(viewer), *organisations_with(q))
        .order_by(case((is_so_called, 0), else_=1), body.sort_key, body.id)
        .limit(most)
    )
    return [FoundOrganisation(row[0], row[1], row[2] or "", row[3] or row[4] or "") for row in rows]


def _named(words: list[str]) -> ColumnElement[bool]:
    """Every word occurs in the name of today, or every word in one former name."""
    former = select(OrganisationName.organisation_id).where(
        _has(OrganisationName.search_key, words)
    )
    return or_(_has(Organisation.search_key, words), Organisation.id.in_(former))


def _has(column: Any, words: list[str]) -> ColumnElement[bool]:
    """Search keys hold letters, digits and spaces only, so a word has nothing to escape."""
    return and_(*(column.like(f"%{word}%") for word in words))


def _may_be(kind: str) -> ColumnElement[bool]:
    return or_(Organisation.kind == kind, Organisation.kind == "other")


def _digits_of_tax_code() -> Any:
    return db.func.replace(Organisation.tax_code, "-", "")
